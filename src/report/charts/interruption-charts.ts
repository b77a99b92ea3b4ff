// The share of interrupted puts whose free is stolen, by the length of the interruption.

import type { ClaimCurve, CurvePoint } from '../../results/claims-result.js';
import { plain, rounded } from '../../statistics/digits.js';
import { poissonRate } from '../../statistics/poisson-rate.js';
import { chartId, type LineChart, type LinePoint } from './line-chart.js';

const MICROSECONDS_PER_MILLISECOND = 1000;
/** Shares are shown of so many: small ones would take long labels. */
const OF = 1e6;

/** One chart for all curves of a part, or none where they have no points. */
export function interruptionCharts(id: string, curves: readonly ClaimCurve[]): LineChart[] {
  const lengths = [...new Set(curves.flatMap(({ points }) => points.map(({ lengthUs }) => lengthUs)))];
  if (lengths.length < 2) return [];
  return [
    {
      id: chartId(id, 'interrupted'),
      title: 'Interrupted puts whose free is stolen',
      xTitle: 'length of the interruption between steps 1 and 2',
      yTitle: 'stolen of a million interrupted puts',
      xTicks: decadesOf(lengths),
      scale: 'log',
      yMax: OF,
      reference: { y: OF / 2, label: 'half of them' },
      note: 'Every put that reaches 0 is interrupted. Intervals of 95 % for independent events.',
      lines: curves.map(({ name, points }, index) => ({
        name,
        style: { colour: index, dash: index },
        points: points.filter(({ interrupted }) => interrupted > 0).map(pointOf),
      })),
    },
  ];
}

function pointOf({ lengthUs, stolen, interrupted }: CurvePoint): LinePoint {
  const { median, low, high } = poissonRate(stolen, interrupted / OF);
  const most = Math.min(OF, high);
  return stolen === 0 ? { x: lengthUs, y: most, bound: true } : { x: lengthUs, y: median, low, high: most };
}

/** A tick at each power of ten, in microseconds, that the lengths span. */
function decadesOf(lengths: readonly number[]): { x: number; label: string }[] {
  const first = Math.floor(Math.log10(Math.min(...lengths)));
  const last = Math.ceil(Math.log10(Math.max(...lengths)));
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const x = rounded(10 ** (first + index), 1);
    return { x, label: x < MICROSECONDS_PER_MILLISECOND ? `${plain(x)} µs` : `${x / MICROSECONDS_PER_MILLISECOND} ms` };
  });
}
