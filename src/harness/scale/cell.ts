// One cell of a measurement's table.

import type { Engine } from '../../front-end/sources.js';
import type { ScaleTrial } from '../../results/scale-result.js';
import type { Workload } from '../../scenarios/workloads.js';

/** One protocol, engine, workload and number of threads, with the trials made of it. */
export interface Cell {
  readonly protocol: string;
  readonly engine: Engine;
  readonly workload: Workload;
  readonly threads: number;
  /** Words that each thread has for a page; absent: the protocol counts in one word. */
  readonly perThreadWords?: number;
  readonly trials: ScaleTrial[];
  readonly failures: string[];
  /** tinybench's statistics of all samples; undefined when a trial failed for good. */
  medianOpsPerSec: number | undefined;
}

/** Operations per second by round; undefined where the trial failed. Samples are paired by their round. */
export function samplesByRound({ trials }: Pick<Cell, 'trials'>, rounds: number): (number | undefined)[] {
  const samples: (number | undefined)[] = new Array(rounds).fill(undefined);
  for (const { round, opsPerSec } of trials) samples[round] = opsPerSec;
  return samples;
}
