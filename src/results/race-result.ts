// The result of a race: the keys are an interface, stable once released. schemas/race.ts says what each one means, with
// its unit.

import type { Engine } from '../engines/sources.js';
import type { Tier } from '../engines/tier.js';
import type { Environment } from '../machine/environment.js';
import type { Violation } from '../protocols/index.js';

export type Verdict = 'clean' | 'violated' | 'inconclusive';

export type DestructorPolicy = 'captured' | 'looked-up';

export interface Stall {
  readonly kind: 'none' | 'spin' | 'yield' | 'sleep';
  readonly amount: number;
  readonly probability: number;
}

/** What each key means, with its unit: docs/schemas/race@1.schema.json, `config`. */
export interface RaceConfig {
  readonly protocol: string;
  readonly scenario: string;
  readonly engine: Engine;
  readonly tier: Tier;
  readonly threads: number;
  readonly pages: number;
  readonly pageBytes: number;
  readonly slots: number;
  readonly durationMs: number;
  readonly stall: Stall;
  readonly dtor: DestructorPolicy;
  readonly recheck: boolean;
  /** As an option: 1 unless given, where the command line draws one. */
  readonly seed: number;
  readonly pin: boolean;
  readonly stopOnViolation: boolean;
}

export interface RaceTotals {
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
  readonly state: string;
  readonly durationMs: number;
  readonly operations: number;
  readonly cpu?: number;
  readonly error?: string;
}

export interface Conservation {
  readonly checked: boolean;
  readonly livePages: number;
  readonly freePages: number;
  readonly lostPages: number;
  readonly problems: readonly string[];
}

/** What each key means, with its unit: docs/schemas/race@1.schema.json. */
export interface RaceResult {
  readonly schema: 'reftorture/race@1';
  readonly config: RaceConfig;
  readonly environment: Environment;
  readonly durationMs: number;
  readonly totals: RaceTotals;
  readonly violations: RaceViolations;
  readonly firstViolationMs: number | null;
  readonly events: readonly RaceEvent[];
  readonly workers: readonly RaceWorker[];
  readonly conservation: Conservation;
  readonly verdict: Verdict;
  readonly interrupted: boolean;
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
