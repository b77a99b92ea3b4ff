// The result of `doctor`: the keys are an interface, stable once released. schemas/doctor.ts says what each one means,
// with its unit.

import type { Engine } from '../front-end/sources.js';
import type { Environment } from '../machine/environment.js';
import type { Machine } from '../machine/inspect.js';
import type { Estimate } from '../statistics/estimate.js';
import type { Origin } from './origin.js';

/** The speed of one instruction on one word that all threads share. */
export interface Ceiling {
  readonly operation: string;
  readonly engine: Engine;
  readonly threads: number;
  readonly opsPerSec: number;
  readonly nanoseconds: number;
}

/** The speed of `shared` on an engine, as a share of that of loops written in C by hand. */
export interface Distance {
  readonly protocol: string;
  readonly engine: Engine;
  readonly threads: number;
  readonly ofYardstick: Estimate;
}

/** What each key means, with its unit: docs/schemas/doctor@1.schema.json. */
export interface DoctorResult extends Origin {
  readonly schema: 'reftorture/doctor@1';
  readonly environment: Environment;
  readonly machine: Machine;
  readonly usableCpus: number;
  readonly cpuOrder: readonly number[];
  readonly pinning: { readonly works: boolean; readonly problem: string | null };
  /** Where compiled kernels are kept. Absent in what 0.1.0 wrote. */
  readonly cache?: {
    readonly folder: string;
    readonly files: number;
    readonly bytes: number;
    readonly writable: boolean;
  };
  readonly compiler: { readonly works: boolean; readonly problem: string | null };
  readonly othersShare: number | null;
  readonly ceilings: readonly Ceiling[];
  /** Absent without a C compiler, and in what 0.2.0 wrote. */
  readonly distances?: readonly Distance[];
  readonly advice: readonly string[];
}
