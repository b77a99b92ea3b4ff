// What the reader sees of races while they run and afterwards: counters side by side, their chart, verdicts, stories.

import { drawChart } from '../../../report/charts/draw.js';
import { html, type Markup, type Piece, trusted } from '../../../report/html/markup.js';
import { dataTable, outcome, verdictMarkup } from '../../../report/html/tables.js';
import { short, time } from '../../../report/numbers.js';
import { provenance } from '../../../report/provenance.js';
import { story } from '../../../report/story.js';
import type { RaceResult } from '../../../results/race-result.js';
import { type Counted, Course, courseChart, QUANTITIES } from './course.js';

/** One race: as it is running, and what came of it. */
export class Lane {
  readonly course: Course;
  #counted: Counted | undefined;
  #elapsedMs = 0;
  #seenMs: number | undefined;
  #over = false;
  result: RaceResult | undefined;

  constructor(readonly title: string) {
    this.course = new Course(title);
  }

  tick(elapsedMs: number, counted: Counted): void {
    this.#elapsedMs = elapsedMs;
    this.#counted = counted;
    if (counted.found.stolenFree > 0) this.#seenMs ??= elapsedMs;
    this.course.add(elapsedMs, counted);
  }

  /** When the first violation was: exactly once the race is over, and until then when it was seen here. */
  #first(): string {
    if (this.result) return this.result.firstViolationMs === null ? 'none' : time(this.result.firstViolationMs);
    return this.#seenMs === undefined ? '…' : `< ${time(this.#seenMs)}`;
  }

  end(result: RaceResult): void {
    this.result = result;
    this.tick(result.durationMs, { totals: result.totals, found: result.violations });
  }

  /** Nothing more comes, whether there is a result or not. */
  close(): void {
    this.#over = true;
  }

  #verdict(): Markup {
    if (this.result) return verdictMarkup(this.result.verdict);
    return html`${this.#over ? 'none' : this.#counted ? 'runs' : 'waits'}`;
  }

  /** By row of the table of counters. */
  cells(): readonly Piece[] {
    const counted = this.#counted;
    if (!counted) return [...QUANTITIES.map((_, index) => (index === 0 ? '–' : NONE_YET)), '–', '–', this.#verdict()];
    const { frees } = counted.totals;
    return [
      ...QUANTITIES.map(({ name, of }, index) => {
        if (index === 0) return html`<b>${short(of(counted))}</b>`;
        return outcome(of(counted), frees, name !== 'near misses');
      }),
      time(this.#elapsedMs),
      this.#first(),
      this.#verdict(),
    ];
  }
}

/** As high as an outcome(), so that nothing moves when there is one. */
const NONE_YET = html`–<small>\u00a0</small>`;

const ROWS = [...QUANTITIES.map(({ name }) => name), 'time', 'first violation after', 'verdict'];

/** Counters of the races side by side. */
export function counters(lanes: readonly Lane[]): Markup {
  const cells = lanes.map((lane) => lane.cells());
  return dataTable(
    'Counters of the race',
    ['', ...lanes.map(({ title }) => title)],
    ROWS.map((name, row) => [name, ...cells.map((column) => column[row] ?? '')]),
    lanes.map((_, column) => column + 1),
  );
}

export function chart(lanes: readonly Lane[], longestMs: number): Markup {
  const drawn = courseChart(
    lanes.map(({ course }) => course),
    longestMs,
  );
  return html`<figure><figcaption><b>${drawn.title}</b> Both axes are logarithmic: a steady rate is a straight line.</figcaption>${trusted(drawChart(drawn))}</figure>`;
}

/** The story of the most telling violation, and what is to be known of the results. */
export function account(results: readonly RaceResult[]): Markup {
  const witnessGroups = results.map(story).filter((lines) => lines.length > 0);
  const notes = results.flatMap(({ conservation, notes }) => [...conservation.problems, ...notes]);
  const clean = results.some(({ verdict }) => verdict === 'clean');
  return html`${witnessGroups.slice(0, 1).map((lines) => html`<h3>As it happened</h3><blockquote class="story">${lines.map((line) => html`<p>${line.trim()}</p>`)}</blockquote>`)}
${notes.length > 0 && html`<h3>Notes</h3><ul class="warnings">${[...new Set(notes)].map((line) => html`<li>${line}</li>`)}</ul>`}
${clean && html`<p class="notes">A clean race is a sample of interleavings, not a proof.</p>`}
${results.slice(0, 1).map(({ environment }) => html`<p class="notes">${provenance(environment)}</p>`)}`;
}
