// Results in a few words: what ran, what came out, and where; one as its command showed it; and a folder of them, a line for
// each file.

import pc from 'picocolors';
import { groupBy } from '../group-by.js';
import type { CheckResult } from '../results/check-result.js';
import { isAsStated, type LitmusResult } from '../results/litmus-result.js';
import type { RaceResult } from '../results/race-result.js';
import type { Result, ResultFile } from '../results/result-bytes.js';
import type { ResultRow } from '../results/results-listing.js';
import { propertyTitle } from '../violations/table.js';
import { checkReport, matrixTable } from './check-report.js';
import { answersInShort, claimInFull, claimsTable } from './claims-report.js';
import { compareTable } from './compare-table.js';
import { demoText } from './demo-text.js';
import { doctorText } from './doctor-text.js';
import { judgementText, judgeReport } from './judge-report.js';
import { wrapped } from './layout.js';
import { listText } from './list-text.js';
import { litmusReport } from './litmus-report.js';
import { mutantsReport } from './mutants-table.js';
import { grouped, plural, short } from './numbers.js';
import { cpuName, dateText, runtimeName } from './provenance.js';
import { raceReport } from './race-report.js';
import { scaleReport } from './scale-report.js';
import { type Figure, tableOf, textTable } from './table.js';
import { proofText, verifyReport } from './verify-report.js';
import { replayReport, witnessLines } from './witness.js';

export function resultRow({ file, schema, digest, bytes, madeAt, commandLine, results }: ResultFile): ResultRow {
  return {
    file,
    schema,
    digest,
    bytes,
    madeAt,
    commandLine,
    subject: joined(results.map(subjectOf)),
    outcome: joined(results.map(outcomeOf)),
    machine: joined(results.map(machineOf)),
  };
}

/** A date, with the mark of what is cut behind it. */
const DATE_AND_MARK = 11;

const FIGURES: readonly Figure<ResultRow>[] = [
  { head: 'file', key: true, cell: ({ file }) => file },
  { head: 'result of', cell: ({ schema }) => schema.replace('reftorture/', '') },
  { head: 'what ran', least: 20, cell: ({ subject }) => subject },
  { head: 'what came out', least: 16, cell: ({ outcome }) => outcome },
  { head: 'made (UTC)', least: DATE_AND_MARK, cell: dateText },
  { head: 'machine', least: 12, cell: ({ machine }) => machine },
  { head: 'bytes', align: 'right', cell: ({ bytes }) => grouped(bytes) },
];

export function resultsTable(rows: readonly ResultRow[], skipped: readonly string[]): string {
  const table = rows.length === 0 ? 'no results here\n' : textTable(tableOf(rows, FIGURES));
  return [table, ...skipped.flatMap((reason) => wrapped(`left out: ${reason}`)).map(pc.dim)].join('\n').trimEnd();
}

const MOST = 3;

/** Different ones, each with how often it comes. */
export function joined(texts: readonly string[]): string {
  const groups = groupBy(texts, (text) => text).map((same) => `${same[0]}${same.length > 1 ? ` x${same.length}` : ''}`);
  const more = groups.length > MOST ? `; ${groups.length - MOST} more` : '';
  return groups.slice(0, MOST).join('; ') + more;
}

/** Texts for the results of one schema. */
interface Kind<R> {
  /** As the command showed it. */
  readonly text: (result: R) => string;
  readonly subject: (result: R) => string;
  readonly outcome: (result: R) => string;
}

function ofProtocol({ config }: Extract<Result, { readonly config: { readonly scenario: string } }>): string {
  return `${config.protocol} in ${config.scenario}`;
}

function verdictOf({ verdict }: Extract<Result, { readonly verdict: string }>): string {
  return verdict;
}

