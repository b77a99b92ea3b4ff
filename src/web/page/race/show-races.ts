// A race as it was asked for, and the same with nobody held up, beside it.

import { race } from '../../../harness/race/race.js';
import { html, type Markup } from '../../../report/html/markup.js';
import { time } from '../../../report/numbers.js';
import { type RaceRequest, resolveRace } from '../../../requests/race-request.js';
import type { RaceResult } from '../../../results/race-result.js';
import { query } from '../elements.js';
import type { PageContext } from '../panel.js';
import { account, chart, counters, Lane } from './board.js';

/** Where showRaces() shows them. */
export const raceBoard = html`<div class="board"><div class="counters"></div><div class="charts"></div></div><div class="account"></div>`;

const WITHOUT_STALL = { kind: 'none', amount: 0, probability: 0 } as const;

/** Runs the race of `request`, and the same with nobody held up. `root` has a raceBoard. */
export async function showRaces(
  root: HTMLElement,
  page: PageContext,
  request: RaceRequest,
  signal: AbortSignal,
): Promise<void> {
  const stalled = request.stall?.kind !== 'none';
  const lanes = stalled ? [new Lane('stalled'), new Lane('natural')] : [new Lane('natural')];
  const requests: RaceRequest[] = stalled ? [request, { ...request, stall: WITHOUT_STALL }] : [request];
  query(root, '.counters', HTMLElement).innerHTML = counters(lanes).text;
  const show = (): void => {
    renewRows(query(root, '.counters', HTMLElement), counters(lanes));
    query(root, '.charts', HTMLElement).innerHTML = chart(lanes, request.durationMs ?? 0).text;
  };
  query(root, '.account', HTMLElement).innerHTML = '';
  show();
  const results: RaceResult[] = [];
  try {
    for (const [index, lane] of lanes.entries()) {
      if (signal.aborted) break;
      const onProgress = (progress: Parameters<Lane['tick']>[1] & { readonly elapsedMs: number }): void => {
        lane.tick(progress.elapsedMs, progress);
        show();
      };
      const result = await race(resolveRace(requests[index] as RaceRequest), { signal, onProgress });
      lane.end(result);
      results.push(result);
      page.keep(result);
      show();
      query(root, '.account', HTMLElement).innerHTML = account(results).text;
      page.announce(`${lane.title}: ${result.verdict}, in ${time(result.durationMs)}`);
    }
  } finally {
    for (const lane of lanes) lane.close();
    show();
  }
}

/** Gives the table in `root` the rows of `table`. It stays where it was scrolled to, and keeps the focus. */
function renewRows(root: HTMLElement, table: Markup): void {
  const fresh = document.createElement('template');
  fresh.innerHTML = table.text;
  query(root, 'tbody', HTMLElement).replaceWith(query(fresh.content, 'tbody', HTMLElement));
}
