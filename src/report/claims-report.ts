// The table of claims, and one of them in full.

import pc from 'picocolors';
import { getBorderCharacters, table } from 'table';
import type { ClaimResult, ClaimsResult } from '../results/claims-result.js';
import { time } from './numbers.js';
import { provenance } from './provenance.js';
import { witnessLines } from './witness.js';

const EVIDENCE_COLUMNS = 64;
const CLAIM_COLUMNS = 40;

/** All claims, with one line of evidence and the command that shows it again. */
export function claimsTable(result: ClaimsResult): string {
  const rows = result.claims.map(({ id, claim, who, verdict, evidence, commands }) => [
    pc.bold(id),
    `${claim}\n${pc.dim(who)}`,
    coloured(verdict),
    `${evidence}\n${pc.dim(commands[0] ?? '')}`,
  ]);
  const text = table([['', 'claim', 'verdict', 'evidence, and how to see it'].map((head) => pc.bold(head)), ...rows], {
    border: getBorderCharacters('void'),
    columnDefault: { paddingLeft: 0, paddingRight: 2 },
    columns: {
      1: { width: CLAIM_COLUMNS, wrapWord: true },
      2: { width: 16, wrapWord: true },
      3: { width: EVIDENCE_COLUMNS, wrapWord: true },
    },
    drawHorizontalLine: (line, lines) => line > 0 && line < lines,
  }).replace(/ +$/gm, '');
  return `${text}\n${footer(result)}`;
}

/** One claim with everything that bears on it. */
export function claimInFull(result: ClaimResult): string {
  const { id, who, claim, verdict, evidence, details, bound, commands, witness, elapsedMs } = result;
  return [
    `${pc.bold(id)}  ${claim}`,
    `    ${pc.dim(who)}`,
    '',
    `${coloured(verdict)}: ${evidence}`,
    ...details.map((detail) => `  - ${detail}`),
    '',
    `What was looked at: ${bound}.`,
    'To see it again:',
    ...commands.map((command) => `  ${command}`),
    ...(witness ? ['', ...witnessLines(witness.config, witness.witness)] : []),
    pc.dim(`settled in ${time(elapsedMs)}`),
  ].join('\n');
}

/** The table for a mail or a README. */
export function claimsMarkdown(result: ClaimsResult): string {
  const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\n/g, ' ');
  const rows = result.claims.map(({ id, claim, who, verdict, evidence, bound, commands }) =>
    [id, `${claim} (${who})`, `**${verdict}**`, evidence, bound, `\`${commands[0] ?? ''}\``].map(cell).join(' | '),
  );
  return [
    '| | claim | verdict | evidence | what was looked at | to see it again |',
    '|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
    '',
    footer(result),
  ].join('\n');
}

function footer({ quick, elapsedMs, interrupted, environment }: ClaimsResult): string {
  const how = [quick ? 'quick' : 'full', time(elapsedMs), ...(interrupted ? ['interrupted'] : [])].join(', ');
  return pc.dim(`${how} · ${provenance(environment)}`);
}

function coloured(verdict: ClaimResult['verdict']): string {
  if (verdict === 'confirmed') return pc.green(verdict);
  if (verdict === 'refuted') return pc.red(verdict);
  return pc.yellow(verdict);
}
