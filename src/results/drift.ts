// The drift of the machine: how far whole rounds of trials lay apart. A clock that follows the temperature, or a
// neighbour, makes every cell of a round faster or slower at once, for many rounds on end. More trials do not average
// that away, and the next run meets the machine at another point of it: so an interval of a throughput has to allow for
// it. A ratio of paired trials does not, since both sides drift alike.

import type { ScaleTrial } from './scale-result.js';
import { type Estimate, median } from './statistics.js';

/** With fewer cells in a round, what they have in common cannot be told from their noise. */
const LEAST_CELLS = 3;
const LEAST_ROUNDS = 3;
/** Of a normal distribution, the bound of its middle 95 in 100. */
const Z95 = 1.96;

interface DriftingCell {
  readonly trials: readonly Pick<ScaleTrial, 'round' | 'opsPerSec'>[];
  readonly oversubscribed: boolean;
}

/**
 * Standard deviation over rounds, as a share, of the median over cells of how much faster than usual the cell was.
 * Null with too few rounds or cells. Cells with more threads than CPUs vary for reasons of their own and do not count.
 */
export function driftOf(cells: readonly DriftingCell[]): number | null {
  const rounds = new Map<number, number[]>();
  for (const { trials, oversubscribed } of cells) {
    if (oversubscribed || trials.length < LEAST_ROUNDS) continue;
    const usual = median(trials.map(({ opsPerSec }) => opsPerSec));
    for (const { round, opsPerSec } of trials) {
      rounds.set(round, [...(rounds.get(round) ?? []), Math.log(opsPerSec / usual)]);
    }
  }
  const common = [...rounds.values()].filter(({ length }) => length >= LEAST_CELLS).map(median);
  if (common.length < LEAST_ROUNDS) return null;
  const mean = common.reduce((sum, value) => sum + value, 0) / common.length;
  return Math.sqrt(common.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (common.length - 1));
}

/** `estimate` with an interval that allows for `drift`: for two runs that both drift, the root of the sum of squares. */
export function allowingFor(drift: number | null, estimate: Estimate): Estimate {
  const factor = Math.exp(Z95 * (drift ?? 0));
  return { ...estimate, low: estimate.low / factor, high: estimate.high * factor };
}
