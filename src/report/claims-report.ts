// The answers to the thread: as sentences that need no key, as a table, and one of them in full.

import pc from 'picocolors';
import type {
  Answer,
  AnswerWord,
  ClaimCombination,
  ClaimPart,
  ClaimResult,
  ClaimsResult,
  CombinationRace,
  CombinationVerdict,
} from '../results/claims-result.js';
import { significant } from '../statistics/digits.js';
import { hanging, wrapped } from './layout.js';
import { decimalPrefix, grouped, time } from './numbers.js';
import { provenance } from './provenance.js';
import { type Cell, NONE, type Table, tableOf, textTable, toned, verdictCell } from './table.js';
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
  const kind = bound.startsWith(strength) ? '' : `${strength}: `;
  return [
    ...hanging(`(${id}) `, question),
    ...wrapped(answerText(part), INDENT).map((line) => line.replace(/\S.*/, pc.bold)),
    ...wrapped(evidence, INDENT),
    ...details.flatMap((detail) => hanging(`${INDENT}- `, detail)),
    ...wrapped(`What was looked at: ${kind}${bound}.`, INDENT),
    ...commands.map((command) => `${INDENT}$ ${command}`),
    ...(combinations ? ['', textTable(combinationsTable(combinations)).trimEnd()] : []),
    ...(combinations ? wrapped(COMBINATIONS_LEGEND).map(pc.dim) : []),
  ];
}