const KINDS: { readonly [Schema in Result['schema']]: Kind<Extract<Result, { readonly schema: Schema }>> } = {
  'reftorture/race@1': { text: (result) => raceReport([result]), subject: ofProtocol, outcome: verdictOf },
  'reftorture/check@1': { text: (result) => checkReport(result, true), subject: ofProtocol, outcome: verdictOf },
  'reftorture/witness@1': {
    text: ({ config, witness }) => witnessLines(config, witness).join('\n'),
    subject: ofProtocol,
    outcome: ({ witness }) => propertyTitle(witness.property),
  },
  'reftorture/replay@1': { text: (result) => replayReport(result), subject: ofProtocol, outcome: verdictOf },
  'reftorture/proof@1': {
    text: proofText,
    subject: ofProtocol,
    outcome: ({ proved }) => `${proved.length} properties proved`,
  },
  'reftorture/verify@1': { text: verifyReport, subject: ofProtocol, outcome: verdictOf },
  'reftorture/judge@1': { text: judgeReport, subject: ofProtocol, outcome: judgementText },
  'reftorture/scale@1': {
    text: scaleReport,
    subject: ({ config: { workloads, protocols, threads } }) =>
      `${workloads.join(', ')}: ${protocols.join(', ')} at ${threads.join(', ')} threads`,
    outcome: ({ series }) => `up to ${short(Math.max(0, ...series.map(({ median }) => median ?? 0)))} operations/s`,
  },
  'reftorture/claims@1': {
    text: (result) => (result.claims.length === 1 ? result.claims.map(claimInFull).join() : claimsTable(result)),
    subject: ({ claims }) => plural(claims.length, 'claim'),
    outcome: ({ claims }) =>
      claims.length === 1
        ? claims.map(answersInShort).join()
        : joined(claims.flatMap(({ parts }) => parts.map(({ answer }) => answer))),
  },
  'reftorture/litmus@1': {
    text: (result) => litmusReport([result]),
    subject: ({ name }) => `litmus test ${name}`,
    outcome: (result) => (isAsStated(result) ? 'as stated' : 'not as stated'),
  },
  'reftorture/compare@1': {
    text: compareTable,
    subject: ({ a, b }) => `${a.file} and ${b.file}`,
    outcome: ({ rows }) => joined(rows.map(({ word }) => word)),
  },
  'reftorture/mutants@1': {
    text: mutantsReport,
    subject: ({ broken, sound }) => `${plural(broken, 'broken protocol')}, ${sound} sound`,
    outcome: ({ foundByCheck, foundByRace, accused }) =>
      `${foundByCheck} found by check, ${foundByRace} by race, ${accused} accused`,
  },
  'reftorture/doctor@1': {
    text: doctorText,
    subject: () => 'the machine',
    outcome: ({ advice }) => `${plural(advice.length, 'piece')} of advice`,
  },
  'reftorture/demo@1': {
    text: demoText,
    subject: () => 'the race of the report',
    outcome: ({ broken, shown }) => (broken.length > 0 ? 'not as it should be' : `shown ${shown}`),
  },
  'reftorture/list@1': {
    text: listText,
    subject: ({ protocols, scenarios }) =>
      `${plural(protocols.length, 'protocol')}, ${plural(scenarios.length, 'scenario')}`,
    outcome: ({ protocols }) => `${protocols.filter(({ sound }) => sound).length} sound`,
  },
  'reftorture/results@1': {
    text: ({ results, skipped }) => resultsTable(results, skipped),
    subject: ({ results }) => plural(results.length, 'result file'),
    outcome: ({ skipped }) => `${skipped.length} left out`,
  },
};

function kindOf({ schema }: Result): Kind<Result> {
  return KINDS[schema] as Kind<never> as Kind<Result>;
}

export function subjectOf(result: Result): string {
  return kindOf(result).subject(result);
}

export function outcomeOf(result: Result): string {
  return kindOf(result).outcome(result);
}

export function machineOf(result: Result): string {
  if ('environment' in result) {
    const { cpuModel, cpus } = result.environment;
    return `${cpuName(cpuModel)}, ${plural(cpus, 'CPU')}, ${runtimeName(result.environment)}`;
  }
  return isRun(result) ? 'any' : '-';
}

/** Returns true for a result of runs. Comparisons and lists are made of results that exist already. */
export function isRun({ schema }: Result): boolean {
  return !['reftorture/compare@1', 'reftorture/list@1', 'reftorture/results@1'].includes(schema);
}

/** Returns a result file as its command showed it. */
export function resultText({ results, schema, notRead }: ResultFile): string {
  switch (schema) {
    case 'reftorture/race-set@1':
      return raceReport(results as RaceResult[]);
    case 'reftorture/check-set@1':
      return matrixTable(results as CheckResult[]);
    case 'reftorture/litmus-set@1':
      return litmusReport(results as LitmusResult[], notRead);
    default:
      return results.map((result) => kindOf(result).text(result)).join();
  }
}
