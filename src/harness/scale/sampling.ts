// Samples for every cell of a measurement, in rounds in which all cells take turns: whatever changes on the machine
// changes for all of them alike. A cell is a task of tinybench, which runs it once a round, keeps the error of one that
// fails, and takes the time that the workers took themselves.

import { Bench } from 'tinybench';
import type { Engine } from '../../front-end/sources.js';
import type { ScaleOptions } from '../../requests/run-options.js';
import type { ScaleTrial } from '../../results/scale-result.js';
import type { Workload } from '../../scenarios/workloads.js';
import { plural } from '../../statistics/digits.js';
import { type Random, shuffled } from '../../statistics/random.js';
import type { ThreadSample } from '../../workers/scale.js';
import { TrialError } from './crew.js';

/** One place of a measurement's table, and its trials as they come. */
export interface Cell {
  readonly protocol: string;
  readonly engine: Engine;
  readonly workload: Workload;
  readonly threads: number;
  /** Words that each thread has for a page; absent: the protocol counts in one word. */
  readonly perThreadWords?: number;
  readonly trials: ScaleTrial[];
  readonly failures: string[];
}

export interface SampleOptions extends ScaleOptions {
  /** Trials of each cell. */
  readonly trials: number;
  /** Decides the order within each round. */
  readonly random: Random;
  /** One trial: a report for each thread. A TrialError makes the trial fail, not the measurement. */
  readonly run: (cell: Cell, round: number) => Promise<readonly ThreadSample[]>;
}

/** Attempts at one trial before its cell is given up. */
const ATTEMPTS = 2;

/** Of a bench that runInRounds() runs: an iteration each time, and no warm-up, which each trial has of its own. */
const ONE_ITERATION = { iterations: 1, time: 0, warmup: false } as const;

/** Fills in the trials and failures of `cells`. After an abort they hold what there was. */
export async function sampleCells(cells: readonly Cell[], options: SampleOptions): Promise<void> {
  const { trials, random, signal, onProgress } = options;
  const bench = new Bench(ONE_ITERATION);
  let done = 0;
  for (const [index, cell] of cells.entries()) {
    let round = 0;
    const sample = async () => {
      onProgress?.({ done: done++, total: cells.length * trials, cell: nameOf(cell) });
      const trial = await attempt(cell, round++, options);
      cell.trials.push(trial);
      return { overriddenDuration: 1000 / trial.opsPerSec };
    };
    bench.add(`${index}`, sample, { async: true });
  }
  await runInRounds(bench, trials, random, signal);
}

/**
 * Runs each task of `bench` once in every round, in a new random order. One that fails with a TrialError is given up
 * while the others go on.
 *
 * @throws whatever else a task throws
 */
export async function runInRounds(bench: Bench, rounds: number, random: Random, signal?: AbortSignal): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (const task of shuffled(bench.tasks, random)) {
      if (signal?.aborted) return;
      task.reset();
      const { result } = await task.run();
      if (result.state !== 'errored') continue;
      if (!(result.error instanceof TrialError)) throw result.error;
      bench.remove(task.name);
    }
  }
}

/** @throws TrialError when no attempt gave a sample */
async function attempt(cell: Cell, round: number, { run, signal }: SampleOptions): Promise<ScaleTrial> {
  for (let tried = 1; ; tried++) {
    try {
      const trial = trialOf(round, await run(cell, round));
      if (trial.opsPerSec > 0) return trial;
      throw new TrialError('no thread was given a CPU before the trial was over: give trials more time');
    } catch (error) {
      if (!(error instanceof TrialError) || signal?.aborted) throw error;
      cell.failures.push(error.message);
      if (tried === ATTEMPTS) throw error;
    }
  }
}

function nameOf({ protocol, engine, workload, threads }: Cell): string {
  return `${workload.name}, ${plural(threads, 'thread')}, ${protocol} on ${engine}`;
}

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
