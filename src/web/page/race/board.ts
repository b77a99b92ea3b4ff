// Races on the page, beside each other. Stolen frees as they are counted, counters and their chart while they run; a
// headline, the story of the first and notes afterwards.

import { race } from '../../../harness/race/race.js';
import { protocols } from '../../../protocols/index.js';
import { drawChart } from '../../../report/charts/draw.js';
import type { Line, LineChart, LinePoint, Tick } from '../../../report/charts/line-chart.js';
import { sameTable } from '../../../report/html/tables.js';
import { html, type Markup, trusted } from '../../../report/markup.js';
import { grouped, plural, short, time } from '../../../report/numbers.js';
import { provenance } from '../../../report/provenance.js';
import {
  type Contestant,
  NO_PROOF,
  notesOf,
  type RaceCounts,
  raceName,
  sideBySide,
  storiesOf,
} from '../../../report/race-report.js';
import { type ResolvedRace, resolveRace } from '../../../requests/race-request.js';
import type { RaceProgress } from '../../../requests/run-options.js';
import type { RaceResult } from '../../../results/race-result.js';
import { violationsSeen } from '../../../results/verdicts.js';
import { type Violation, violationTable } from '../../../violations/table.js';
import { type OwnFiles, ownFilesIn, writeOwnFiles } from '../frame/own-files.js';
import { type Entrant, type PageContext, query, type Racing } from '../frame/page.js';

const BOARD = html`<div class="board"><div class="counters"></div><div class="charts"></div></div>`;

/** Runs a race for each of `entrants`, and shows them in the place for them in `root`. */
export async function showRaces(
  page: PageContext,
  root: HTMLElement,
  entrants: readonly Entrant[],
  { signal, together = false, folded = false }: Racing,
): Promise<void> {
  const place = query(root, '.raced', HTMLElement);
  place.classList.remove('outdated');
  place.innerHTML =
    html`<p class="headline"></p><div class="tallies"></div><div class="account"></div>${folded ? html`<details class="detail"><summary>All counters, and their course</summary>${BOARD}</details>` : BOARD}`.text;
  const part = (selector: string): HTMLElement => query(place, selector, HTMLElement);
  const lanes = entrants.map(({ title, request }) => new Lane(title, resolveRace(request)));
  const show = (): void => {
    part('.tallies').innerHTML = talliesOf(lanes).text;
    renewRows(part('.counters'), counters(lanes));
    part('.charts').innerHTML = chartOf(lanes).text;
  };
  part('.counters').innerHTML = counters(lanes).text;
  show();
  const run = async (lane: Lane): Promise<void> => {
    if (signal.aborted) return;
    const onProgress = (progress: RaceProgress): void => {
      const { elapsedMs: durationMs, totals, found: violations } = progress;
      const { config } = lane.resolved;
      lane.count({ config, durationMs, totals, violations, firstViolationMs: null, verdict: 'runs' });
      show();
    };
    writeOwnFiles(lane.own); // the reader may have written on meanwhile
    const result = await race(lane.resolved, { signal, onProgress });
    lane.result = result;
    lane.count(result);
    page.keep(result, lane.own);
    show();
  };
  try {
    if (together) await Promise.all(lanes.map(run));
    else for (const lane of lanes) await run(lane);
  } finally {
    for (const lane of lanes) lane.race = lane.result; // counts without a result are none
    show();
    part('.account').innerHTML = accountOf(lanes.flatMap(({ result }) => result ?? [])).text;
    const headline = headlineOf(lanes);
    part('.headline').textContent = headline;
    page.announce(headline);
  }
}

/** `v4: 1,998 stolen frees in 2 s; old: none.` */
function headlineOf(lanes: readonly Lane[]): string {
  const told = lanes.flatMap(({ title, result }) => (result ? `${title}: ${foundIn(result)}` : []));
  return told.length === 0 ? '' : `${told.join('; ')}.`;
}

function foundIn(result: RaceResult): string {
  const { durationMs, violations: found, verdict } = result;
  const [first] = violationsSeen(result);
  if (found.stolenFree > 0) return `${plural(found.stolenFree, 'stolen free')} in ${time(durationMs)}`;
  if (first) return `${found[first]} × ${violationTable[first].title} in ${time(durationMs)}`;
  return verdict === 'clean' ? `none in ${time(durationMs)}` : verdict;
}

/** Returns the stolen frees of each race in figures that are read from afar. */
function talliesOf(lanes: readonly Lane[]): Markup {
  return html`${lanes.map(({ title, race }) => {
    const stolen = race?.violations.stolenFree;
    return html`<div class="tally ${stolen ? 'bad' : ''}"><b>${title}</b><span class="count">${stolen === undefined ? '–' : grouped(stolen)}</span><span>stolen frees</span><small>${race ? `${short(race.totals.frees)} pages freed` : 'not yet'}</small></div>`;
  })}`;
}

/** Both axes are logarithmic, so a moment is kept when it is so much later than the last one that was. */
const STEP = 1.15;
/** The axis begins a little before its first tick. */
const FIRST_MS = 90;

/** One race: as it is running, and what came of it. */
class Lane implements Contestant {
  race: RaceCounts | undefined;
  result: RaceResult | undefined;
  readonly moments: RaceCounts[] = [];
  /** The reader's own files that run. */
  readonly own: OwnFiles;

  constructor(
    readonly title: string,
    readonly resolved: ResolvedRace,
  ) {
    this.own = ownFilesIn(resolved.config);
  }

  count(race: RaceCounts): void {
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
  const notes = notesOf(
    results,
    ({ config }) => `${config.protocol}, ${config.stall.kind === 'none' ? 'natural' : 'stalled'}`,
  );
  const clean = results.filter(({ verdict }) => verdict === 'clean');
  return html`${told.map(({ lines }) => html`<h3>As it happened</h3><blockquote class="story">${lines.map((line) => html`<p>${line.trim()}</p>`)}</blockquote>`)}
${clean.length > 0 && html`<p class="notes">${NO_PROOF} ${[...new Set(clean.map(({ config }) => `${config.protocol} ${config.scenario}`))].map(checkLink)}</p>`}
${results.length > 0 && html`<p class="facts of">${[...new Set(results.map(raceName))].join(' · ')}</p>`}
${notes.length > 0 && html`<h3>Notes</h3><ul class="warnings">${notes.map((line) => html`<li>${line}</li>`)}</ul>`}
${results.slice(0, 1).map(({ environment }) => html`<p class="notes">${provenance(environment)}</p>`)}`;
}

/** Returns a link to the check of what raced without a violation; nothing for a file of the reader's own. */
function checkLink(raced: string): Markup | false {
  const [protocol = '', scenario = ''] = raced.split(' ');
  const entry = protocols.find(({ name }) => name === protocol);
  const address = `#check?${new URLSearchParams({ protocol, scenario })}`;
  return (
    entry !== undefined &&
    html`<a href="${address}">${entry.sound ? `Check every interleaving of ${protocol}` : `Violations of ${protocol} exist: see the shortest`}</a> `
  );
}
