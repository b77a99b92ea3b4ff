// Samples for every cell of a measurement, in rounds in which all cells take turns. tinybench asks each cell for its trials,
// gives up a cell whose trial fails while the others go on, and takes the median. The turns are ours, since it would
// measure cell after cell and a drift of the machine with them; so is the time, which the workers take themselves.

import { Bench, type FnReturnedObject } from 'tinybench';
import { host } from '#host';
import type { ScaleOptions } from '../../requests/options.js';
import type { ScaleTrial } from '../../results/scale-result.js';
import type { Random } from '../../statistics/random.js';
import type { Cell } from './cell.js';
import { TrialError } from './crew.js';
import { type ThreadRun, trialOf } from './trial.js';
import { TrialRounds } from './trial-rounds.js';

export interface SampleOptions extends ScaleOptions {
  /** Trials of each cell. */
  readonly trials: number;
  /** Decides the order within each round. */
  readonly random: Random;
  /** One trial: a report for each thread. A TrialError makes the trial fail, not the measurement. */
  readonly run: (cell: Cell, round: number) => Promise<readonly ThreadRun[]>;
}

/** Attempts at one trial before its cell is given up. */
const ATTEMPTS = 2;
/** Fills in the trials, failures and medians of `cells`. After an abort they hold what there was. */
export async function sampleCells(cells: readonly Cell[], options: SampleOptions): Promise<void> {
  const { trials, random, signal, onProgress } = options;
  if (signal) host.expectListeners(signal); // tinybench listens once for each cell
  const bench = new Bench({
    concurrency: 'bench', // all cells at once: TrialRounds makes them one at a time
    iterations: trials,
    time: 0,
    warmup: false, // each trial warms up by itself
    ...(signal && { signal }),
  });
  const turns = new TrialRounds(cells.length, random);
  let done = 0;
  for (const [index, cell] of cells.entries()) {
    const sample = async (round: number): Promise<FnReturnedObject> => {
      onProgress?.({ done: done++, total: cells.length * trials, cell: nameOf(cell) });
      const trial = await attempt(cell, round, options);
      cell.trials.push(trial);
      return { overriddenDuration: 1000 / trial.opsPerSec };
    };
    const takeTurn = async (): Promise<FnReturnedObject> => {
      try {
        return await turns.turn(sample);
      } catch (error) {
        turns.leave(); // tinybench gives up the cell; the others go on
        throw error;
      }
    };
    bench.add(`${index}`, takeTurn, { async: true });
  }
  const dissolve = (): void => turns.dissolve();
  signal?.addEventListener('abort', dissolve, { once: true });
  try {
    await bench.run();
  } finally {
    signal?.removeEventListener('abort', dissolve);
  }
  for (const [index, cell] of cells.entries()) {
    const result = bench.getTask(`${index}`)?.result;
    if (result?.state === 'errored' && !(result.error instanceof TrialError)) throw result.error;
    if (result && 'throughput' in result) cell.medianOpsPerSec = result.throughput.p50;
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
  return `${workload.name}, ${threads} thread${threads === 1 ? '' : 's'}, ${protocol} on ${engine}`;
}
