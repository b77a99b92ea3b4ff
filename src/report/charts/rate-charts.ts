// Charts of rates against the length of an interruption: violations of races by their stall, and stolen frees of claims.

import type { ClaimCurve } from '../../results/claims-result.js';
import type { RaceConfig, RaceResult, Stall } from '../../results/race-result.js';
import { descriptorWords } from '../../scenarios/reclaim.js';
import { plain, rounded } from '../../statistics/digits.js';
import { poissonRate } from '../../statistics/poisson-rate.js';
import { grouped } from '../numbers.js';
import { chartId, type LineChart, type LinePoint, type LineStyles, linesByProtocol } from './line-chart.js';

const STALL_UNITS: Readonly<Record<string, string>> = { spin: 'rounds of a spin', sleep: 'µs of sleep' };

/** The quantities, each with a chart of its own. */
const RATES = [
  {
    kind: 'stolen-frees',
    title: 'Stolen frees by length of the stall',
    yTitle: 'stolen frees per second',
    events: ({ violations }: RaceResult) => violations.stolenFree,
  },
  {
    kind: 'type-confusions',
    title: 'Type confusions by length of the stall',
    yTitle: 'type confusions, stolen free, per second',
    events: ({ violations }: RaceResult) => violations.typeConfusionStolenFree,
  },
];

/** The charts of each group of runs that differ only in the length of the stall, the protocol and the engine. */
export function violationRateCharts(id: string, results: readonly RaceResult[], styles: LineStyles): LineChart[] {
  const charts: LineChart[] = [];
  for (const [key, { setting, kind, probability, runs }] of groupsOf(results)) {
    const lengths = [...new Set(runs.map(({ config }) => config.stall.amount))].sort((a, b) => a - b);
    if (lengths.length < 2) continue;
    const shortest = lengths.find((length) => length > 0) ?? 1;
    const xOf = (length: number): number => (length > 0 ? length : shortest / 4); // a logarithmic axis has no zero
    const share = probability < 1 ? `, in ${probability * 100} % of the windows` : '';
    for (const rate of RATES) {
      charts.push({
        id: chartId(id, rate.kind, key),
        title: `${rate.title}, ${setting}`,
        xTitle: `stall between steps 1 and 2, ${STALL_UNITS[kind] ?? kind}${share}`,
        yTitle: rate.yTitle,
        xTicks: lengths.map((length) => ({ x: xOf(length), label: length > 0 ? grouped(length) : 'none' })),
        scale: 'log',
        note: 'Intervals of 95 % for independent events; these come in bursts, and runs differ by more.',
        lines: linesByProtocol(
          runs.map((run) => ({ ...run.config, run })),
          styles,
          ({ run }) => ratePoint(xOf(run.config.stall.amount), rate.events(run), run.durationMs / 1000),
        ),
      });
    }
  }
  return charts.filter(({ lines }) => lines.some(({ points }) => points.some(({ bound }) => !bound)));
}

interface Group {
  readonly setting: string;
  readonly kind: Stall['kind'];
  readonly probability: number;
  readonly runs: RaceResult[];
}

/** By a key of all that the runs of a group have in common. Runs without a stall belong to every group otherwise equal. */
function groupsOf(results: readonly RaceResult[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  const keyOf = (config: RaceConfig, { kind, probability }: Stall): string => {
    const { scenario, dtor, recheck, threads, pages, tier, reuse } = config;
    const options = [dtor, recheck ? 'recheck' : 'norecheck', reuse, ...descriptorWords(config)];
    return [scenario, ...options, threads, pages, tier, kind, probability].join('-');
  };
  const timed = results.filter(({ config: { stall } }) => stall.kind === 'spin' || stall.kind === 'sleep');
  for (const { config } of timed) {
    const { stall } = config;
    const setting = [config.scenario, ...descriptorWords(config)].join(', ');
    groups.set(keyOf(config, stall), { setting, kind: stall.kind, probability: stall.probability, runs: [] });
  }
  for (const run of results) {
    const { config } = run;
    for (const [key, { kind, probability, runs }] of groups) {
      const stall = config.stall.kind === 'none' ? { ...config.stall, kind, probability } : config.stall;
      if (keyOf(config, stall) === key) runs.push(run);
    }
  }
  return groups;
}

/** A rate with its interval; for no events, a bound. No rate is above `most`. */
function ratePoint(x: number, events: number, exposure: number, most = Number.POSITIVE_INFINITY): LinePoint {
  const { median, low, high } = poissonRate(events, exposure);
  const top = Math.min(most, high);
  return events === 0 ? { x, y: top, bound: true } : { x, y: median, low, high: top };
}

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
        points: points
          .filter(({ interrupted }) => interrupted > 0)
          .map(({ lengthUs, stolen, interrupted }) => ratePoint(lengthUs, stolen, interrupted / OF, OF)),
      })),
    },
  ];
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
