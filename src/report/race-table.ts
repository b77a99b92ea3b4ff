// The results of races, for a terminal.

import pc from 'picocolors';
import { type RaceResult, violationCounts } from '../results/race-result.js';
import { grouped, plural, short, time } from './numbers.js';
import { plainTable } from './plain-table.js';
import { provenance } from './provenance.js';
import { story } from './story.js';

/** One line about what all runs have in common; the rest is in the table. */
export function raceHeading(results: readonly RaceResult[]): string {
  const [first] = results;
  if (!first) return '';
  const { config } = first;
  const shared = (text: (result: RaceResult) => string): string[] =>
    new Set(results.map(text)).size === 1 ? [text(first)] : [];
  const parts = [
    ...shared((result) => `scenario ${result.config.scenario}`),
    ...shared((result) => `${plural(result.config.threads, 'thread')} (${roleCounts(result)})`),
    ...shared((result) => `${plural(result.config.pages, 'page')} of ${result.config.pageBytes} bytes`),
    `${config.dtor} destructor`,
    config.recheck ? 'recheck' : 'no recheck',
    ...shared(stallText),
    `${time(config.durationMs)} each`,
    `seed ${config.seed}`,
    ...shared(pinText).filter((text) => text !== ''),
  ];
  return `race: ${parts.join(', ')}`;
}

function roleCounts({ workers }: RaceResult): string {
  const counts = new Map<string, number>();
  for (const { role } of workers) counts.set(role, (counts.get(role) ?? 0) + 1);
  return [...counts].map(([role, count]) => (count === 1 ? role : `${count} x ${role}`)).join(', ');
}

/** As many fit into the heading. */
const MOST_CPUS = 8;

/** Which CPUs raced decides how often a race shows. */
function pinText({ config, workers }: RaceResult): string {
  const cpus = [...new Set(workers.flatMap(({ cpu }) => cpu ?? []))];
  if (cpus.length === 0) return config.pin ? 'pinned' : '';
  return `pinned to ${cpus.length <= MOST_CPUS ? `CPUs ${cpus.join(', ')}` : plural(cpus.length, 'CPU')}`;
}

function stallText({ config: { stall } }: RaceResult): string {
  if (stall.kind === 'none') return 'no stall';
  const amount =
    stall.kind === 'spin'
      ? ` of ${plural(stall.amount, 'spin')}`
      : stall.kind === 'sleep'
        ? ` of ${grouped(stall.amount)} µs`
        : '';
  const share = stall.probability === 1 ? 'every window' : `${stall.probability} of the windows`;
  return `${stall.kind} stall${amount} in ${share}`;
}

/** More runs than this do not fit side by side. */
const MOST_COLUMNS = 4;

/** Violations and near misses: a column for each of a few protocols and engines, or a row for each of many runs. */
export function raceTable(results: readonly RaceResult[]): string {
  const situations = new Set(results.map(({ config }) => `${config.scenario} ${stallName(config.stall)}`));
  return results.length <= MOST_COLUMNS && situations.size === 1 ? columnPerRun(results) : rowPerRun(results);
}

export function perSecond({ durationMs }: RaceResult, count: number): string {
  return count === 0 ? '0' : short((count * 1000) / durationMs);
}

function rowPerRun(results: readonly RaceResult[]): string {
  const head = [
    'scenario',
    'protocol',
    'engine',
    'stall',
    'operations/s',
    'stolen frees/s',
    'wrong destructors/s: stolen',
    'stale',
    'other violations',
    'first',
    'verdict',
  ];
  const rows = results.map((result) => {
    const { config, totals, violations, firstViolationMs, verdict } = result;
    const { stolenFree, typeConfusionStolenFree, typeConfusionStaleGet, ...others } = violationCounts(violations);
    return [
      ...[config.scenario, config.protocol, config.engine, stallName(config.stall)],
      ...[totals.operations, stolenFree, typeConfusionStolenFree, typeConfusionStaleGet].map((count) =>
        perSecond(result, count),
      ),
      grouped(Object.values(others).reduce((sum, count) => sum + count, 0)),
      firstViolationMs === null ? '-' : time(firstViolationMs),
      verdictText(verdict),
    ];
  });
  return plainTable([head.map(pc.bold), ...rows], [4, 5, 6, 7, 8, 9]);
}

