// Progress on standard error: one live line on a terminal; elsewhere, for logs, a line now and then.

import { cut } from '../report/layout.js';

export interface ProgressLine {
  /** Shows `text`, in a log `inLog`: the same without a bar. */
  update(text: string, inLog?: string): void;
  /** Removes the line until the next update. */
  hide(): void;
  /** Removes the line for good. */
  end(): void;
}

const NOWHERE: ProgressLine = { update: () => {}, hide: () => {}, end: () => {} };

const FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
/** The line first shows after one frame's time, so that what is over by then does not flicker. */
const FRAME_MS = 80;
/** To the start of the row, with nothing to the right of it. */
const EMPTY_ROW = '\r\u001b[K';

/**
 * The line on `terminal`. It is cut to one row, since a second one would not be removed. The cursor stays
 * visible: a program that is killed could not bring it back.
 */
export function progressLine(terminal: ProgressTerminal = process.stderr): ProgressLine {
  // A terminal of no columns exists (inside `script`, for one), and has no room for a line.
  if (!terminal.isTTY || !terminal.columns || process.env.TERM === 'dumb' || process.env.CI) return NOWHERE;
  let text = '';
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;
  const draw = (): void => {
    const line = `${FRAMES[drawn++ % FRAMES.length]} ${text}`;
    terminal.write(`${EMPTY_ROW}${cut(line, terminal.columns - 1)}`); // the cursor takes a column
  };
  const hide = (): void => {
    clearInterval(timer);
    timer = undefined;
    if (drawn > 0) terminal.write(EMPTY_ROW);
    drawn = 0;
  };
  return {
    update(latest) {
      text = latest;
      timer ??= setInterval(draw, FRAME_MS).unref();
    },
    hide,
    end: hide,
  };
}

/** Part of a stream that the line needs. */
export type ProgressTerminal = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;

const BAR_WIDTH = 20;

/** `fraction` from 0 to 1 as a bar. */
export function bar(fraction: number): string {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * BAR_WIDTH);
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
}

/** The first line comes after so long, and each further one after twice the time. */
const FIRST_MS = 5000;

/** Writes a line now and then, so that nobody takes a long run for dead. */
export function heartbeat(): ProgressLine {
  const started = performance.now();
  let text = 'still running';
  let timer = waitFor(FIRST_MS);

  function waitFor(ms: number): NodeJS.Timeout {
    return setTimeout(beat, ms).unref(); // no process stays alive to say that it is
  }

  function beat(): void {
    const elapsedMs = performance.now() - started;
    process.stderr.write(`reftorture: after ${Math.round(elapsedMs / 1000)} s: ${text}\n`);
    timer = waitFor(elapsedMs);
  }

  return {
    update(shown, inLog = shown) {
      text = inLog;
    },
    hide: () => {}, // a line that is written stays
    end: () => clearTimeout(timer),
  };
}
