// Races for a terminal.

import pc from 'picocolors';
import { stallAsTyped, stallInWords } from '../analysis/stall-words.js';
import type { RaceResult } from '../results/race-result.js';
import { descriptorWords } from '../scenarios/reclaim.js';
import { wrapped } from './layout.js';
import { plural, time } from './numbers.js';
import { provenanceLines } from './provenance.js';
import { NO_PROOF, notesOf, rowPerRace, sideBySide, storiesOf, unseenIn } from './race-figures.js';
import { textTable } from './table.js';

export function raceReport(results: readonly RaceResult[]): string {
  return `${raceHeading(results).join('\n')}\n\n${raceTable(results)}\n${raceFooter(results)}`;
}

/** More runs than this do not fit side by side. */
const MOST_COLUMNS = 4;

/** A column for each of a few protocols and engines, or a row for each of many runs. */
export function raceTable(results: readonly RaceResult[]): string {
  const situations = new Set(
    results.map(({ config }) =>
      [config.scenario, stallAsTyped(config.stall), config.recheck, config.reuse, ...descriptorWords(config)].join(' '),
    ),
  );
  if (results.length > MOST_COLUMNS || situations.size > 1) return textTable(rowPerRace(results));
  return textTable(sideBySide(results.map((race) => ({ title: shortName(race), race }))));
}

function shortName({ config }: RaceResult): string {
  return `${config.protocol} / ${config.engine}`;
}

/** Returns what all runs have in common; the rest is in the table. */
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

/** Returns what is not in the table: violations that were not seen, stories, problems, limits, provenance. */
function raceFooter(results: readonly RaceResult[]): string {
  const [first] = results;
  const unseen = unseenIn(results);
  return [
    ...(unseen.length === 0 ? [] : [...wrapped(`Looked for and not seen: ${unseen.join('; ')}.`), '']), // a title may hold a comma
    ...storiesOf(results, (result) => result).flatMap(({ lines: [head, ...sentences] }) => [
      ...wrapped(`How it happened: ${head}`),
      ...sentences.flatMap((sentence) => wrapped(sentence, '  ')),
      '',
    ]),
    ...notesOf(results, shortName).flatMap((line) => wrapped(line)),
    ...(results.some(({ verdict }) => verdict === 'clean') ? [pc.dim(NO_PROOF)] : []),
    ...(first ? provenanceLines(first.environment).map(pc.dim) : []),
  ].join('\n');
}
