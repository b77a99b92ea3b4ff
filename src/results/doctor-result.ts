// What `doctor` reports: the keys are an interface, stable once released.

import type { Environment } from '../machine/environment.js';
import type { Machine } from '../machine/inspect.js';
import type { ScaleEngine } from './scale-result.js';

/** The speed of one instruction on one word that all threads share. */
export interface Ceiling {
  readonly operation: string;
  readonly engine: ScaleEngine;
  readonly threads: number;
  /** All threads together. */
  readonly opsPerSec: number;
  /** Of one thread, in nanoseconds per operation. */
  readonly nanoseconds: number;
}

export interface DoctorResult {
  readonly schema: 'reftorture/doctor@1';
  readonly environment: Environment;
  readonly machine: Machine;
  /** CPUs that can be kept busy at once, in the order in which threads are pinned to them. */
  readonly usableCpus: number;
  readonly cpuOrder: readonly number[];
  readonly pinning: { readonly works: boolean; readonly problem: string | null };
  readonly compiler: { readonly works: boolean; readonly problem: string | null };
  /** Share of the CPUs' time that others took while the ceilings were measured. */
  readonly othersShare: number | null;
  readonly ceilings: readonly Ceiling[];
  /** What to change, or to keep in mind, before believing a number. */
  readonly advice: readonly string[];
}
