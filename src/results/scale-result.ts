// What `scale` reports: the keys are an interface, stable once released.

import type { Engine } from '../engines/sources.js';
import type { Tier } from '../engines/tier.js';
import type { Environment } from '../machine/environment.js';
import type { PinOrder } from '../machine/pin-order.js';
import type { Estimate } from '../statistics/estimate.js';
import type { NoFit, UslFit } from '../statistics/usl.js';

/** `native` is the C comparator. */
export type ScaleEngine = Engine | 'native';

export interface ScaleConfig {
  readonly protocols: readonly string[];
  readonly workloads: readonly string[];
  readonly engines: readonly Engine[];
  /** Whether the C comparator takes part where it can. */
  readonly native: boolean;
  /** Of V8's WebAssembly compilers. */
  readonly tier: Tier;
  readonly threads: readonly number[];
  /** Measured time of a trial. */
  readonly durationMs: number;
  /** Trials of each cell. */
  readonly trials: number;
  /** Pages of the workloads that spread over many. */
  readonly pages: number;
  readonly pin: boolean;
  readonly pinOrder: PinOrder;
  /** Of trial order, page tables and intervals: 1 unless given, where the command line draws one. */
  readonly seed: number;
}

/** One trial. Rates are per second of the time in which all threads ran. */
export interface ScaleTrial {
  /** Round of trials: those of one round took turns. */
  readonly round: number;
  readonly opsPerSec: number;
  /** By thread. */
  readonly perThread: readonly number[];
  readonly casRetriesPerOp: number;
  readonly failedGetsPerOp: number;
  readonly abortedFreesPerOp: number;
}

export interface ScaleSeries {
  readonly protocol: string;
  readonly engine: ScaleEngine;
  readonly workload: string;
  readonly threads: number;
  /** More threads than CPUs: the scheduler is part of what was measured. */
  readonly oversubscribed: boolean;
  /** Operations per second, in the order of trials. */
  readonly samples: readonly number[];
  readonly trials: readonly ScaleTrial[];
  /** Null without samples. The interval is of 95 %, and allows for the machine's drift. */
  readonly median: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Median over trials of the slowest and of the fastest thread, in operations per second. */
  readonly perThread: { readonly min: number; readonly max: number } | null;
  readonly casRetriesPerOp: number | null;
  readonly failedGetsPerOp: number | null;
  readonly abortedFreesPerOp: number | null;
  /** Paired ratio to `old` in the same cell, or to the first protocol where `old` takes no part. */
  readonly speedupVsOld: Estimate | null;
  /** Paired ratio to the C comparator in the same cell. */
  readonly ratioToNative: Estimate | null;
  /** Trials that failed, each with the reason. */
  readonly failures: readonly string[];
}

export interface ScaleFit {
  readonly protocol: string;
  readonly engine: ScaleEngine;
  readonly workload: string;
  readonly fit: UslFit | NoFit;
}

export interface ScaleResult {
  readonly schema: 'reftorture/scale@1';
  readonly config: ScaleConfig;
  readonly environment: Environment;
  /** CPUs in the order in which threads are pinned to them. */
  readonly cpuOrder: readonly number[];
  readonly elapsedMs: number;
  /** Share of the CPUs' time that other processes and the hypervisor took meanwhile, or null where unknown. */
  readonly othersShare: number | null;
  /** Standard error of the machine's speed as a whole, as a share of 1; null with too few cells or rounds to tell. */
  readonly drift: number | null;
  readonly series: readonly ScaleSeries[];
  readonly fits: readonly ScaleFit[];
  /** What a reader must know before believing a number. */
  readonly warnings: readonly string[];
  readonly interrupted: boolean;
}
