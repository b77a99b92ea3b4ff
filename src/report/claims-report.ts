// The answers to the thread as a table, and one of them in full.

import pc from 'picocolors';
import type {
  ClaimCombination,
  ClaimPart,
  ClaimResult,
  ClaimsResult,
  CombinationRace,
  CombinationVerdict,
} from '../results/claims-result.js';
import { significant } from '../statistics/digits.js';
import { answersInWords, answerText } from './claim-sentences.js';
import { hanging, wrapped } from './layout.js';
import { decimalPrefix, grouped, time } from './numbers.js';
import { provenance } from './provenance.js';
import { type Cell, markdownTable, NONE, type Table, tableOf, textTable, toned, verdictCell } from './table.js';
import { witnessLines } from './witness.js';

const INDENT = '    ';

/** Each row of the thread with its answers in a sentence. */
export function claimsTable(result: ClaimsResult): string {
  const rows = result.claims.flatMap((claim) => {
    const { id, who, kind, claim: sentence } = claim;
    const start = id.padEnd(5);
    return [
      ...hanging(start, `${who}, ${kind}: ${sentence}`),
      ...wrapped(answersInWords(claim), ' '.repeat(start.length)).map((line) => line.replace(/\S.*/, pc.bold)),
    ];
  });
  const [first] = result.claims;
  const hint = first
    ? `One in full, with its evidence and the commands to see it again: reftorture claims ${first.id}`
    : '';
  return [...rows, '', ...wrapped(hint), ...footer(result)].join('\n');
}

/** One row with everything that bears on it. */
export function claimInFull(result: ClaimResult): string {
  const { id, who, kind, link, claim, parts, witness, elapsedMs } = result;
  return [
    ...wrapped(`${id}  ${claim}`).map((line, index) => (index === 0 ? pc.bold(line) : `${INDENT}${line}`)),
    ...[`${who}, ${kind}`, link].map((line) => pc.dim(INDENT + line)),
    ...parts.flatMap((part) => ['', ...partLines(part)]),
    ...(witness ? ['', ...witnessLines(witness.config, witness.witness)] : []),
    pc.dim(`answered in ${time(elapsedMs)}`),
  ].join('\n');
}

function partLines(part: ClaimPart): string[] {
  const { id, question, evidence, strength, details, bound, commands, combinations } = part;
  return [
    ...hanging(`(${id}) `, question),
    ...wrapped(answerText(part), INDENT).map((line) => line.replace(/\S.*/, pc.bold)),
    ...wrapped(evidence, INDENT),
    ...details.flatMap((detail) => hanging(`${INDENT}- `, detail)),
    ...wrapped(`What was looked at: ${startsAs(bound, strength)}.`, INDENT),
    ...commands.map((command) => `${INDENT}$ ${command}`),
    ...(combinations ? ['', ...combinationLines(combinations)] : []),
  ];
}

function combinationLines(combinations: readonly ClaimCombination[]): string[] {
  return [textTable(combinationsTable(combinations)).trimEnd(), ...wrapped(COMBINATIONS_LEGEND).map(pc.dim)];
}

/** A bound that does not name the kind of its evidence gets it. */
function startsAs(bound: string, strength: string): string {
  return bound.startsWith(strength) ? bound : `${strength}: ${bound}`;
}

/** One line each, for a front page. */
export function claimsBrief(result: ClaimsResult): string {
  const rows = result.claims.map((claim) => {
    const { id, who, kind, link } = claim;
    return [id, `[${who}](${link}), ${kind}: ${claim.claim}`, answersInWords(claim)];
  });
  return markdownLines(['', 'asked or said, in our words', 'answer'], rows).join('\n');
}

/** The table for a mail. */
export function claimsMarkdown(result: ClaimsResult): string {
  const rows = result.claims.flatMap(({ id, who, kind, claim, parts }) =>
    parts.map((part, index) => [
      index === 0 ? id : '',
      `${index === 0 ? `${claim} (${who}, ${kind}). ` : ''}(${part.id}) ${part.question}`,
      `**${answerText(part)}**`,
      part.evidence,
      startsAs(part.bound, part.strength),
      `\`${part.commands[0] ?? ''}\``,
    ]),
  );
  return [
    ...markdownLines(['', 'asked or said', 'answer', 'evidence', 'what was looked at', 'to see it again'], rows),
    '',
    ...result.claims.flatMap(tablesBelow),
    ...footer(result),
  ].join('\n');
}

/** The combinations of its parts, which no cell has room for. */
function tablesBelow({ id, parts }: ClaimResult): string[] {
  return parts.flatMap(({ id: part, question, combinations }) =>
    combinations === undefined
      ? []
      : [
          `${id} (${part}) ${question}`,
          '',
          ...markdownTable(combinationsTable(combinations)),
          '',
          COMBINATIONS_LEGEND,
          '',
        ],
  );
}

/** Returns a table whose cells are Markdown already. */
function markdownLines(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\n/g, ' ');
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head).replace('|  |', '| |'), `|${'---|'.repeat(head.length)}`, ...rows.map(line)];
}

function footer({ quick, elapsedMs, interrupted, environment }: ClaimsResult): string[] {
  const how = [quick ? 'quick' : 'full', time(elapsedMs), ...(interrupted ? ['interrupted'] : [])].join(', ');
  return wrapped(`${how} · ${provenance(environment)}`).map(pc.dim);
}

export const COMBINATIONS_LEGEND =
  'put: inside or outside of a read-side section; either way where no memory waits for one. shows, steps: the shortest witness, in any of the scenarios; states: of all of them. ra: the same under release/acquire. in races: how often what the witness shows was seen in the scenario that shows it most often, with the interval of independent events, while these come in bursts.';

export function combinationsTable(combinations: readonly ClaimCombination[]): Table {
  return tableOf(combinations, [
    { head: 'protocol', key: true, cell: ({ protocol }) => protocol },
    { head: 'reclaim', key: true, cell: ({ reclaim }) => reclaim },
    { head: 'put', key: true, cell: ({ section }) => section?.replace(/^put-/, '') ?? 'either way' },
    { head: 'shows', cell: (one) => (one.shortest ? toned(one.shortest.property, 'bad') : outcomeOf(one)) },
    { head: 'steps', align: 'right', cell: ({ shortest }) => `${shortest?.steps ?? NONE}` },
    { head: 'states', align: 'right', cell: ({ states }) => grouped(states) },
    { head: 'ra', cell: ({ releaseAcquire }) => (releaseAcquire ? outcomeOf(releaseAcquire) : NONE) },
    { head: 'in races', cell: ({ race }) => (race ? rateText(race) : NONE) },
  ]);
}

function outcomeOf({ verdict }: CombinationVerdict): Cell {
  return verdictCell(verdict === 'clean' ? 'holds' : verdict);
}

/** `11.2 k/s [11, 11.4]`; for none, what that excludes. */
function rateText({ events, perSecond: { median, low, high } }: CombinationRace): string {
  const { factor, prefix } = decimalPrefix(events === 0 ? high : median);
  const digits = (value: number): string => significant(value / factor, 3);
  if (events === 0) return `none: <${digits(high)}${prefix}/s`;
  return `${digits(median)}${prefix}/s [${digits(low)}, ${digits(high)}]`;
}
