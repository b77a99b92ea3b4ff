// Where standard error is no terminal, nobody sees how far a run is. So a long one writes a line there now and then: for logs,
// and for whoever kills what has been silent for long.

import type { ProgressLine } from './progress.js';

/** The first line comes after so long, and each further one after twice the time. */
const FIRST_MS = 5000;

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
