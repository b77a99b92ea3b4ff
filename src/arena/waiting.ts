// Waiting without blocking the thread, and for how long it makes sense.

import { host } from '#host';

export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Resolves as `promise` does within `ms`, else to undefined. Leaves no timer that would keep the process alive. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Starts a clock of what threads that are waited for could do meanwhile: it returns the time that each of so many had a
 * CPU, by what this program used of them. So a busy machine makes no thread late. A thread that sleeps uses none: at least
 * a tenth of the time counts.
 */
export function startWaiting(clockMs = () => performance.now(), cpuMs = host.cpuMs): (threads: number) => number {
  const [startMs, startCpuMs] = [clockMs(), cpuMs?.() ?? 0];
  return (threads) => {
    const passedMs = clockMs() - startMs;
    if (!cpuMs) return passedMs;
    return Math.min(passedMs, Math.max((cpuMs() - startCpuMs) / threads, passedMs / 10));
  };
}

/**
 * Returns the time that so many threads may take to reach a gate: each starts in some tens of milliseconds on a free
 * CPU.
 */
export function startDeadlineMs(threads: number): number {
  return 5000 + 200 * threads;
}
