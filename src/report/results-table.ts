// Results in a few words: what ran, what came out, and where; and a folder of them, a line for each file.

import pc from 'picocolors';
import { groupBy } from '../analysis/group-by.js';
import type { ClaimResult } from '../results/claims-result.js';
import { isAsStated } from '../results/litmus-result.js';
import type { Result, ResultFile } from '../results/result-bytes.js';
import type { ResultRow } from '../results/results-listing.js';
import { propertyTitle } from '../violations/table.js';
import { answersInShort } from './claim-sentences.js';
import { wrapped } from './layout.js';
import { grouped, plural, short } from './numbers.js';
import { dateText, runtimeName } from './provenance.js';
import { type Figure, tableOf, textTable } from './table.js';

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

export function subjectOf(result: Result): string {
  switch (result.schema) {
    case 'reftorture/race@1':
    case 'reftorture/check@1':
    case 'reftorture/witness@1':
    case 'reftorture/replay@1':
      return `${result.config.protocol} in ${result.config.scenario}`;
    case 'reftorture/scale@1': {
      const { workloads, protocols, threads } = result.config;
      return `${workloads.join(', ')}: ${protocols.join(', ')} at ${threads.join(', ')} threads`;
    }
    case 'reftorture/claims@1':
      return plural(result.claims.length, 'claim');
    case 'reftorture/litmus@1':
      return `litmus test ${result.name}`;
    case 'reftorture/compare@1':
      return `${result.a.file} and ${result.b.file}`;
    case 'reftorture/mutants@1':
      return `${plural(result.broken, 'broken protocol')}, ${result.sound} sound`;
    case 'reftorture/doctor@1':
      return 'the machine';
    case 'reftorture/demo@1':
      return 'the race of the report';
    case 'reftorture/list@1':
      return `${plural(result.protocols.length, 'protocol')}, ${plural(result.scenarios.length, 'scenario')}`;
    case 'reftorture/results@1':
      return plural(result.results.length, 'result file');
  }
}

export function outcomeOf(result: Result): string {
  switch (result.schema) {
    case 'reftorture/race@1':
    case 'reftorture/check@1':
    case 'reftorture/replay@1':
      return result.verdict;
    case 'reftorture/witness@1':
      return propertyTitle(result.witness.property);
    case 'reftorture/scale@1':
      return `up to ${short(result.series.reduce((most, { median }) => Math.max(most, median ?? 0), 0))} operations/s`;
    case 'reftorture/claims@1':
      return answersOf(result.claims);
    case 'reftorture/litmus@1':
      return isAsStated(result) ? 'as stated' : 'not as stated';
    case 'reftorture/compare@1':
      return joined(result.rows.map(({ word }) => word));
    case 'reftorture/mutants@1':
      return `${result.foundByCheck} found by check, ${result.foundByRace} by race, ${result.accused} accused`;
    case 'reftorture/doctor@1':
      return `${plural(result.advice.length, 'piece')} of advice`;
    case 'reftorture/demo@1':
      return result.broken.length > 0 ? 'not as it should be' : `shown ${result.shown}`;
    case 'reftorture/list@1':
      return `${result.protocols.filter(({ sound }) => sound).length} sound`;
    case 'reftorture/results@1':
      return `${result.skipped.length} left out`;
  }
}

/** Those of a single row; of several, how often each word comes. */
function answersOf(claims: readonly ClaimResult[]): string {
  const [only, ...others] = claims;
  if (only && others.length === 0) return answersInShort(only);
  return joined(claims.flatMap(({ parts }) => parts.map(({ answer }) => answer)));
}

export function machineOf(result: Result): string {
  if ('environment' in result) {
    const { cpuModel, cpus } = result.environment;
    return `${cpuModel === 'unknown' ? 'unknown CPU' : cpuModel}, ${plural(cpus, 'CPU')}, ${runtimeName(result.environment)}`;
  }
  return isRun(result) ? 'any' : '-';
}

/** Returns true for a result of runs. Comparisons and lists are made of results that exist already. */
export function isRun({ schema }: Result): boolean {
  return !['reftorture/compare@1', 'reftorture/list@1', 'reftorture/results@1'].includes(schema);
}
