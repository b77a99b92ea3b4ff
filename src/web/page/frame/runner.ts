// A run that the reader starts and stops: one at a time, with what went wrong said on the page.

import { html, type Markup } from '../../../report/markup.js';
import { UsageError } from '../../../usage-error.js';
import { sharesMemory } from './isolation.js';
import { type PageContext, query } from './page.js';

/** The work of a run; the signal ends it early. `clicked`: the reader asked for it, by the button. */
type Work = (signal: AbortSignal, clicked: boolean) => Promise<void>;

/** The buttons of a run, which do something once they are bound by startAndStop(), `more` beside them, and room for a problem. */
export function runButtons(start: string, more?: Markup): Markup {
  return html`<p class="buttons"><button type="button" class="start" disabled>${start}</button> <button type="button" class="stop" disabled>Stop</button>${more}</p>
<p class="problem" role="alert"></p>`;
}

/** Runs `act`. What it throws stands in the `.problem` of `root`. */
export async function attempt(root: HTMLElement, act: () => Promise<void>): Promise<void> {
  const problem = query(root, '.problem', HTMLElement);
  problem.textContent = '';
  try {
    await act();
  } catch (error) {
    problem.textContent = wordsOf(error);
  }
}

/**
 * Has the buttons `.start` and `.stop` of `root` begin and end an attempt at `work`, which also ends when the reader turns
 * to another panel. `shares`: it needs threads that share memory. Returns what begins it without a click, after the end of
 * a run that is going on, and what ends such a run.
 */
export function startAndStop(root: HTMLElement, page: PageContext, work: Work, shares = true) {
  const start = query(root, '.start', HTMLButtonElement);
  const stop = query(root, '.stop', HTMLButtonElement);
  let running: AbortController | undefined;
  start.disabled = shares && !sharesMemory; // the page says why, above all panels

  let again = false;
  const run = async (clicked: boolean): Promise<void> => {
    again = false;
    running = new AbortController();
    page.onLeave(end);
    start.disabled = true;
    stop.disabled = false;
    const { signal } = running;
    await attempt(root, () => work(signal, clicked));
    running = undefined;
    start.disabled = false;
    stop.disabled = true;
    if (again) void run(false);
    // A reader who has scrolled on stays there.
    const { activeElement } = document;
    if (clicked && (activeElement === stop || activeElement === document.body)) start.focus({ preventScroll: true });
  };
  const end = (): void => running?.abort();
  start.addEventListener('click', () => void run(true));
  stop.addEventListener('click', end);
  return {
    end,
    run(): void {
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
