// How the counts of a race grew, for its chart.

import type { Line, LineChart, LinePoint, Tick } from '../../../report/charts/line-chart.js';
import { time } from '../../../report/numbers.js';
import type { RaceTotals, RaceViolations } from '../../../results/race-result.js';
import { violationTable } from '../../../violations/table.js';

/** What a race has counted at a moment. */
export interface Counted {
  readonly totals: RaceTotals;
  readonly found: RaceViolations;
}

interface Quantity {
  readonly name: string;
  of(counted: Counted): number;
}

/** The quantities of the chart, each with a colour of its own. */
const CHARTED: readonly Quantity[] = [
  { name: 'operations', of: ({ totals }) => totals.operations },
  { name: 'near misses', of: ({ totals }) => totals.resurrections + totals.abortedFrees },
  { name: 'stolen frees', of: ({ found }) => found.stolenFree },
];

/** Those of the counters. */
export const QUANTITIES: readonly Quantity[] = [
  ...CHARTED,
  { name: violationTable.typeConfusionStolenFree.plural, of: ({ found }) => found.typeConfusionStolenFree },
];

/** Both axes are logarithmic, so a moment is kept when it is so much later than the last one that was. */
const STEP = 1.15;

/** The axis begins a little before its first tick. */
const FIRST_MS = 90;

interface Moment extends Counted {
  readonly elapsedMs: number;
}

export class Course {
  readonly #moments: Moment[] = [];

  /** `name`: of the race, beside others in the chart. */
  constructor(readonly name: string) {}

  add(elapsedMs: number, counted: Counted): void {
    const last = this.#moments.at(-1);
    if (elapsedMs >= FIRST_MS && (!last || elapsedMs > last.elapsedMs * STEP))
      this.#moments.push({ elapsedMs, ...counted });
  }

  /** A line for each quantity, from when it is more than 0: all from the start, so that the legend stays as it is. */
  lines(dash: number): Line[] {
    return CHARTED.map(({ name, of }, colour) => {
      const points = this.#moments
        .map((moment): LinePoint => ({ x: moment.elapsedMs, y: of(moment) }))
        .filter(({ y }) => y > 0);
      return { name: `${name}, ${this.name}`, style: { colour, dash }, points };
    });
  }
}

const TICKS_MS = [100, 200, 500, 1000, 2000, 5000, 10_000, 30_000];

/** `longestMs`: of the races. */
export function courseChart(courses: readonly Course[], longestMs: number): LineChart {
  const ticks = TICKS_MS.filter((ms) => ms <= longestMs);
  return {
    id: 'race-course',
    title: 'Counts since the start',
    xTitle: 'time since the start',
    yTitle: 'counted',
    xTicks: ticks.map((ms): Tick => ({ x: ms, label: time(ms) })),
    scale: 'log',
    lines: courses.flatMap((course, index) => course.lines(index)),
  };
}
