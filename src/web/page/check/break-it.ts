// "Be the scheduler": the reader chooses who moves next, on the model that a check explores.

import { Simulation } from '../../../checker/simulation.js';
import { codeOf } from '../../../checker/unexplored.js';
import { workerCompiler } from '../../../harness/compile-in-worker.js';
import { follow } from '../../../report/html/browser/live-player.js';
import { simulationView } from '../../../report/html/simulation-view.js';
import { sourceSection, sourcesFor } from '../../../report/html/sources.js';
import { html } from '../../../report/markup.js';
import type { ResolvedCheck } from '../../../requests/check-request.js';
import { isObservation } from '../../../violations/table.js';
import { ownFilesIn } from '../frame/own-files.js';
import { type PageContext, query } from '../frame/page.js';
import { Ahead } from './ahead.js';

/** Each attempt of this visit has ids of its own: two panels may show one at a time. */
let attempts = 0;

/** Keys, and the buttons that they press. In the lanes they scroll. */
const KEYS: ReadonlyMap<string, string> = new Map([
  ['ArrowLeft', 'back'],
  ['Backspace', 'back'],
  ['Home', 'first'],
]);

/**
 * Shows the threads of `resolved` in `root`, waiting for the reader, if that `isWanted` once the sources are read.
 * @throws UsageError for what cannot run
 */
export async function showSimulation(
  page: PageContext,
  root: HTMLElement,
  resolved: ResolvedCheck,
  isWanted: () => boolean,
): Promise<void> {
  const sources = sourcesFor(resolved);
  const own = ownFilesIn(resolved.config);
  const code = await codeOf(resolved, workerCompiler());
  if (!isWanted()) return;
  root.classList.remove('outdated');
  const simulation = new Simulation(resolved, code);
  const { config } = resolved;
  const id = `by-hand-${++attempts}`;
  root.innerHTML =
    html`<section class="player live by-hand" tabindex="0" role="group" aria-labelledby="${id}-title" aria-describedby="${id}-keys">
<h3 id="${id}-title">Be the scheduler: ${config.protocol} in ${config.scenario}, ${config.dtor} destructor</h3>
<p class="facts">Have something go wrong, such as a destructor that runs on a page of another type. You choose who moves next: below each thread stands what it is about to do. A step is one atomic access; between two of them anybody may move. What the detectors see is told at once. A livelock is no step: only looking ahead shows it.</p>
<div class="controls" role="toolbar" aria-label="Steps"><button type="button" data-go="back">◀ one step back</button><button type="button" data-go="first">|◀ start over</button><button type="button" data-go="ahead">What can go wrong from here?</button><output class="position"></output></div>
<p class="said" role="status" aria-live="polite"></p><div class="found" role="alert"></div><div class="ahead"></div>
<div class="memory" role="group" aria-label="Memory now"></div><div class="threads"></div>
<p class="keys" id="${id}-keys">Keys: <kbd>1</kbd> to <kbd>9</kbd> that thread takes a step, with <kbd>Shift</kbd> it runs on, <kbd>←</kbd> one step back, <kbd>Home</kbd> start over.</p>
<div class="scroller" tabindex="0" role="region" aria-label="The steps so far"></div>
</section><div class="sources"></div>`.text;
  const section = query(root, '.by-hand', HTMLElement);
  const part = (selector: string): HTMLElement => query(section, selector, HTMLElement);
  const ahead = new Ahead(part('.ahead'), page, resolved, simulation);

  let wrong = ''; // the markup under `.found`
  let listed = 0; // files below
  let isKept = false; // what this attempt has found is on the shelf

  const show = (): void => {
    const view = simulationView(id, config, simulation, sources);
    part('.threads').innerHTML = view.threads.text;
    part('.memory').innerHTML = view.memory.text;
    part('.scroller').innerHTML = view.history.text;
    const told = wrong !== view.wrong.text;
    wrong = view.wrong.text;
    if (told) part('.found').innerHTML = wrong; // an alert is to be heard once
    part('.said').textContent = view.said;
    part('.said').classList.toggle('wrong', wrong !== '');
    const { length } = simulation.steps;
    part('.position').textContent = length === 0 ? 'start' : `step ${length}`;
    for (const button of section.querySelectorAll('[data-go=back], [data-go=first]')) {
      button.setAttribute('aria-disabled', String(length === 0));
    }
    const last = [...section.querySelectorAll<HTMLElement>('tr[data-step]')].at(-1);
    last?.classList.add('current');
    if (last) follow(part('.scroller'), last);
    ahead.moved();
    // Links of the steps lead to their files.
    if (sources.shown.size !== listed)
      query(root, '.sources', HTMLElement).innerHTML = sourceSection(sources)?.text ?? '';
    listed = sources.shown.size;
    keep();
    // On a phone the thread that moved may be far below.
    if (told && wrong !== '') part('.found').scrollIntoView({ block: 'nearest' });
  };

  /** A witness that the reader has found goes to the other results, once. */
  const keep = (): void => {
    const worst = simulation.findings().find(({ property }) => !isObservation(property, config.dtor));
    if (worst && !isKept) {
      page.keep({ schema: 'reftorture/witness@1', config, witness: simulation.witness(worst.property) }, own);
    }
    isKept = worst !== undefined;
  };

  /** Makes a move, and shows where it led; what the model cannot run is said instead. */
  const move = (act: () => void): void => {
    const focused = document.activeElement;
    const wanted = section.contains(focused) && focused instanceof HTMLElement ? selectorOf(focused) : undefined;
    try {
      act();
      show();
    } catch (error) {
      part('.said').textContent = (error as Error).message;
    }
    const again = wanted && section.querySelector<HTMLElement>(wanted);
    (again || section).focus({ preventScroll: true }); // the buttons are new ones
  };

  const press = ({ thread, choice, run, way, go }: DOMStringMap): void => {
    if (thread !== undefined) move(() => simulation.take(Number(thread), Number(choice)));
    if (run !== undefined) move(() => simulation.run(Number(run)));
    if (way !== undefined) move(() => ahead.follow(way));
    if (go === 'back') move(() => simulation.back());
    if (go === 'first') move(() => simulation.back(Number.POSITIVE_INFINITY));
    if (go === 'ahead') void ahead.look();
  };

  /** Returns the button that a key stands for; undefined: none. One that can do nothing has an empty one. */
  const buttonOf = ({ key, code: place, shiftKey, target }: KeyboardEvent): DOMStringMap | undefined => {
    const [, digit] = /^(?:Digit|Numpad)([1-9])$/.exec(place) ?? [];
    const thread = Number(digit) - 1;
    if (digit !== undefined && thread < simulation.threads) {
      if (simulation.moves(thread).length === 0) return {};
      return shiftKey ? { run: `${thread}` } : { thread: `${thread}`, choice: '0' };
    }
    const go = KEYS.get(key);
    return go === undefined || (target instanceof Element && target.closest('.scroller')) ? undefined : { go };
  };

  section.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('button') : null;
    if (button) press(button.dataset);
  });
  section.addEventListener('keydown', (event) => {
    const button = event.altKey || event.ctrlKey || event.metaKey ? undefined : buttonOf(event);
    if (!button) return;
    press(button);
    event.preventDefault();
  });
  show();
  section.focus({ preventScroll: true });
}

/** Names the button that takes the place of `button` when the threads are shown anew: by the first word on what it does. */
function selectorOf({ dataset }: HTMLElement): string | undefined {
  const [[key, value] = []] = Object.entries(dataset);
  return key && `[data-${key}="${value}"]`;
}
