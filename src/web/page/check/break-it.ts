// "Be the scheduler": the reader chooses who moves next, on the model that a check explores.

import { Simulation } from '../../../checker/simulation.js';
import { codeOf } from '../../../checker/unexplored.js';
import { workerCompiler } from '../../../harness/compile-in-worker.js';
import { follow } from '../../../report/html/browser/live-player.js';
import { simulationView } from '../../../report/html/simulation-view.js';
import { type SourceTexts, sourceSection, sourcesFor } from '../../../report/html/sources.js';
import { html } from '../../../report/markup.js';
import type { ResolvedCheck } from '../../../requests/check-request.js';
import { isObservation } from '../../../violations/table.js';
import { type OwnFiles, ownFilesIn } from '../frame/own-files.js';
import { type PageContext, query } from '../frame/page.js';
import { Ahead } from './ahead.js';

/** Each attempt of this visit has ids of its own: two panels may show one at a time. */
let attempts = 0;

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
  const { protocol, scenario, dtor } = resolved.config;
  const id = `by-hand-${++attempts}`;
  root.innerHTML =
    html`<section class="player live by-hand" tabindex="0" role="group" aria-labelledby="${id}-title" aria-describedby="${id}-keys">
<h3 id="${id}-title">Be the scheduler: ${protocol} in ${scenario}, ${dtor} destructor</h3>
<p class="facts">Have something go wrong, such as a destructor that runs on a page of another type. You choose who moves next: below each thread stands what it is about to do. A step is one atomic access; between two of them anybody may move. What the detectors see is told at once. A livelock is no step: only looking ahead shows it.</p>
<div class="controls" role="toolbar" aria-label="Steps"><button type="button" data-go="back">◀ one step back</button><button type="button" data-go="first">|◀ start over</button><button type="button" data-go="ahead">What can go wrong from here?</button><output class="position"></output></div>
<p class="said" role="status" aria-live="polite"></p><div class="found" role="alert"></div><div class="ahead"></div>
<div class="memory" role="group" aria-label="Memory now"></div><div class="threads"></div>
<p class="keys" id="${id}-keys">Keys: <kbd>1</kbd> to <kbd>9</kbd> that thread takes a step, with <kbd>Shift</kbd> it runs on, <kbd>←</kbd> one step back, <kbd>Home</kbd> start over.</p>
<div class="scroller" tabindex="0" role="region" aria-label="The steps so far"></div>
</section><div class="sources"></div>`.text;
  new ByHand(root, id, { page, resolved, simulation, sources, own });
}

interface Made {
  readonly page: PageContext;
  readonly resolved: ResolvedCheck;
  readonly simulation: Simulation;
  readonly sources: SourceTexts;
  readonly own: OwnFiles;
}

const KEYS: ReadonlyMap<string, string> = new Map([
  ['ArrowLeft', 'back'],
  ['Backspace', 'back'],
  ['Home', 'first'],
]);

