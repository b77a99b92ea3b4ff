// The drift of the machine: how uncertain its speed during a run was as a whole. A clock that follows the temperature, or
// a neighbour, makes every cell of a round faster or slower at once, often for many rounds on end. A bootstrap over
// trials takes them for independent and does not see that, so an interval of a throughput has to allow for it besides.
// A ratio of paired trials does not, since both sides drift alike.

import { type Estimate, median } from './estimate.js';

/** With fewer cells in a round, their common drift cannot be separated from their noise. */
const LEAST_CELLS = 3;
const LEAST_ROUNDS = 3;
/** Upper limit of the correlation of neighbouring rounds: at 0.9, 19 rounds count as one independent round. */
const MOST_CORRELATION = 0.9;
/** Of a normal distribution, the bound of its middle 95 in 100. */
const Z95 = 1.96;

interface DriftingCell {
  /** Rounds count from 0; those of one round were measured in turns. */
  readonly trials: readonly { readonly round: number; readonly opsPerSec: number }[];
  readonly oversubscribed: boolean;
}

/**
 * Standard error, as a share, of the machine's mean speed over the rounds. The speed in a round is the median over cells
 * of how much faster than usual the cell was; that rounds resemble their neighbours is allowed for by their correlation
 * at lag 1. Null with too few rounds or cells. Cells with more threads than CPUs vary for reasons of their own and do
 * not count.
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
  return standardErrorOfMean(common);
}

function standardErrorOfMean(series: readonly number[]): number {
  const mean = series.reduce((sum, value) => sum + value, 0) / series.length;
  const deviations = series.map((value) => value - mean);
  const squares = deviations.reduce((sum, value) => sum + value ** 2, 0);
  if (squares === 0) return 0;
  const products = deviations.slice(1).reduce((sum, value, index) => sum + value * (deviations[index] ?? 0), 0);
  const correlation = Math.min(MOST_CORRELATION, Math.max(0, products / squares));
  const independent = (series.length * (1 - correlation)) / (1 + correlation);
  return Math.sqrt(squares / (series.length - 1) / independent);
}

/** `estimate` with an interval that allows for `drift`. Independent errors: their squares add up, here as logarithms. */
export function allowingFor(drift: number | null, { median: middle, low, high }: Estimate): Estimate {
  const bound = (end: number): number => Math.exp(Math.hypot(Math.log(end / middle), Z95 * (drift ?? 0)));
  return { median: middle, low: middle / bound(low), high: middle * bound(high) };
}
