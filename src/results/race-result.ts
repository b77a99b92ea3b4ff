// What a race reports: the keys are an interface, stable once released.

import type { Engine } from '../engines/sources.js';
import type { Tier } from '../engines/tier.js';
import type { Environment } from '../machine/environment.js';
import type { Violation } from '../protocols/index.js';

/** `inconclusive`: nothing was executed, or a worker died, hung or missed a deadline. It is never "clean". */
export type Verdict = 'clean' | 'violated' | 'inconclusive';

/** Who decides which destructor runs: the destroyer's belief, or the type on the page. */
export type DestructorPolicy = 'captured' | 'looked-up';

export interface Stall {
  readonly kind: 'none' | 'spin' | 'yield' | 'sleep';
  /** Rounds of a spin, microseconds of a sleep. */
  readonly amount: number;
  /** Share of the windows that stall, from 0 to 1. */
  readonly probability: number;
}

export interface RaceConfig {
  /** Name in the registry, or path of a protocol file. */
  readonly protocol: string;
  readonly scenario: string;
  readonly engine: Engine;
  /** V8's compiler for the `wasm` engine: decides whether a fetch-add is one instruction, see engines/tier.ts. */
  readonly tier: Tier;
  readonly threads: number;
  readonly pages: number;
  readonly pageBytes: number;
  readonly slots: number;
  readonly durationMs: number;
  readonly stall: Stall;
  readonly dtor: DestructorPolicy;
  readonly recheck: boolean;
  /** Of every random choice: 1 unless given, where the command line draws one. */
  readonly seed: number;
  readonly pin: boolean;
  readonly stopOnViolation: boolean;
}

export interface RaceTotals {
  /** Calls of the protocol: tryGets, gets, puts, initialisations, freezes and unfreezes. */
  readonly operations: number;
  readonly rounds: number;
  readonly allocs: number;
  readonly frees: number;
  readonly tryGets: number;
  readonly failedGets: number;
  readonly gets: number;
  readonly puts: number;
  readonly freezes: number;
  readonly failedRechecks: number;
  readonly emptyAllocs: number;
  readonly resurrections: number;
  readonly abortedFrees: number;
  readonly casRetries: number;
  readonly stalls: number;
}

export interface RaceViolations {
  /** By cause: the put had taken step 1 on an earlier generation, or the reference had landed on a reused page. */
  readonly typeConfusion: { readonly stolenFree: number; readonly staleGet: number };
  readonly stolenFree: number;
  readonly doubleFree: number;
  readonly useAfterFree: number;
  readonly leak: number;
  readonly underflow: number;
  readonly lostOverflow: number;
  readonly brokenFreeze: number;
}

/** A violation as a worker saw it: what it acted on, and what the page was. */
export interface RaceEvent {
  /** Leaks show only when stock is taken. */
  readonly violation: Exclude<Violation, 'leak'>;
  readonly timeMs: number;
  readonly worker: number;
  readonly role: string;
  /** Index in the page array. */
  readonly page: number;
  /** Generation in which the worker took its reference (for an allocation: the free one that it claimed). */
  readonly heldGeneration: number;
  readonly generation: number;
  readonly believedType: PageType;
  readonly type: PageType;
  /** The count word when the event was kept, as hexadecimal. */
  readonly word: string;
}

export type PageType = 'X' | 'Y' | 'none';

export interface RaceWorker {
  readonly worker: number;
  readonly role: string;
  /** `finished`, or how far it had come when the run was given up. */
  readonly state: string;
  readonly durationMs: number;
  readonly operations: number;
  /** The CPU that it was pinned to. */
  readonly cpu?: number;
  readonly error?: string;
}

/** Stock taken after the run: do the pages and their counts add up? */
export interface Conservation {
  /** False when a worker did not come back: it may still hold references. */
  readonly checked: boolean;
  readonly livePages: number;
  readonly freePages: number;
  /** Pages that are neither in the allocator nor in the index. */
  readonly lostPages: number;
  /** One line for each thing that does not add up; the first few. */
  readonly problems: readonly string[];
}

export interface RaceResult {
  readonly schema: 'reftorture/race@1';
  readonly config: RaceConfig;
  readonly environment: Environment;
  /** Of the longest worker. */
  readonly durationMs: number;
  readonly totals: RaceTotals;
  readonly violations: RaceViolations;
  readonly firstViolationMs: number | null;
  readonly events: readonly RaceEvent[];
  readonly workers: readonly RaceWorker[];
  readonly conservation: Conservation;
  readonly verdict: Verdict;
  /** True when the run was cut short from outside. */
  readonly interrupted: boolean;
  /** Why it is inconclusive, or what a reader should know besides. */
  readonly notes: readonly string[];
}

/** Violations by flat name, as the registry and `--expect` have them. */
export function violationCounts(violations: RaceViolations): Record<Violation, number> {
  const { typeConfusion, ...rest } = violations;
  return {
    ...rest,
    typeConfusionStolenFree: typeConfusion.stolenFree,
    typeConfusionStaleGet: typeConfusion.staleGet,
  };
}