/** Returns a row for each in Markdown, for a front page or a mail. */
export function claimsMarkdown({ claims }: ClaimsResult): string {
  const line = (...cells: string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rows = claims.map((claim) => {
    const { id, who, kind, link } = claim;
    return line(id, `[${who}](${link}), ${kind}: ${claim.claim}`, answersInWords(claim));
  });
  return ['| | asked or said, in our words | answer |', '|---|---|---|', ...rows].join('\n');
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

type Sentences = Readonly<Partial<Record<AnswerWord, string>>>;

/** By row and part. `{}` stands for what follows the word: a condition or a figure. */
const SENTENCES: Readonly<Record<string, Sentences>> = {
  C1a: { yes: 'yes: some interleaving does, and real threads reproduce it', no: 'no interleaving does' },
  C2a: { measured: 'stolen frees with nothing slowed down, in a tight loop over one page: {}' },
  C2b: { measured: 'the same through the index, with a recheck: {}' },
  C2c: { measured: 'delay between steps 1 and 2 from which on half of the puts steal a free: {}' },
  C3a: { yes: 'under old one can', no: 'under old none can' },
  C3b: { yes: 'under v4 one can: 0 is the state between steps 1 and 2 of the last put', no: 'under v4 none can' },
  C4a: { yes: 'yes for all lifetimes', no: 'no, lifetimes go wrong' },
  C4b: { 'yes, if': 'the frozen bit of a free page stays if {}' },
  C5a: { yes: 'yes, while that reference is held', no: 'no, not even while that reference is held' },
  C5b: { yes: 'and after it was dropped again', no: 'no, once it was dropped again before step 2' },
  C6a: {
    yes: 'under sequential consistency it is the right type',
    no: 'under sequential consistency it can be a wrong type',
  },
  C6b: {
    yes: 'under the Linux-kernel memory model, too',
    no: 'under the Linux-kernel memory model it can be a wrong type',
    'yes, if': 'under the Linux-kernel memory model, if {}',
  },
  C7a: {
    yes: 'yes, under old, where the destroyer goes by its own belief about the type',
    no: 'no, not even where the destroyer goes by its own belief about the type',
  },
  C7b: { yes: 'and where it looks the type up on the page', no: 'no, where it looks the type up on the page' },
  C8a: { yes: 'v4 runs it exactly once for each life of a page', no: 'v4 does not run it exactly once' },
  C8b: {
    yes: 'it is the right one if the type is read from the page',
    no: 'it can be the wrong one even if the type is read from the page',
  },
  C8c: { 'yes, if': 'both hold if {}' },
  C9a: {
    yes: 'yes, such a get always fails its recheck, under weak memory too',
    no: 'no, such a get can pass its recheck',
    'yes, if': 'such a get fails its recheck if {}',
  },
  C9b: { no: 'the race does not need a passed recheck: a failed one is enough' },
  C10a: { yes: 'yes, two puts alone show it', no: 'no, two puts alone do not show it' },
  C10b: { yes: 'with a get that takes the 0 in between it is as he says', no: 'nor do they with a get in between' },
  C11a: { yes: 'it stays', no: 'it does not stay', 'yes, if': 'it stays if {}' },
  C11b: { yes: 'with as many tasks as Linux can have it does', no: 'as many tasks as Linux can have clear it' },
  C11c: { 'yes, if': 'with pins, which add 1024 at once, if {}' },
  C12a: { yes: 'right: an OR freezes a page that a get has taken back', no: 'an OR shows no fault' },
  C13a: { yes: 'a get takes such a page out of the allocator', no: 'no get takes such a page' },
  C14a: { no: 'no for the RFC: a free can be stolen as well' },
  C14b: { no: 'no for v4' },
  C14c: { no: 'no for v5' },
  C15a: { measured: 'v4 relative to old, in reads of 64 bytes of one page: {}' },
  C15b: { measured: 'in get and put alone: {}' },
  C16a: { measured: 'a free under v4 relative to old, if nobody else touches the page: {}' },
  C16b: { measured: 'if others try to get it meanwhile: {}' },
  C17a: { measured: "share of v4's gain that such a loop has: {}" },
  C18a: {
    yes: 'yes where gets succeed',
    no: 'no where gets succeed',
    'not decided here': 'where gets succeed: not decided here ({})',
  },
  C18b: {
    yes: 'and where they fail',
    no: 'not where they fail',
    'not decided here': 'where they fail: not decided here ({})',
  },
  C19a: {
    yes: 'the race goes away if the memory is reused after a grace period',
    no: 'the race stays, even if the memory is reused after a grace period',
    'yes, if': 'with reuse after a grace period the race goes away if {}',
  },
  C19b: { yes: 'so it does with type-stable memory', no: 'with type-stable memory, reused at once, it stays' },
  C19c: {
    no: 'nothing keeps the memory under a put that sleeps between its steps',
    'yes, if': 'memory stays under a put that sleeps between its steps if {}',
  },
  C19d: {
    yes: 'the grace periods here keep what synchronize_rcu() promises, under the Linux-kernel memory model',
    no: 'the grace periods here do not keep what synchronize_rcu() promises',
  },
};

/** The answers of a row, in sentences of their own if there are figures. One without a sentence stands behind its question. */
export function answersInWords({ id, parts }: ClaimResult): string {
  if (parts.every(({ answer }) => answer === 'not decided here')) {
    return `Not decided here: ${[...new Set(parts.map(({ qualifier }) => qualifier))].join('; ')}.`;
  }
  const texts = parts.map((part) => sentenceOf(part, SENTENCES[id + part.id] ?? {}));
  const isMeasured = parts.some(({ answer }) => answer === 'measured');
  return `${isMeasured ? texts.map(capitalised).join('. ') : capitalised(texts.join('; '))}.`;
}

function capitalised(text: string): string {
  return /^v\d/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

function sentenceOf(part: Answer & { readonly question: string }, sentences: Sentences): string {
  const { answer, qualifier, question } = part;
  if (answer === 'not decided here' && sentences.measured !== undefined) {
    return sentences.measured.replace('{}', `not decided here (${qualifier})`);
  }
  const [first = '', ...rest] = question;
  return (
    sentences[answer]?.replace('{}', qualifier ?? '') ?? `${first.toLowerCase()}${rest.join('')} ${answerText(part)}`
  );
}

/** `yes, if step 2 is acquire`. */
export function answerText({ answer, qualifier }: Answer): string {
  if (answer === 'yes' || answer === 'no') return answer;
  if (answer === 'measured') return qualifier ?? answer;
  return `${answer}${answer === 'yes, if' ? '' : ':'} ${qualifier}`;
}

/** `old no · v4 yes`: the answers of a row for a line of a table. */
export function answersInShort({ parts }: Pick<ClaimResult, 'parts'>): string {
  const [only, ...others] = parts;
  if (only && others.length === 0) return inShort(only);
  return parts.map((part) => `${part.label} ${inShort(part)}`).join(' · ');
}

function inShort({ answer, qualifier }: Answer): string {
  if (answer === 'measured') return qualifier ?? answer;
  return answer === 'not decided here' ? 'undecided' : answer;
}
