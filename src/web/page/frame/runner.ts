// A run that the reader starts and stops: one at a time, with what went wrong said on the page.

import { html, type Markup } from '../../../report/markup.js';
import { UsageError } from '../../../usage-error.js';
import { sharesMemory } from './isolation.js';
import { type PageContext, query } from './page.js';

/** The work of a run; the signal ends it early. */
type Work = (signal: AbortSignal) => Promise<void>;

interface Runner {
  /** Begins a run, after the end of one that is going on. */
  run(): void;
  /** Ends the run that is going on, if there is one. */
  end(): void;
}

/** The buttons of a run: they do something once they are bound by startAndStop(). */
export function runButtons(start: string): Markup {
  return html`<button type="button" class="start" disabled>${start}</button> <button type="button" class="stop" disabled>Stop</button>`;
}

/**
 * Has the buttons `.start` and `.stop` of `root` begin and end `work`, which also ends when the reader turns to another
 * panel. What it throws stands in `.problem`. `shares`: it needs threads that share memory.
 */
export function startAndStop(root: HTMLElement, page: PageContext, work: Work, shares = true): Runner {
  const start = query(root, '.start', HTMLButtonElement);
  const stop = query(root, '.stop', HTMLButtonElement);
  const problem = query(root, '.problem', HTMLElement);
  let running: AbortController | undefined;
  start.disabled = shares && !sharesMemory; // the page says why, above all panels

  let again = false;
  const run = async (clicked: boolean): Promise<void> => {
    again = false;
    running = new AbortController();
    page.onLeave(end);
    start.disabled = true;
    stop.disabled = false;
    problem.textContent = '';
    try {
      await work(running.signal);
    } catch (error) {
      problem.textContent = wordsOf(error);
    } finally {
      running = undefined;
      start.disabled = false;
      stop.disabled = true;
      if (again) void run(false);
      // A reader who has scrolled on stays there.
      const { activeElement } = document;
      if (clicked && (activeElement === stop || activeElement === document.body)) start.focus({ preventScroll: true });
    }
  };
  const end = (): void => running?.abort();
  start.addEventListener('click', () => void run(true));
  stop.addEventListener('click', end);
  return {
    end,
    run() {
      again = running !== undefined;
      if (running) end();
      else if (!start.disabled) void run(false);
    },
  };
}

/** Returns the message that the page shows for `error`. */
export function wordsOf(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  return `This did not work: ${messageOf(error)}`;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
