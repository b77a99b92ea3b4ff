// The story that the page opens on: the reported race in a sentence and a picture, and a button that shows it here.

import { html } from '../../../report/markup.js';
import { term } from '../frame/names.js';
import type { Entrant, PageContext } from '../frame/page.js';
import { runButtons, startAndStop } from '../frame/runner.js';
import { usualRace } from '../race/panel.js';

const MESSAGES: readonly (readonly [address: string, text: string])[] = [
  ['https://lkml.iu.edu/hypermail/linux/kernel/2606.2/07523.html', 'The report of 20 June 2026'],
  ['https://lkml.iu.edu/hypermail/linux/kernel/2606.2/07654.html', 'The question how a get finds 0'],
  ['https://lkml.iu.edu/hypermail/linux/kernel/2606.2/08506.html', 'The explanation of the two steps'],
];

const PICTURE =
  'T1 is held up between steps 1 and 2 of its put; T2 takes the page back and frees it; T3 reuses it as another type and drops its count to 0; step 2 of T1 then frees the page of T3.';

export function mount(root: HTMLElement, page: PageContext): void {
  root.innerHTML = html`<h2>A page freed by somebody who no longer owns it</h2>
<div class="story-top"><div class="words"><p>Version 4 of a series for the Linux kernel lets the last user of a ${term('page')} free it in two steps: count to 0, then mark it dead. Whoever is held up between the two can free <em>somebody else's</em> page: a ${term('stolen free')}, with the wrong ${term('destructor')}.</p>
${runButtons('Run old and v4 side by side on this machine')}
<p class="notes">Two seconds on your own cores. Under v4 every thread is held up for about 4 µs between the two steps, so that what is rare shows soon. <i>old</i> is what Linux has today: it frees in one step, and there is no such place.</p></div>
<figure class="picture" tabindex="0" aria-label="The race, step by step"><img src="race.svg" width="840" height="384" alt="${PICTURE}"></figure></div>
<div class="raced"></div>
<ul class="ways"><li><a href="#check?protocol=v4&scenario=email">See the shortest way to it, step by step</a></li><li><a href="#check">Check another protocol in every interleaving</a></li><li><a href="#write">Write a protocol of your own</a></li></ul>
<ul class="messages" aria-label="The messages">${MESSAGES.map(([address, text]) => html`<li><a href="${address}" rel="noreferrer">${text}</a></li>`)}</ul>`.text;
  const together = navigator.hardwareConcurrency >= ENOUGH_CORES;
  startAndStop(root, page, (signal) => page.race(root, entrants(), { signal, together, folded: true }));
}

/** Both races at a time take a core for each of their threads. */
const ENOUGH_CORES = 4;

function entrants(): Entrant[] {
  const usual = usualRace();
  return ['v4', 'old'].map((protocol) => ({
    title: protocol,
    request: { ...usual, protocol, scenario: 'email', threads: 2 },
  }));
}
