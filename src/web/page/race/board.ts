// Races on the page: as asked for, and the same with nobody held up beside it. Counters and their chart while they run;
// verdicts, stories and notes afterwards.

import { race } from '../../../harness/race/race.js';
import { drawChart } from '../../../report/charts/draw.js';
import type { Line, LineChart, LinePoint, Tick } from '../../../report/charts/line-chart.js';
import { sameTable } from '../../../report/html/tables.js';
import { html, type Markup, trusted } from '../../../report/markup.js';
import { time } from '../../../report/numbers.js';
import { provenance } from '../../../report/provenance.js';
import {
  type Contestant,
  NO_PROOF,
  notesOf,
  type RaceCounts,
  sideBySide,
  storiesOf,
} from '../../../report/race-figures.js';
import { type RaceRequest, type ResolvedRace, resolveRace } from '../../../requests/race-request.js';
import type { RaceResult } from '../../../results/race-result.js';
import { type Violation, violationTable } from '../../../violations/table.js';
import { query } from '../elements.js';
import type { PageContext } from '../panel.js';

/** The place where showRaces() shows them. */
export const raceBoard = html`<div class="board"><div class="counters"></div><div class="charts"></div></div><div class="account"></div>`;

const WITHOUT_STALL = { kind: 'none', amount: 0, probability: 0 } as const;

/** Runs the race of `request`, and the same with nobody held up. `root` has a raceBoard. */
export async function showRaces(
  root: HTMLElement,
  page: PageContext,
  request: RaceRequest,
  signal: AbortSignal,
): Promise<void> {
  const natural = new Lane('natural', resolveRace({ ...request, stall: WITHOUT_STALL }));
  const lanes = request.stall?.kind === 'none' ? [natural] : [new Lane('stalled', resolveRace(request)), natural];
  const [table, charts, account] = ['.counters', '.charts', '.account'].map((part) =>
    query(root, part, HTMLElement),
  ) as [HTMLElement, HTMLElement, HTMLElement];
  const show = (): void => {
    renewRows(table, counters(lanes));
    charts.innerHTML = chartOf(lanes).text;
  };
  table.innerHTML = counters(lanes).text;
  account.innerHTML = '';
  show();
  const results: RaceResult[] = [];
  try {
    for (const lane of lanes) {
      if (signal.aborted) break;
      const onProgress = (progress: Progress): void => {
        lane.tick(progress);
        show();
      };
      const result = await race(lane.resolved, { signal, onProgress });
      lane.end(result);
      results.push(result);
      page.keep(result);
      show();
      account.innerHTML = accountOf(results).text;
      page.announce(`${lane.title}: ${result.verdict}, in ${time(result.durationMs)}`);
    }
  } finally {
    for (const lane of lanes) lane.close();
    show();
  }
}

interface Progress {
  readonly elapsedMs: number;
  readonly totals: RaceCounts['totals'];
  readonly found: RaceCounts['violations'];
}

/** Both axes are logarithmic, so a moment is kept when it is so much later than the last one that was. */
const STEP = 1.15;
/** The axis begins a little before its first tick. */
const FIRST_MS = 90;

/** One race: as it is running, and what came of it. */
class Lane implements Contestant {
  race: RaceCounts | undefined;
  readonly moments: RaceCounts[] = [];

  constructor(
    readonly title: string,
    readonly resolved: ResolvedRace,
  ) {}

  tick({ elapsedMs, totals, found }: Progress): void {
    const { config } = this.resolved;
    this.#keep({ config, durationMs: elapsedMs, totals, violations: found, firstViolationMs: null, verdict: 'runs' });
  }

  end(result: RaceResult): void {
    this.#keep(result);
  }

  /** Nothing more comes: counts without a result are none. */
  close(): void {
    if (this.race?.verdict === 'runs') this.race = undefined;
  }

  #keep(race: RaceCounts): void {
    this.race = race;
    const last = this.moments.at(-1);
    if (race.durationMs >= FIRST_MS && (!last || race.durationMs > last.durationMs * STEP)) this.moments.push(race);
  }
}

/** Rows that are there from the start: most of the page's races show these. */
const EXPECTED: readonly Violation[] = ['typeConfusionStolenFree', 'stolenFree'];

function counters(lanes: readonly Lane[]): Markup {
  return sameTable('Counters of the race', sideBySide(lanes, EXPECTED));
}

/** Gives the table in `root` the rows of `table`. It stays where it was scrolled to, and keeps the focus. */
function renewRows(root: HTMLElement, table: Markup): void {
  const fresh = document.createElement('template');
  fresh.innerHTML = table.text;
  query(root, 'tbody', HTMLElement).replaceWith(query(fresh.content, 'tbody', HTMLElement));
}

/** The quantities of the chart, each with a colour of its own. */
const CHARTED: readonly { readonly name: string; readonly of: (race: RaceCounts) => number }[] = [
  { name: 'operations', of: ({ totals }) => totals.operations },
  { name: 'near misses', of: ({ totals }) => totals.resurrections + totals.abortedFrees },
  { name: violationTable.stolenFree.plural, of: ({ violations }) => violations.stolenFree },
];

const TICKS_MS = [100, 200, 500, 1000, 2000, 5000, 10_000, 30_000];

function chartOf(lanes: readonly Lane[]): Markup {
  const longestMs = Math.max(...lanes.map(({ resolved }) => resolved.config.durationMs));
  const chart: LineChart = {
    id: 'race-course',
    title: 'Counts since the start',
    xTitle: 'time since the start',
    yTitle: 'counted',
    xTicks: TICKS_MS.filter((ms) => ms <= longestMs).map((ms): Tick => ({ x: ms, label: time(ms) })),
    scale: 'log',
    lines: lanes.flatMap(linesOf),
  };
  return html`<figure><figcaption><b>${chart.title}</b> Both axes are logarithmic: a steady rate is a straight line.</figcaption>${trusted(drawChart(chart))}</figure>`;
}

/** Returns a line for each quantity, from when it is more than 0: all from the start, so that the legend stays as it is. */
function linesOf({ title, moments }: Lane, dash: number): Line[] {
  return CHARTED.map(({ name, of }, colour) => {
    const points = moments.map((race): LinePoint => ({ x: race.durationMs, y: of(race) })).filter(({ y }) => y > 0);
    return { name: `${name}, ${title}`, style: { colour, dash }, points };
  });
}

/** Returns the story of the most telling violation, and what is to be known of the results. */
function accountOf(results: readonly RaceResult[]): Markup {
  const told = storiesOf(results, (result) => result);
  const notes = notesOf(results, ({ config }) => (config.stall.kind === 'none' ? 'natural' : 'stalled'));
  const clean = results.some(({ verdict }) => verdict === 'clean');
  return html`${told.map(({ lines }) => html`<h3>As it happened</h3><blockquote class="story">${lines.map((line) => html`<p>${line.trim()}</p>`)}</blockquote>`)}
${notes.length > 0 && html`<h3>Notes</h3><ul class="warnings">${notes.map((line) => html`<li>${line}</li>`)}</ul>`}
${clean && html`<p class="notes">${NO_PROOF}</p>`}
${results.slice(0, 1).map(({ environment }) => html`<p class="notes">${provenance(environment)}</p>`)}`;
}
