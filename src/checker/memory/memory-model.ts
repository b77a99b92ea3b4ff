// The contract of a memory model: what it explores, how a schedule steps, and what its results leave open. Names, defaults
// and refusals are in src/memory-facts.ts.

import type { SourceLine } from '../../front-end/places.js';
import type { LitmusTest } from '../../litmus/parse.js';
import type { CheckResult, MissingOrder } from '../../results/check-result.js';
import type { Property } from '../../violations/table.js';
import type { KernelSystem } from '../model/kernel-model.js';
import type { Model, System } from '../model/system.js';
import type { Limits } from '../search/limits.js';
import type { ScheduleStep } from '../trace/schedule.js';

export interface MemoryModel {
  /** The transition system of `model`: what a schedule can do, step by step. */
  over<M extends Model>(model: M): M & System;
  /** Explores all that `system`, which over() made, can do, and looks for `properties`. @throws ProgramError */
  explore(system: KernelSystem, properties: readonly Property[], options: SearchOptions): Explored;
  /** Explores a litmus test. @throws ProgramError, Stopped, OutOfMemory */
  litmus(test: LitmusTest, limits: Limits): LitmusFinals;
}

export interface SearchOptions extends Limits {
  /** States that differ only by exchanging equal threads count as one. */
  readonly symmetry: boolean;
  readonly lineOf: (offset: number) => SourceLine;
}

/** The parts of a result that come from an exploration as they are. */
type Counts = Pick<
  CheckResult,
  | 'states'
  | 'transitions'
  | 'finals'
  | 'depth'
  | 'complete'
  | 'interrupted'
  | 'frontier'
  | 'bytesPerState'
  | 'executions'
>;

export interface Explored extends Counts {
  /** The properties that were seen violated, in the order of their witnesses, each with its shortest schedule. */
  readonly found: ReadonlyMap<Property, ShortestWay | undefined>;
  /** Why some of those have no schedule. */
  readonly withoutWitness: string;
  /** A property of which it is not known whether it holds, although all was explored. */
  readonly undecided?: Property | undefined;
  /** The scope of a complete exploration, or a note of how far an incomplete one came. */
  readonly reach: Scope | { readonly incomplete: string };
  /** More to be said of the result. */
  readonly notes: readonly string[];
}

interface ShortestWay {
  readonly schedule: readonly ScheduleStep[];
  /** Orders each of which would forbid the execution. */
  readonly missing?: readonly MissingOrder[];
}

/** The limits of what a complete exploration has shown. */
export interface Scope {
  /** Ends the sentence that properties hold for these threads and rounds, under ... */
  readonly under: string;
  /** Said whether or not any holds. */
  readonly limits: readonly string[];
}

/** The final states of a litmus test, or the reason why it does not run. */
export type LitmusFinals =
  | {
      readonly finals: readonly FinalValues[];
      readonly states: number;
      /** Number of executions in which two accesses race, one of them plain. */
      readonly races?: number;
      readonly notes?: readonly string[];
    }
  /** The model does not have what the test asks for. */
  | { readonly unfit: string }
  /** A limit was hit. */
  | { readonly undecided: string };

/** A final state of a test, with the number of ways in which it is reached: schedules, or executions. */
export interface FinalValues {
  /** Of every location, and of every register as `0:r1`. */
  readonly values: ReadonlyMap<string, number>;
  readonly ways: number;
}