/** As it is typed. */
function stallName({ kind, amount, probability }: RaceResult['config']['stall']): string {
  if (kind === 'none') return kind;
  return `${kind}${kind === 'yield' ? '' : `:${amount}`}${probability === 1 ? '' : `@${probability}`}`;
}

function columnPerRun(results: readonly RaceResult[]): string {
  const row = (label: string, cell: (result: RaceResult) => string): string[] => [label, ...results.map(cell)];
  const bad = (count: number): string => (count === 0 ? pc.dim('0') : pc.red(grouped(count)));
  const rows = [
    row('', ({ config }) => pc.bold(`${config.protocol} / ${config.engine}`)),
    row('operations', ({ totals }) => grouped(totals.operations)),
    row('operations per second', (result) => perSecond(result, result.totals.operations)),
    row('pages allocated, freed', ({ totals }) => `${short(totals.allocs)}, ${short(totals.frees)}`),
    row(pc.bold('violations'), () => ''),
    row('  wrong destructor, stolen free', ({ violations }) => bad(violations.typeConfusion.stolenFree)),
    row('  wrong destructor, stale get', ({ violations }) => bad(violations.typeConfusion.staleGet)),
    row('  stolen free (any type)', ({ violations }) => bad(violations.stolenFree)),
    row('  stolen frees per second', (result) => perSecond(result, result.violations.stolenFree)),
    row('  double free', ({ violations }) => bad(violations.doubleFree)),
    row('  use after free', ({ violations }) => bad(violations.useAfterFree)),
    row('  leak', ({ violations, conservation }) => (conservation.checked ? bad(violations.leak) : '?')),
    row('  underflow', ({ violations }) => bad(violations.underflow)),
    row('  frozen bit lost, broken', ({ violations }) => bad(violations.lostOverflow + violations.brokenFreeze)),
    row('  first after', ({ firstViolationMs }) => (firstViolationMs === null ? '-' : time(firstViolationMs))),
    row(pc.bold('near misses'), () => ''),
    row('  resurrections (get took 0 to 1)', ({ totals }) => grouped(totals.resurrections)),
    row('  aborted frees (step 2 lost)', ({ totals }) => grouped(totals.abortedFrees)),
    row('  failed gets', ({ totals }) => grouped(totals.failedGets)),
    row('  CAS retries', ({ totals }) => grouped(totals.casRetries)),
    row(pc.bold('verdict'), ({ verdict }) => verdictText(verdict)),
  ];
  return plainTable(
    rows,
    results.map((_, index) => index + 1),
  );
}

function verdictText(verdict: RaceResult['verdict']): string {
  if (verdict === 'clean') return pc.green('clean');
  return verdict === 'violated' ? pc.red('violated') : pc.yellow('inconclusive');
}

/** What the table cannot say: stories, trouble, limits, provenance. */
export function raceFooter(results: readonly RaceResult[]): string {
  const lines: string[] = [];
  const told = new Set<string>();
  for (const result of results) {
    const { protocol, engine } = result.config;
    const tale = told.has(protocol) ? [] : story(result);
    if (tale.length > 0) lines.push(...tale, '');
    if (tale.length > 0) told.add(protocol);
    for (const problem of result.conservation.problems) lines.push(`${protocol} / ${engine}: ${problem}`);
    for (const note of result.notes.map((text) => `${protocol} / ${engine}: ${text}`)) {
      if (!told.has(note)) lines.push(note); // what holds for the protocol would come again with every stall
      told.add(note);
    }
  }
  const clean = results.some(({ verdict }) => verdict === 'clean');
  if (clean) lines.push(pc.dim('A clean race is a sample of interleavings, not a proof.'));
  if (results[0]) lines.push(pc.dim(provenance(results[0].environment)));
  return lines.join('\n');
}
