// Dose and response: how often things go wrong as a function of how long the window between steps 1 and 2 is held open.

import type { RaceConfig, RaceResult, Stall } from '../../results/race-result.js';
import { poissonRate } from '../../statistics/poisson-rate.js';
import { grouped } from '../numbers.js';
import { chartId } from './chart-id.js';
import type { Line, LineChart, LinePoint } from './line-chart.js';
import type { Looks } from './looks.js';

const UNITS: Readonly<Record<string, string>> = { spin: 'rounds of a spin', sleep: 'µs of sleep' };

const RESPONSES = [
  {
    kind: 'stolen-frees',
    title: 'Stolen frees by length of the stall',
    yTitle: 'stolen frees per second',
    events: ({ violations }: RaceResult) => violations.stolenFree,
  },
  {
    kind: 'wrong-destructors',
    title: 'Wrong destructors by length of the stall',
    yTitle: 'wrong destructors per second, both causes',
    events: ({ violations: { typeConfusion } }: RaceResult) => typeConfusion.stolenFree + typeConfusion.staleGet,
  },
];

/** A pair of charts for each group of runs that differ in the stall alone, or in protocol and engine besides. */
export function doseCharts(id: string, results: readonly RaceResult[], looks: Looks): LineChart[] {
  const charts: LineChart[] = [];
  for (const [key, group] of groupsOf(results)) {
    const { kind, probability, runs } = group;
    const amounts = [...new Set(runs.map(({ config }) => config.stall.amount))].sort((a, b) => a - b);
    if (amounts.length < 2) continue;
    const least = amounts.find((amount) => amount > 0) ?? 1;
    const positionOf = (amount: number): number => (amount > 0 ? amount : least / 4); // logarithms have no zero
    for (const { kind: response, title, yTitle, events } of RESPONSES) {
      const share = probability < 1 ? `, in ${probability * 100} % of the windows` : '';
      charts.push({
        id: chartId(id, response, key),
        title: `${title}, ${(runs[0] as RaceResult).config.scenario}`,
        xTitle: `stall between steps 1 and 2, ${UNITS[kind] ?? kind}${share}`,
        yTitle,
        xTicks: amounts.map((amount) => ({ at: positionOf(amount), label: amount > 0 ? grouped(amount) : 'none' })),
        scale: 'log',
        note: 'Intervals of 95 % for independent events; these come in bursts, and runs differ by more.',
        lines: linesOf(runs, looks, (run) => pointOf(positionOf(run.config.stall.amount), run, events(run))),
      });
    }
  }
  return charts.filter(({ lines }) => lines.some(({ points }) => points.some(({ bound }) => !bound)));
}

interface Group {
  readonly kind: Stall['kind'];
  readonly probability: number;
  readonly runs: RaceResult[];
}

/** Runs without a stall belong to every group of their scenario. */
function groupsOf(results: readonly RaceResult[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  const keyOf = ({ scenario, dtor, recheck, threads, pages, tier }: RaceConfig, { kind, probability }: Stall): string =>
    [scenario, dtor, recheck ? 'recheck' : 'norecheck', threads, pages, tier, kind, probability].join('-');
  const lasting = results.filter(({ config: { stall } }) => stall.kind === 'spin' || stall.kind === 'sleep');
  for (const { config } of lasting) {
    const { kind, probability } = config.stall;
    groups.set(keyOf(config, config.stall), { kind, probability, runs: [] });
  }
  for (const run of results) {
    const { config } = run;
    for (const [key, group] of groups) {
      const stall = config.stall.kind === 'none' ? { ...config.stall, ...group } : config.stall;
      if (keyOf(config, stall) === key) group.runs.push(run);
    }
  }
  return groups;
}

function linesOf(runs: readonly RaceResult[], looks: Looks, point: (run: RaceResult) => LinePoint): Line[] {
  const engines = new Set(runs.map(({ config }) => config.engine));
  const lines = new Map<string, { look: Line['look']; points: LinePoint[] }>();
  for (const run of runs) {
    const { protocol, engine } = run.config;
    const name = engines.size > 1 ? `${protocol} (${engine})` : protocol;
    const line = lines.get(name) ?? { look: looks.of(protocol, engine), points: [] };
    line.points.push(point(run));
    lines.set(name, line);
  }
  return [...lines].map(([name, { look, points }]) => ({ name, look, points: points.sort((a, b) => a.x - b.x) }));
}

function pointOf(x: number, run: RaceResult, events: number): LinePoint {
  const { median, low, high } = poissonRate(events, run.durationMs / 1000);
  return events === 0 ? { x, y: high, bound: true } : { x, y: median, low, high };
}
