// What a race reports: the keys are an interface, stable once released.

import type { Engine } from '../engines/sources.js';
import type { Tier } from '../engines/tier.js';
import type { Environment } from '../machine/environment.js';
import type { Sighting } from '../violations/stories.js';
import { type DetectedViolation, type Violation, violations, violationTable } from '../violations/table.js';

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

/** How often each violation was seen. */
export type RaceViolations = {
  /** By cause: the put had taken step 1 on an earlier generation, or the reference had landed on a reused page. */
  readonly typeConfusion: { readonly stolenFree: number; readonly staleGet: number };
} & { readonly [Name in Exclude<Violation, `typeConfusion${string}`>]: number };

/** A violation as a worker saw it. */
export interface RaceEvent extends Sighting {
  readonly violation: DetectedViolation;
  readonly timeMs: number;
  /** Index in the page array. */
  readonly page: number;
}

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

/** `found` by the names that the registry and `--expect` have. */
export function violationCounts(found: RaceViolations): Record<Violation, number> {
  const values = found as unknown as Readonly<Record<string, number | Readonly<Record<string, number>>>>;
  return byName((violation) => {
    const [outer, inner] = violationTable[violation].path;
    const value = values[outer];
    return (typeof value === 'object' ? value[inner ?? ''] : value) ?? 0;
  });
}

/** `counts` in the shape of a result. */
export function nestedViolations(counts: Readonly<Record<Violation, number>>): RaceViolations {
  const nested: Record<string, number | Record<string, number>> = {};
  for (const violation of violations) {
    const [outer, inner] = violationTable[violation].path;
    const count = counts[violation];
    nested[outer] = inner === undefined ? count : Object.assign(nested[outer] ?? {}, { [inner]: count });
  }
  return nested as unknown as RaceViolations;
}

/** `found`, with `more` of some. */
export function addViolations(
  found: RaceViolations,
  more: Readonly<Partial<Record<Violation, number>>>,
): RaceViolations {
  const counts = violationCounts(found);
  return nestedViolations(byName((violation) => counts[violation] + (more[violation] ?? 0)));
}

/** The violations that were seen at all, the most telling first. */
export function violationsSeen(found: RaceViolations): Violation[] {
  const counts = violationCounts(found);
  return violations.filter((violation) => counts[violation] > 0);
}

/** A count for each violation. */
export function byName(countOf: (violation: Violation) => number): Record<Violation, number> {
  return Object.fromEntries(violations.map((violation) => [violation, countOf(violation)])) as Record<
    Violation,
    number
  >;
}
