// Resolution of the clock. A browser rounds it, and one that resists fingerprinting to the length of a frame.

import { host } from '#host';

/** Returns the step of the clock, in milliseconds. Takes two such steps. */
export function clockStepMs(): number {
  const fromMs = nextReading(host.clockMs());
  return nextReading(fromMs) - fromMs;
}

function nextReading(lastMs: number): number {
  for (;;) {
    const nowMs = host.clockMs();
    if (nowMs !== lastMs) return nowMs;
  }
}
