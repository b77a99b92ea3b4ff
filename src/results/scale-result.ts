// The result of `scale`: the keys are an interface, stable once released. schemas/scale.ts says what each one means, with
// its unit.

import type { Tier } from '../engines/tier.js';
import type { Engine } from '../front-end/sources.js';
import type { Environment } from '../machine/environment.js';
import type { PinOrder } from '../machine/pin-order.js';
import type { Estimate } from '../statistics/estimate.js';
import type { NoFit, UslFit } from '../statistics/usl.js';
import type { Origin } from './origin.js';

/** What each key means, with its unit: docs/schemas/scale@1.schema.json, `config`. */
export interface ScaleConfig {
  readonly protocols: readonly string[];
  readonly workloads: readonly string[];
  readonly engines: readonly Engine[];
  /** Whether the native engine is one of them. */
  readonly native: boolean;
  readonly compiler?: string;
  /** Absent: a browser ran it, which chooses by itself. */
  readonly tier?: Tier;
  readonly threads: readonly number[];
  readonly durationMs: number;
  readonly trials: number;
  readonly pages: number;
  readonly pin: boolean;
  readonly pinOrder: PinOrder;
  /** As an option: 1 unless given, where the command line draws one. */
  readonly seed: number;
}

export interface ScaleTrial {
  readonly round: number;
  readonly opsPerSec: number;
  readonly perThread: readonly number[];
  readonly casRetriesPerOp: number;
  /** Absent in results of 0.2. */
  readonly getsPerOp?: number;
  readonly failedGetsPerOp: number;
  readonly abortedFreesPerOp: number;
  /** Absent in results of 0.2. */
  readonly freesPerOp?: number;
}

export interface ScaleSeries {
  readonly protocol: string;
  readonly engine: Engine;
  readonly workload: string;
  readonly threads: number;
  readonly oversubscribed: boolean;
  readonly samples: readonly number[];
  readonly trials: readonly ScaleTrial[];
  readonly median: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly perThread: { readonly min: number; readonly max: number } | null;
  readonly casRetriesPerOp: number | null;
  readonly failedGetsPerOp: number | null;
  readonly abortedFreesPerOp: number | null;
  /** Absent in results of 0.2. */
  readonly getsPerOp?: number | null;
  readonly freesPerOp?: number | null;
  /** Absent in results of 0.2. */
  readonly bytesPerPage?: number;
  readonly speedupVsOld: Estimate | null;
  readonly ratioToNative: Estimate | null;
  readonly failures: readonly string[];
}

export interface ScaleFit {
  readonly protocol: string;
  readonly engine: Engine;
  readonly workload: string;
  readonly fit: UslFit | NoFit;
}

/** What each key means, with its unit: docs/schemas/scale@1.schema.json. */
export interface ScaleResult extends Origin {
  readonly schema: 'reftorture/scale@1';
  readonly config: ScaleConfig;
  readonly environment: Environment;
  readonly cpuOrder: readonly number[];
  readonly elapsedMs: number;
  readonly othersShare: number | null;
  readonly drift: number | null;
  readonly series: readonly ScaleSeries[];
  readonly fits: readonly ScaleFit[];
  readonly warnings: readonly string[];
  readonly interrupted: boolean;
}

const NOT_PINNED = 'not pinned: ';

export function pinWarning(problem: string): string {
  return NOT_PINNED + problem;
}

/** Why threads were not pinned that should have been. */
export function pinProblemOf({ warnings }: ScaleResult): string | undefined {
  return warnings.find((warning) => warning.startsWith(NOT_PINNED))?.slice(NOT_PINNED.length);
}

/** The CPUs that threads were pinned to, in their order; none where that was not asked for, or did not work. */
export function pinnedTo(result: ScaleResult): readonly number[] {
  return result.config.pin && pinProblemOf(result) === undefined ? result.cpuOrder : [];
}
