// The table of claims, and one of them in full.

import pc from 'picocolors';
import type { ClaimResult, ClaimsResult } from '../results/claims-result.js';
import { wrapped } from './layout.js';
import { time } from './numbers.js';
import { provenance } from './provenance.js';
import { verdictText } from './verdict.js';
import { witnessLines } from './witness.js';

const INDENT = '     ';

/** All claims, each with its verdict, the evidence in one sentence and the command that shows it again. */
export function claimsTable(result: ClaimsResult): string {
  const claims = result.claims.map(({ id, claim, who, verdict, evidence, commands }) => [
    ...wrapped(`${id.padEnd(4)} ${claim} (${who})`).map((line, index) => (index === 0 ? pc.bold(line) : INDENT + line)),
    ...prefixed(`${verdictText(verdict)}: `, wrapped(`${verdict}: ${evidence}`, INDENT), verdict.length + 2),
    ...(commands[0] === undefined ? [] : [pc.dim(`${INDENT}$ ${commands[0]}`)]),
    '',
  ]);
  return [...claims.flat(), ...footer(result)].join('\n');
}

/** `lines`, whose first begins with `length` columns that `start` shows in colour. */
function prefixed(start: string, [first = '', ...rest]: readonly string[], length: number): string[] {
  return [INDENT + start + first.slice(INDENT.length + length), ...rest];
}

/** One claim with everything that bears on it. */
export function claimInFull(result: ClaimResult): string {
  const { id, who, claim, verdict, evidence, details, bound, commands, witness, elapsedMs } = result;
  return [
    ...wrapped(`${id}  ${claim}`).map((line, index) => (index === 0 ? pc.bold(line) : `    ${line}`)),
    `    ${pc.dim(who)}`,
    '',
    verdictText(verdict),
    ...wrapped(evidence),
    ...details.flatMap((detail) =>
      wrapped(detail, '    ').map((line, index) => (index === 0 ? `  - ${line.trim()}` : line)),
    ),
    '',
    ...wrapped(`What was looked at: ${bound}.`),
    'To see it again:',
    ...commands.map((command) => `  ${command}`),
    ...(witness ? ['', ...witnessLines(witness.config, witness.witness)] : []),
    pc.dim(`settled in ${time(elapsedMs)}`),
  ].join('\n');
}

/** One line each, for a front page: the verdict, and the message that it is about. */
export function claimsBrief(result: ClaimsResult): string {
  const rows = result.claims.map(({ id, who, message, claim, verdict }) => {
    const speaker = message === undefined ? who : `[${who}](${message})`;
    return `| ${id} | ${claim} (${speaker}) | ${verdict} |`;
  });
  return ['| | in our words | answer |', '|---|---|---|', ...rows].join('\n');
}

/** The table for a mail. */
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
    ...footer(result),
  ].join('\n');
}

function footer({ quick, elapsedMs, interrupted, environment }: ClaimsResult): string[] {
  const how = [quick ? 'quick' : 'full', time(elapsedMs), ...(interrupted ? ['interrupted'] : [])].join(', ');
  return wrapped(`${how} · ${provenance(environment)}`).map(pc.dim);
}
