// What a fitted curve says of a protocol, as far as the measurement bears it out.

import type { ScaleFit, ScaleResult, ScaleSeries } from '../results/scale-result.js';
import { significant } from '../statistics/digits.js';
import type { Estimate } from '../statistics/estimate.js';

/** A line for each curve, and one for all that are missing for the same reason. */
export function fitLines({ fits, series }: ScaleResult): string[] {
  const curves = fits.filter(({ fit }) => fit.model !== 'none');
  const missing = new Map<string, Map<string, string[]>>();
  for (const { fit, workload, engine, protocol } of fits) {
    if (fit.model !== 'none') continue;
    const places = missing.get(fit.reason) ?? new Map<string, string[]>();
    const place = `${workload} on ${engine}`;
    missing.set(fit.reason, places.set(place, [...(places.get(place) ?? []), protocol]));
  }
  return [
    ...curves.map((curve) => `${curve.workload}, ${curve.protocol} on ${curve.engine}: ${fitText(curve, series)}`),
    ...[...missing].map(([reason, places]) => {
      const named = [...places].map(([place, protocols]) => `${place} (${protocols.join(', ')})`);
      return `no curve for ${named.join(', ')}: ${reason}`;
    }),
  ];
}

/** `series`: those of the measurement that the curve was fitted to. */
export function fitText(curve: ScaleFit, series: readonly ScaleSeries[]): string {
  const { fit } = curve;
  if (fit.model === 'none') return fit.reason;
  const fitted = series.filter((entry) => isFittedBy(curve, entry)).map(({ threads }) => threads);
  const peak = peakText(fit.peakThreads, Math.min(...fitted), Math.max(...fitted));
  return `contention ${bounds(fit.sigma)}, coherency ${bounds(fit.kappa)}, ${peak}`;
}

function isFittedBy({ protocol, engine, workload }: ScaleFit, entry: ScaleSeries): boolean {
  const same = entry.protocol === protocol && entry.engine === engine && entry.workload === workload;
  return same && !entry.oversubscribed && entry.samples.length > 0;
}

/** A peak outside of what was measured, `least` to `most` threads, is one of the curve alone. */
function peakText(peak: number | null, least: number, most: number): string {
  if (peak === null) return `no peak up to ${most} threads`;
  if (peak > most) return `no peak up to ${most} threads; the curve, continued, has one near ${significant(peak, 2)}`;
  return `peak at ${Math.max(least, peak).toFixed(1)} threads`;
}

function bounds({ median, low, high }: Estimate): string {
  return `${parameter(median)} [${parameter(low)}, ${parameter(high)}]`;
}

/** Below this, a parameter bends no curve that anybody can measure. */
const LEAST = 1e-6;

function parameter(value: number): string {
  return value > 0 && value < LEAST ? '<0.000001' : significant(value, 2);
}