class ByHand {
  /** The number of files listed. */
  #listed = 0;
  /** The markup under `.found`. */
  #wrong = '';
  readonly #section: HTMLElement;
  readonly #ahead: Ahead;
  /** True once the findings of this attempt are on the shelf. */
  #kept = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly id: string,
    private readonly made: Made,
  ) {
    const section = query(root, '.by-hand', HTMLElement);
    this.#section = section;
    this.#ahead = new Ahead(query(section, '.ahead', HTMLElement), made.page, made.resolved, made.simulation);
    section.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest<HTMLElement>('button') : null;
      if (button) this.#press(button.dataset);
    });
    section.addEventListener('keydown', (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || !this.#answers(event)) return;
      event.preventDefault();
    });
    this.#show();
    section.focus({ preventScroll: true });
  }

  #press({ thread, choice, run, way, go }: DOMStringMap): void {
    const { simulation } = this.made;
    if (thread !== undefined) this.#move(() => simulation.take(Number(thread), Number(choice)));
    if (run !== undefined) this.#move(() => simulation.run(Number(run)));
    if (way !== undefined) this.#move(() => this.#ahead.follow(way));
    if (go === 'back') this.#move(() => simulation.back());
    if (go === 'first') this.#move(() => simulation.back(Number.POSITIVE_INFINITY));
    if (go === 'ahead') void this.#ahead.look();
  }

  /** Acts on a key that has a meaning here, and returns true for it. */
  #answers({ key, code, shiftKey, target }: KeyboardEvent): boolean {
    const [, digit] = /^(?:Digit|Numpad)([1-9])$/.exec(code) ?? [];
    const thread = Number(digit) - 1;
    const { simulation } = this.made;
    if (digit !== undefined && thread < simulation.threads) {
      if (simulation.moves(thread).length === 0) return true;
      this.#press(shiftKey ? { run: String(thread) } : { thread: String(thread), choice: '0' });
      return true;
    }
    const go = KEYS.get(key);
    // In the lanes those keys scroll.
    if (go === undefined || (target instanceof Element && target.closest('.scroller'))) return false;
    this.#press({ go });
    return true;
  }

  /** Makes a move, and shows where it led; what the model cannot run is said instead. */
  #move(act: () => void): void {
    const focused = document.activeElement;
    const wanted = this.#section.contains(focused) && focused instanceof HTMLElement ? selectorOf(focused) : undefined;
    try {
      act();
      this.#show();
    } catch (error) {
      query(this.#section, '.said', HTMLElement).textContent = (error as Error).message;
    }
    const again = wanted && this.#section.querySelector<HTMLElement>(wanted);
    (again || this.#section).focus({ preventScroll: true }); // the buttons are new ones
  }

  #show(): void {
    const section = this.#section;
    const { simulation, resolved, sources } = this.made;
    const view = simulationView(this.id, resolved.config, simulation, sources);
    const part = (selector: string): HTMLElement => query(section, selector, HTMLElement);
    part('.threads').innerHTML = view.threads.text;
    part('.memory').innerHTML = view.memory.text;
    part('.scroller').innerHTML = view.history.text;
    const told = this.#wrong !== view.wrong.text;
    if (told) part('.found').innerHTML = view.wrong.text; // an alert is to be heard once
    this.#wrong = view.wrong.text;
    part('.said').textContent = view.said;
    part('.said').classList.toggle('wrong', view.wrong.text !== '');
    const { length } = simulation.steps;
    part('.position').textContent = length === 0 ? 'start' : `step ${length}`;
    for (const button of section.querySelectorAll('[data-go=back], [data-go=first]')) {
      button.setAttribute('aria-disabled', String(length === 0));
    }
    const last = [...section.querySelectorAll<HTMLElement>('tr[data-step]')].at(-1);
    last?.classList.add('current');
    if (last) follow(part('.scroller'), last);
    this.#ahead.moved();
    this.#list();
    this.#keep();
    // On a phone the thread that moved may be far below.
    if (told && view.wrong.text !== '') part('.found').scrollIntoView({ block: 'nearest' });
  }

  /** Lists the files of the steps, for their links to lead to. */
  #list(): void {
    const { sources } = this.made;
    if (sources.shown.size === this.#listed) return;
    this.#listed = sources.shown.size;
    query(this.root, '.sources', HTMLElement).innerHTML = sourceSection(sources)?.text ?? '';
  }

  /** A witness that the reader has found goes to the other results, once. */
  #keep(): void {
    const { simulation, resolved, page, own } = this.made;
    const { dtor } = resolved.config;
    const worst = simulation.findings().find(({ property }) => !isObservation(property, dtor));
    if (worst && !this.#kept) {
      const { config } = resolved;
      const witness = simulation.witness(worst.property);
      page.keep({ schema: 'reftorture/witness@1', config, witness }, own);
    }
    this.#kept = worst !== undefined;
  }
}

/** Names the button that takes the place of `button` when the threads are shown anew: by the first word on what it does. */
function selectorOf({ dataset }: HTMLElement): string | undefined {
  const [[key, value] = []] = Object.entries(dataset);
  return key && `[data-${key}="${value}"]`;
}
