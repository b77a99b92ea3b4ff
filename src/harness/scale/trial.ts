// From what the threads of a trial report to its sample.

import type { ScaleTrial } from '../../results/scale-result.js';

/** The part of a thread's report that a sample needs; times in milliseconds on a clock that the threads share. */
export interface ThreadRun {
  readonly startMs: number;
  readonly endMs: number;
  readonly rounds: number;
  readonly failedGets: number;
  readonly casRetries: number;
  readonly abortedFrees: number;
}

/**
 * The time of a trial runs from the first thread that started to the first that saw the stop word. A thread that the
 * scheduler has put aside sees it later, but adds no rounds by then beyond the chunk that it is in.
 */
export function trialOf(round: number, threads: readonly ThreadRun[]): ScaleTrial {
  const seconds =
    (Math.min(...threads.map(({ endMs }) => endMs)) - Math.min(...threads.map(({ startMs }) => startMs))) / 1000;
  const sum = (key: 'rounds' | 'failedGets' | 'casRetries' | 'abortedFrees'): number =>
    threads.reduce((total, thread) => total + thread[key], 0);
  const rounds = sum('rounds');
  const each = (key: 'failedGets' | 'casRetries' | 'abortedFrees'): number => (rounds === 0 ? 0 : sum(key) / rounds);
  return {
    round,
    opsPerSec: rounds / seconds,
    perThread: threads.map((thread) => thread.rounds / seconds),
    casRetriesPerOp: each('casRetries'),
    failedGetsPerOp: each('failedGets'),
    abortedFreesPerOp: each('abortedFrees'),
  };
}
