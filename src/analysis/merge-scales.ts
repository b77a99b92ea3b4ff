// Repeated measurements of one configuration taken together: every trial of all of them, and the statistics anew.

import { withoutOrigin } from '../results/origin.js';
import type { ScaleResult } from '../results/scale-result.js';
import { seededRandom } from '../statistics/random.js';
import { groupBy } from './group-by.js';
import { cellKey, type MeasuredCell, statisticsOf } from './scale-series.js';

/** Equal for measurements that repeat each other: all but seed and number of trials, on the same machine. */
export function scaleKey({ config, environment, cpuOrder }: ScaleResult): string {
  return JSON.stringify([{ ...config, seed: null, trials: null }, environment, cpuOrder]);
}

/** One result for each configuration, in the order of their first measurements. */
export function mergeScales(results: readonly ScaleResult[]): ScaleResult[] {
  return groupBy(results, scaleKey).map(merged);
}

function merged(parts: readonly ScaleResult[]): ScaleResult {
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
