// Violation rate by stall length: how often a protocol fails as a function of how long the window between steps 1 and 2
// is held open.

import type { RaceConfig, RaceResult, Stall } from '../../results/race-result.js';
import { descriptorWords } from '../../scenarios/reclaim.js';
import { poissonRate } from '../../statistics/poisson-rate.js';
import { grouped } from '../numbers.js';
import { chartId } from './chart-id.js';
import type { Line, LineChart, LinePoint } from './line-chart.js';
import type { LineStyles } from './line-styles.js';

const STALL_UNITS: Readonly<Record<string, string>> = { spin: 'rounds of a spin', sleep: 'µs of sleep' };

/** What is counted, each in a chart of its own. */
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
        lines: linesOf(runs, styles, (run) => pointOf(xOf(run.config.stall.amount), run, rate.events(run))),
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
    const options = [dtor, recheck ? 'recheck' : 'norecheck', reuse ?? 'hot', ...descriptorWords(config)];
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

function linesOf(runs: readonly RaceResult[], styles: LineStyles, point: (run: RaceResult) => LinePoint): Line[] {
  const engines = new Set(runs.map(({ config }) => config.engine));
  const lines = new Map<string, { style: Line['style']; points: LinePoint[] }>();
  for (const run of runs) {
    const { protocol, engine } = run.config;
    const name = engines.size > 1 ? `${protocol} (${engine})` : protocol;
    const line = lines.get(name) ?? { style: styles.of(protocol, engine), points: [] };
    line.points.push(point(run));
    lines.set(name, line);
  }
  return [...lines].map(([name, { style, points }]) => ({ name, style, points: points.sort((a, b) => a.x - b.x) }));
}

function pointOf(x: number, run: RaceResult, events: number): LinePoint {
  const { median, low, high } = poissonRate(events, run.durationMs / 1000);
  return events === 0 ? { x, y: high, bound: true } : { x, y: median, low, high };
}
