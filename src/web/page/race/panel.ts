// Races on the reader's own cores.

import { race } from '../../../harness/race/race.js';
import { html } from '../../../report/html/markup.js';
import { story } from '../../../report/story.js';
import { resolveRace } from '../../../requests/race-request.js';
import { query } from '../elements.js';
import type { PageContext, Panel } from '../panel.js';

export const racePanel: Panel = { id: 'race', title: 'Race', mount };

function mount(root: HTMLElement, page: PageContext): void {
  root.innerHTML =
    html`<h2>Race</h2><button type="button" class="start">Start</button><p class="verdict"></p><p class="story"></p>`.text;
  query(root, '.start', HTMLButtonElement).addEventListener('click', async () => {
    const resolved = resolveRace({
      protocol: 'v4',
      durationMs: 2000,
      stall: { kind: 'spin', amount: 1000, probability: 1 },
    });
    const result = await race(resolved);
    page.keep(result);
    query(root, '.verdict', HTMLElement).textContent = result.verdict;
    query(root, '.story', HTMLElement).textContent = story(result).join('\n');
  });
}
