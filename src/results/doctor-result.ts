// The result of `doctor`: the keys are an interface, stable once released. schemas/doctor.ts says what each one means,
// with its unit.

import type { Environment } from '../machine/environment.js';
import type { ScaleEngine } from './scale-result.js';

/** Null: the system does not say. */
export interface Machine {
  readonly cores: number | null;
  readonly packages: number | null;
  readonly numaNodes: number | null;
  /** Most hardware threads of a core. */
  readonly threadsPerCore: number | null;
  /** Kinds of cores by speed; more than one on a hybrid. */
  readonly coreKinds: number | null;
  readonly cacheLineBytes: number | null;
  /** Name of the hypervisor as far as it is told. */
  readonly virtualisation: string | null;
  /** Share of the CPUs' time since the start of the system that the hypervisor kept for others. */
  readonly stealShare: number | null;
  /** Of the last minute. */
  readonly loadAverage: number | null;
}

/** The speed of one instruction on one word that all threads share. */
export interface Ceiling {
  readonly operation: string;
  readonly engine: ScaleEngine;
  readonly threads: number;
  readonly opsPerSec: number;
  readonly nanoseconds: number;
}

/** What each key means, with its unit: docs/schemas/doctor@1.schema.json. */
export interface DoctorResult {
  readonly schema: 'reftorture/doctor@1';
  readonly environment: Environment;
  readonly machine: Machine;
  readonly usableCpus: number;
  readonly cpuOrder: readonly number[];
  readonly pinning: { readonly works: boolean; readonly problem: string | null };
  readonly compiler: { readonly works: boolean; readonly problem: string | null };
  readonly othersShare: number | null;
  readonly ceilings: readonly Ceiling[];
  readonly advice: readonly string[];
}
