// "Try to break it yourself": the reader chooses who moves next, on the model that a check explores.

import { Simulation } from '../../../checker/simulation.js';
import { bundleFor, sourcesOf } from '../../../engines/store.js';
import { apart } from '../../../harness/make-apart.js';
import { follow } from '../../../report/html/browser/live-player.js';
import { html } from '../../../report/html/markup.js';
import { simulationView } from '../../../report/html/simulation-view.js';
import { sourceSection } from '../../../report/html/source-section.js';
import { SourceTexts } from '../../../report/html/source-text.js';
import type { ResolvedCheck } from '../../../requests/check-request.js';
import { query } from '../elements.js';
import type { PageContext } from '../panel.js';

/** Shows the threads of `resolved` in `root`, waiting for the reader. @throws UsageError for what cannot run */
export async function showSimulation(root: HTMLElement, page: PageContext, resolved: ResolvedCheck): Promise<void> {
  const simulation = new Simulation(resolved, await bundleFor(sourcesOf(resolved), apart()));
  const { protocol, scenario, dtor } = resolved.config;
  root.innerHTML =
    html`<section class="player live by-hand" tabindex="0" role="group" aria-labelledby="by-hand-title" aria-describedby="by-hand-keys">
<h4 id="by-hand-title">Break ${protocol} in ${scenario} yourself, ${dtor} destructor</h4>
<p class="facts">Choose who moves next. Each step is one atomic access; between two of them anybody may move. What the detectors see is told at once. A livelock is no step: only a check of all interleavings shows it.</p>
<div class="controls" role="toolbar" aria-label="Steps"><button type="button" data-go="back">◀ one step back</button><button type="button" data-go="first">|◀ start over</button><output class="position"></output></div>
<p class="said" role="status" aria-live="polite"></p><div class="found" role="alert"></div>
<div class="memory" role="group" aria-label="Memory now"></div><div class="threads"></div>
<p class="keys" id="by-hand-keys">Keys: <kbd>1</kbd> to <kbd>9</kbd> that thread takes a step, with <kbd>Shift</kbd> it runs on, <kbd>←</kbd> one step back, <kbd>Home</kbd> start over.</p>
<div class="scroller" tabindex="0" role="region" aria-label="The steps so far"></div>
</section><div class="sources"></div>`.text;
  new ByHand(root, page, resolved, simulation);
}

class ByHand {
  readonly #sources = new SourceTexts();
  /** How many files are listed. */
  #listed = 0;
  private readonly section: HTMLElement;
  /** Whether the findings of this attempt are on the shelf. */
  #kept = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly page: PageContext,
    private readonly resolved: ResolvedCheck,
    private readonly simulation: Simulation,
  ) {
    const section = query(root, '.by-hand', HTMLElement);
    this.section = section;
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

  #press({ thread, choice, run, go }: DOMStringMap): void {
    if (thread !== undefined) this.#move(() => this.simulation.take(Number(thread), Number(choice)));
    if (run !== undefined) this.#move(() => this.simulation.run(Number(run)));
    if (go === 'back') this.#move(() => this.simulation.back());
    if (go === 'first') this.#move(() => this.simulation.back(Number.POSITIVE_INFINITY));
  }

  /** Whether `event` was a key with a meaning here. */
  #answers({ key, code, shiftKey, target }: KeyboardEvent): boolean {
    const [, digit] = /^(?:Digit|Numpad)([1-9])$/.exec(code) ?? [];
    const thread = Number(digit) - 1;
    if (digit !== undefined && thread < this.simulation.threads) {
      if (this.simulation.moves(thread).length === 0) return true;
      this.#press(shiftKey ? { run: String(thread) } : { thread: String(thread), choice: '0' });
      return true;
    }
    const go = new Map([
      ['ArrowLeft', 'back'],
      ['Backspace', 'back'],
      ['Home', 'first'],
    ]).get(key);
    // In the lanes those keys scroll.
    if (go === undefined || (target instanceof Element && target.closest('.scroller'))) return false;
    this.#press({ go });
    return true;
  }

  /** Makes a move, and shows where it led; what the model cannot run is said instead. */
  #move(act: () => void): void {
    const focused = document.activeElement;
    const wanted = this.section.contains(focused) && focused instanceof HTMLElement ? selectorOf(focused) : undefined;
    try {
      act();
      this.#show();
    } catch (error) {
      query(this.section, '.said', HTMLElement).textContent = (error as Error).message;
    }
    const again = wanted && this.section.querySelector<HTMLElement>(wanted);
    (again || this.section).focus({ preventScroll: true }); // the buttons are new ones
  }

  #show(): void {
    const { section, simulation, resolved } = this;
    const { config } = resolved;
    const view = simulationView('by-hand', config, simulation, this.#sources);
    const part = (selector: string): HTMLElement => query(section, selector, HTMLElement);
    part('.threads').innerHTML = view.threads.text;
    part('.memory').innerHTML = view.memory.text;
    part('.scroller').innerHTML = view.history.text;
    part('.found').innerHTML = view.wrong.text;
    part('.said').textContent = view.said;
    part('.said').classList.toggle('wrong', view.wrong.text !== '');
    const { length } = simulation.steps;
    part('.position').textContent = length === 0 ? 'start' : `step ${length}`;
    for (const button of section.querySelectorAll('[data-go]')) {
      button.setAttribute('aria-disabled', String(length === 0));
    }
    const last = [...section.querySelectorAll<HTMLElement>('tr[data-step]')].at(-1);
    last?.classList.add('current');
    if (last) follow(part('.scroller'), last);
    this.#list();
    this.#keep();
  }

  /** Lists the files of the steps, for their links to lead to. */
  #list(): void {
    const files = this.#sources.shown.size;
    if (files === this.#listed) return;
    this.#listed = files;
    query(this.root, '.sources', HTMLElement).innerHTML = sourceSection(this.#sources)?.text ?? '';
  }

  /** A witness that the reader has found goes to the other results, once. */
  #keep(): void {
    const [worst] = this.simulation.findings();
    if (worst && !this.#kept) {
      const { config } = this.resolved;
      const witness = this.simulation.witness(worst.property);
      this.page.keep({ schema: 'reftorture/witness@1', config, witness });
    }
    this.#kept = worst !== undefined;
  }
}

/** Names the button that takes the place of `button` when the threads are shown anew. */
function selectorOf({ dataset: { thread, run, go } }: HTMLElement): string | undefined {
  if (thread !== undefined) return `[data-thread="${thread}"]`;
  if (run !== undefined) return `[data-run="${run}"]`;
  return go === undefined ? undefined : `[data-go="${go}"]`;
}
