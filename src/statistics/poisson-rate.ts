// Rates of rare events from counts, with the intervals of a Poisson process.

import type { Estimate } from './estimate.js';

/** Standard normal quantile of a two-sided interval of 95 %. */
export const Z95 = 1.959964;

/**
 * Events per unit of exposure. The interval is Garwood's (1936), with chi-squared quantiles by Wilson and Hilferty; it
 * holds for independent events. What comes in bursts spreads wider.
 */
export function poissonRate(events: number, exposure: number): Estimate {
  const low = events === 0 ? 0 : events * (1 - 1 / (9 * events) - Z95 / (3 * Math.sqrt(events))) ** 3;
  const next = events + 1;
  const high = next * (1 - 1 / (9 * next) + Z95 / (3 * Math.sqrt(next))) ** 3;
  return { median: events / exposure, low: Math.max(0, low) / exposure, high: high / exposure };
}
