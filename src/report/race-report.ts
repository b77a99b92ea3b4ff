// What stands above and below the table of races.

import pc from 'picocolors';
import { stallInWords } from '../analysis/stall-words.js';
import type { RaceResult } from '../results/race-result.js';
import { descriptorWords } from '../scenarios/reclaim.js';
import { violations, violationTable } from '../violations/table.js';
import { wrapped } from './layout.js';
import { plural, time } from './numbers.js';
import { provenanceLines } from './provenance.js';
import { observedIn, raceTable, seenIn } from './race-table.js';
import { story } from './story.js';

export function raceReport(results: readonly RaceResult[]): string {
  return `${raceHeading(results).join('\n')}\n\n${raceTable(results)}\n${raceFooter(results)}`;
}

/** What all runs have in common; the rest is in the table. */
export function raceHeading(results: readonly RaceResult[]): string[] {
  const [first] = results;
  if (!first) return [];
  const { config } = first;
  const shared = (text: (result: RaceResult) => string): string[] => {
    const [common, ...others] = new Set(results.map(text));
    return common === undefined || common === '' || others.length > 0 ? [] : [common];
  };
  const parts = [
    ...shared((result) => `scenario ${result.config.scenario}`),
    ...shared((result) => `${plural(result.config.threads, 'thread')} (${roleCounts(result)})`),
    ...shared((result) => `${plural(result.config.pages, 'page')} of ${result.config.pageBytes} bytes`),
    `${config.dtor} destructor`,
    ...shared((result) => (result.config.recheck ? 'recheck' : 'no recheck')),
    ...shared((result) => (result.config.reuse === 'cold' ? 'cold reuse' : '')),
    ...shared((result) => descriptorWords(result.config).join(', ')),
    ...shared((result) => stallInWords(result.config.stall)),
    ...(results.length > 1 ? shared((result) => `engine ${result.config.engine}`) : []),
    ...shared(({ config: { compiler } }) => (compiler === undefined ? '' : `native code by ${compiler}`)),
    config.stopOnViolation
      ? `until a violation shows, ${time(config.durationMs)} each at most`
      : `${time(config.durationMs)} each`,
    `seed ${config.seed}`,
    ...shared(pinText),
  ];
  return wrapped(`race: ${parts.join(', ')}`);
}

function roleCounts({ workers }: RaceResult): string {
  const counts = new Map<string, number>();
  for (const { role } of workers) counts.set(role, (counts.get(role) ?? 0) + 1);
  return [...counts].map(([role, count]) => (count === 1 ? role : `${count} x ${role}`)).join(', ');
}

/** So many CPUs are listed in the heading. */
const MOST_CPUS = 8;

/** The CPUs that raced: how often a race shows depends on them. */
function pinText({ config, workers }: RaceResult): string {
  const cpus = [...new Set(workers.flatMap(({ cpu }) => cpu ?? []))];
  if (cpus.length === 0) return config.pin ? 'not pinned' : ''; // asked for, and did not work: see the notes
  return `pinned to ${cpus.length <= MOST_CPUS ? `CPUs ${cpus.join(', ')}` : plural(cpus.length, 'CPU')}`;
}

/** What is not in the table: violations that were not seen, stories, problems, limits, provenance. */
function raceFooter(results: readonly RaceResult[]): string {
  const [first] = results;
  const clean = results.some(({ verdict }) => verdict === 'clean');
  return [
    ...unseen(results),
    ...stories(results),
    ...remarks(results),
    ...(clean ? [pc.dim('A clean race is a sample of interleavings, not a proof.')] : []),
    ...(first ? provenanceLines(first.environment).map(pc.dim) : []),
  ].join('\n');
}

/** Violations that were looked for. One that shows only when stock is taken is left out where that was impossible. */
function unseen(results: readonly RaceResult[]): string[] {
  const seen = seenIn(results);
  const stockTaken = results.some(({ conservation }) => conservation.checked);
  const observed = observedIn(results);
  const absent = violations.filter((violation) => !seen.includes(violation) && !observed.includes(violation));
  const lookedFor = absent.filter((violation) => stockTaken || violationTable[violation].counter !== null);
  const titles = lookedFor.map((violation) => violationTable[violation].title);
  return titles.length === 0 ? [] : [...wrapped(`Looked for and not seen: ${titles.join('; ')}.`), '']; // a title may hold a comma
}

/** One story for each protocol, since its stories are alike. */
function stories(results: readonly RaceResult[]): string[] {
  const covered = new Set<string>();
  return results.flatMap((result) => {
    const [head, ...sentences] = covered.has(result.config.protocol) ? [] : story(result);
    if (head === undefined) return [];
    covered.add(result.config.protocol);
    return [...wrapped(`How it happened: ${head}`), ...sentences.flatMap((sentence) => wrapped(sentence, '  ')), ''];
  });
}

/** Problems and notes; what several runs of a protocol on an engine say alike stands there once. */
function remarks(results: readonly RaceResult[]): string[] {
  const lines = results.flatMap(({ config, conservation, notes }) =>
    [...conservation.problems, ...notes].map((note) => `${config.protocol} / ${config.engine}: ${note}`),
  );
  return [...new Set(lines)].flatMap((line) => wrapped(line));
}
