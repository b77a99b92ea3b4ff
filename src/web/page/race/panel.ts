// Races on the reader's own cores: one as it was chosen, and the same with nobody held up, beside it.

import { race } from '../../../harness/race/race.js';
import { html } from '../../../report/html/markup.js';
import { time } from '../../../report/numbers.js';
import { type RaceRequest, resolveRace } from '../../../requests/race-request.js';
import type { RaceResult } from '../../../results/race-result.js';
import { query } from '../elements.js';
import type { PageContext, Panel } from '../panel.js';
import { startAndStop } from '../runner.js';
import { account, chart, counters, Lane } from './board.js';
import { bindRaceForm, chosenRace, raceForm } from './form.js';

export const racePanel: Panel = { id: 'race', title: 'Race', mount };

function mount(root: HTMLElement, page: PageContext): void {
  root.innerHTML = html`<h2>Race: real threads</h2>
<p class="lead">Workers of this browser play the scenario on shared memory, on your own cores, and detectors watch. A violation is proof. With a stall, whoever frees a page is held up between the two steps; the same race with nobody held up runs next, for the natural rate.</p>
${raceForm()}
<p class="buttons"><button type="button" class="start">Start</button> <button type="button" class="stop" disabled>Stop</button></p>
<p class="problem" role="alert"></p>
<div class="counters"></div><div class="charts"></div><div class="account"></div>`.text;
  bindRaceForm(root);
  startAndStop(root, page, (signal) => raceBoth(root, page, signal));
}

const WITHOUT_STALL = { kind: 'none', amount: 0, probability: 0 } as const;

async function raceBoth(root: HTMLElement, page: PageContext, signal: AbortSignal): Promise<void> {
  const request = chosenRace(root);
  const stalled = request.stall?.kind !== 'none';
  const lanes = stalled ? [new Lane('stalled'), new Lane('natural')] : [new Lane('natural')];
  const requests: RaceRequest[] = stalled ? [request, { ...request, stall: WITHOUT_STALL }] : [request];
  const show = (): void => {
    query(root, '.counters', HTMLElement).innerHTML = counters(lanes).text;
    query(root, '.charts', HTMLElement).innerHTML = chart(lanes, request.durationMs ?? 0).text;
  };
  query(root, '.account', HTMLElement).innerHTML = '';
  const results: RaceResult[] = [];
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
}
