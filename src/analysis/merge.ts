// Repeated runs of one configuration, taken together: of races, and of measurements.

import { groupBy } from '../group-by.js';
import { withoutOrigin } from '../results/origin.js';
import type { RaceConfig, RaceResult } from '../results/race-result.js';
import type { ScaleResult } from '../results/scale-result.js';
import { jointVerdict } from '../results/verdicts.js';
import { seededRandom } from '../statistics/random.js';
import { cellKey, type MeasuredCell, statisticsOf } from './scale-series.js';

/** Kept events of all runs together: enough for a story, not for a count. */
const EVENTS_KEPT = 100;

/** Equal for runs that repeat each other: all but the seed, on the same machine with the same software. */
export function raceKey({ config, environment }: RaceResult): string {
  const common = { ...config, seed: null };
  const keys = Object.entries(common satisfies { [Key in keyof RaceConfig]: unknown });
  return JSON.stringify([keys.sort(([a], [b]) => (a < b ? -1 : 1)), environment]); // a key may be missing on one side
}

/** One result for each configuration, in the order of their first runs. */
export function mergeRaces(results: readonly RaceResult[]): RaceResult[] {
  return groupBy(results, raceKey).map(mergedRace);
}

export function mergedRace(runs: readonly RaceResult[]): RaceResult {
  const [first] = runs as [RaceResult];
  if (runs.length === 1) return first;
  const firsts = runs.flatMap(({ firstViolationMs }) => firstViolationMs ?? []);
  const sum = (of: (run: RaceResult) => number): number => runs.reduce((total, run) => total + of(run), 0);
  return {
    ...withoutOrigin(first),
    durationMs: sum(({ durationMs }) => durationMs),
    totals: summed(runs.map(({ totals }) => totals)),
    violations: summed(runs.map(({ violations }) => violations)),
    firstViolationMs: firsts.length > 0 ? Math.min(...firsts) : null,
    events: runs.flatMap(({ events }) => events).slice(0, EVENTS_KEPT),
    workers: runs.flatMap(({ workers }) => workers),
    conservation: {
      checked: runs.every(({ conservation }) => conservation.checked),
      livePages: sum(({ conservation }) => conservation.livePages),
      freePages: sum(({ conservation }) => conservation.freePages),
      lostPages: sum(({ conservation }) => conservation.lostPages),
      problems: runs.flatMap(({ conservation }) => conservation.problems),
    },
    verdict: jointVerdict(runs),
    interrupted: runs.some(({ interrupted }) => interrupted),
    notes: [`${runs.length} runs taken together`, ...new Set(runs.flatMap(({ notes }) => notes))],
  };
}

function summed<T extends { readonly [K in keyof T]: number }>(parts: readonly T[]): T {
  const [first] = parts as [T];
  const keys = Object.keys(first) as (keyof T)[];
  return Object.fromEntries(keys.map((key) => [key, parts.reduce((sum, part) => sum + part[key], 0)])) as unknown as T;
}

/** Equal for measurements that repeat each other: all but seed and number of trials, on the same machine. */
export function scaleKey({ config, environment, cpuOrder }: ScaleResult): string {
  return JSON.stringify([{ ...config, seed: null, trials: null }, environment, cpuOrder]);
}

/** One result for each configuration, in the order of their first measurements. */
export function mergeScales(results: readonly ScaleResult[]): ScaleResult[] {
  return groupBy(results, scaleKey).map(mergedScale);
}

export function mergedScale(parts: readonly ScaleResult[]): ScaleResult {
  const [first] = parts as [ScaleResult];
  if (parts.length === 1) return first;
  const trials = parts.reduce((sum, { config }) => sum + config.trials, 0);
  const others = parts.map(({ othersShare }) => othersShare);
  return {
    ...withoutOrigin(first),
    config: { ...first.config, trials },
    elapsedMs: parts.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0),
    othersShare: others.includes(null) ? null : Math.max(...others.map((share) => share ?? 0)),
    ...statisticsOf(pooled(parts), first.config.protocols, seededRandom(first.config.seed)),
    warnings: [`${parts.length} measurements taken together`, ...new Set(parts.flatMap(({ warnings }) => warnings))],
    interrupted: parts.some(({ interrupted }) => interrupted),
  };
}

/** The cells of all `parts`. Rounds go on from part to part, so that only trials of one round of one part are paired. */
function pooled(parts: readonly ScaleResult[]): MeasuredCell[] {
  let before = 0;
  const cells = parts.flatMap(({ config, series }) => {
    const first = before;
    before += config.trials;
    return series.map((cell) => ({
      ...cell,
      trials: cell.trials.map((trial) => ({ ...trial, round: first + trial.round })),
    }));
  });
  return groupBy(cells, cellKey).map((same) => ({
    ...(same[0] as MeasuredCell),
    trials: same.flatMap(({ trials }) => trials),
    failures: same.flatMap(({ failures }) => failures),
  }));
}
