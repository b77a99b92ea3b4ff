// A run of worker threads through the start gate: phase by phase together, until time is up, with an account of those that
// die or do not come back.

import { arrivals, EVERY_PHASE, nextArrival, openGate } from '../arena/gate.js';
import { endSleeps } from '../arena/giving-up.js';
import { delay, startWaiting } from '../arena/waiting.js';
import type { Threads } from '../host/host.js';
import { STOP } from '../runtime/layout.js';

/** Decides to give up workers that are waited for, of which so many are missing. */
export type GivesUp = (missing: number) => boolean;

export interface GatedRun<Result> {
  readonly threads: Threads;
  /** The memory that the workers share, with gate and stop word. */
  readonly words: Int32Array;
  /** One for each worker, and a thread for each: one that waits in a queue would leave the gate waiting for it. */
  readonly tasks: readonly object[];
  /** The phases that the workers wait for, from 1. The run itself is the last. */
  readonly phases: readonly number[];
  readonly durationMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Time on a CPU for a worker to reach a phase. */
  readonly startMs: number;
  /** Time on a CPU for a worker to come back after the stop. */
  readonly graceMs: number;
  /** Decides in place of these two times. */
  readonly givesUp?: GivesUp | undefined;
  /** Called when all are ready, before the run itself begins. */
  readonly onStart?: () => void;
  /** Called about ten times a second during the run. */
  readonly onTick?: (elapsedMs: number) => void;
  /** Returns true for a result that ends the run, such as a trap. */
  readonly isEnd?: (result: Result) => boolean;
}

export interface GatedOutcome<Result> {
  /** By worker; undefined for one that did not come back. */
  readonly results: readonly (Result | undefined)[];
  /** By worker: the error that ended it. */
  readonly failures: ReadonlyMap<number, string>;
  /** True when the start gate never filled. */
  readonly neverStarted: boolean;
  /** True when the run itself began: before that there are only counts of the warm-up. */
  readonly ran: boolean;
  /** True when none died and none hung. */
  readonly allBack: boolean;
}

const TICK_MS = 100;
/** Deaths and aborts are looked for so often while workers are waited for; arrivals wake the host. */
const POLL_MS = 10;
/**
 * After an interrupt, or a start that was waited for in vain: so long after the last that came back nobody waits. As long as
 * one after the other comes back, all are waited for: Node can crash when it terminates a thread that is loading modules.
 */
const HASTY_MS = 500;

export async function runGated<Result>(run: GatedRun<Result>): Promise<GatedOutcome<Result>> {
  const { words, tasks, phases, signal, givesUp } = run;
  const workers = tasks.length;
  const results: (Result | undefined)[] = new Array(workers).fill(undefined);
  const failures = new Map<number, string>();
  let back = 0;
  let closing = false;
  let ending = false;
  let end: () => void = () => {};
  /** Nothing is left to wait for: somebody died or ended the run, all have come back, or it was interrupted. */
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  signal?.addEventListener('abort', end);
  const play = async (task: object, worker: number): Promise<void> => {
    try {
      const result = (await run.threads.run(task)) as Result;
      if (closing) return; // too late: nobody counts on it any more
      results[worker] = result;
      ending ||= run.isEnd?.(result) === true;
    } catch (error) {
      if (closing) return; // terminated by us: hung, not dead
      failures.set(worker, error instanceof Error ? error.message : String(error));
      ending = true;
    }
    back++;
    if (ending || back === workers) end();
  };
  const everybodyBack = Promise.all(tasks.map(play));
  const over = (): boolean => ending || signal?.aborted === true || Atomics.load(words, STOP >> 2) !== 0;

  /** False when too few arrived in time. */
  const everybodyAt = async (phase: number): Promise<boolean> => {
    const waitedMs = startWaiting();
    for (let seen = arrivals(words); seen < phase * workers && !over(); seen = arrivals(words)) {
      const missing = phase * workers - seen;
      if (givesUp?.(missing) ?? waitedMs(missing) > run.startMs) return false;
      await nextArrival(words, seen, POLL_MS);
    }
    return true;
  };
  const untilTime = async (): Promise<void> => {
    const startMs = performance.now();
    for (;;) {
      const elapsedMs = performance.now() - startMs;
      const leftMs = run.durationMs - elapsedMs;
      if (leftMs <= 0 || over() || back === workers) return;
      run.onTick?.(elapsedMs);
      await Promise.race([delay(Math.min(TICK_MS, leftMs)), ended]);
    }
  };

  let neverStarted = false;
  let ran = false;
  try {
    for (const phase of phases) {
      neverStarted = !(await everybodyAt(phase));
      if (neverStarted || over()) break;
      if (phase === phases.at(-1)) {
        run.onStart?.();
        ran = true;
      }
      openGate(words, phase);
    }
    if (ran) await untilTime();
  } finally {
    signal?.removeEventListener('abort', end);
    Atomics.store(words, STOP >> 2, 1);
    endSleeps(words, workers);
    openGate(words, EVERY_PHASE); // so that no worker waits for one that died
    let [waitedMs, seen] = [startWaiting(), back];
    while (back < workers) {
      const missing = workers - back;
      if ((signal?.aborted || neverStarted) && waitedMs(missing) > HASTY_MS) break;
      if (givesUp?.(missing) ?? waitedMs(missing) > run.graceMs) break;
      await Promise.race([delay(POLL_MS), everybodyBack]);
      if (seen !== back) [waitedMs, seen] = [startWaiting(), back];
    }
    closing = true;
  }
  return { results, failures, neverStarted, ran, allBack: back === workers && failures.size === 0 };
}
