// The sample of a trial, from the times and counts of its threads.

import type { ScaleTrial } from '../../results/scale-result.js';
import type { ThreadSample } from '../../workers/scale.js';

/** The part of a thread's report that a sample needs. */
export type ThreadRun = Omit<ThreadSample, 'pinProblem'>;

/**
 * The time of a trial runs from the first thread that started to the first that saw the stop word. A thread that the
 * scheduler has put aside sees it later, but adds no rounds by then beyond the chunk that it is in. One that was given a
 * CPU only after that time did nothing in it, whatever it did then.
 */
export function trialOf(round: number, threads: readonly ThreadRun[]): ScaleTrial {
  const endMs = Math.min(...threads.map((thread) => thread.endMs));
  const seconds = (endMs - Math.min(...threads.map(({ startMs }) => startMs))) / 1000;
  const inTime = threads.filter(({ startMs }) => startMs < endMs);
  const sum = (key: Exclude<keyof ThreadRun, `${string}Ms`>): number =>
    inTime.reduce((total, thread) => total + thread[key], 0);
  const rounds = sum('rounds');
  const each = (key: Parameters<typeof sum>[0]): number => (rounds === 0 ? 0 : sum(key) / rounds);
  return {
    round,
    opsPerSec: rounds / seconds,
    perThread: threads.map((thread) => (inTime.includes(thread) ? thread.rounds / seconds : 0)),
    casRetriesPerOp: each('casRetries'),
    getsPerOp: each('gets'),
    failedGetsPerOp: each('failedGets'),
    abortedFreesPerOp: each('abortedFrees'),
    freesPerOp: each('frees'),
  };
}
