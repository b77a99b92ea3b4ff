// The result of a race: the keys are an interface, stable once released. schemas/race.ts says what each one means, with
// its unit.

import type { Tier } from '../engines/tier.js';
import type { Engine } from '../front-end/sources.js';
import type { Environment } from '../machine/environment.js';
import type { DescriptorOptions } from '../scenarios/reclaim.js';
import type { Detection } from '../violations/stories.js';
import {
  type DetectedViolation,
  isObservation,
  observationsUnder,
  type Violation,
  violations,
} from '../violations/table.js';
import type { DestructorPolicy } from '../violations/words.js';
import type { Origin } from './origin.js';

export type Verdict = 'clean' | 'violated' | 'inconclusive';

/** `noise` holds workers up at any access, the others in the window between steps 1 and 2 of a put. */
export const STALL_KINDS = ['none', 'spin', 'yield', 'sleep', 'noise'] as const;

export const REUSES = ['hot', 'cold'] as const;
/** Whether an allocator hands out the page first that its worker freed last, or last. */
export type Reuse = (typeof REUSES)[number];

export interface Stall {
  readonly kind: (typeof STALL_KINDS)[number];
  /** Rounds of a spin, microseconds of a sleep, or rounds of the longest interruption of noise. */
  readonly amount: number;
  /** Of a stall in each window, or of an interruption before each access. */
  readonly probability: number;
}

/** What each key means, with its unit: docs/schemas/race@1.schema.json, `config`. */
export interface RaceConfig extends DescriptorOptions {
  readonly protocol: string;
  readonly scenario: string;
  readonly engine: Engine;
  readonly compiler?: string;
  /** Absent: a browser ran it, which chooses by itself. */
  readonly tier?: Tier;
  readonly threads: number;
  readonly pages: number;
  readonly pageBytes: number;
  readonly slots: number;
  readonly durationMs: number;
  readonly stall: Stall;
  readonly dtor: DestructorPolicy;
  readonly recheck: boolean;
  /** Absent in results of 0.2, where it was hot. */
  readonly reuse?: Reuse;
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
  /** Results of earlier releases lack these two. */
  readonly destructorsX?: number;
  readonly destructorsY?: number;
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

/** Counts of the violations that were seen. */
export type RaceViolations = Readonly<Record<Violation, number>>;

/** A violation as a worker saw it. */
export interface RaceEvent extends Detection {
  readonly violation: DetectedViolation;
  readonly timeMs: number;
  /** Index in the page array. */
  readonly page: number;
}

export interface RaceWorker {
  readonly worker: number;
  readonly role: string;
  readonly state: string;
  readonly durationMs: number;
  readonly operations: number;
  readonly cpu?: number;
  readonly error?: string;
  readonly trap?: string;
}

export interface Conservation {
  readonly checked: boolean;
  readonly livePages: number;
  readonly freePages: number;
  readonly lostPages: number;
  readonly problems: readonly string[];
}

/** What each key means, with its unit: docs/schemas/race@1.schema.json. */
export interface RaceResult extends Origin {
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

/** Runs of destructors; undefined where the result is of a release that did not say. */
export function destructorsOf({ destructorsX, destructorsY }: RaceTotals): number | undefined {
  return destructorsX === undefined || destructorsY === undefined ? undefined : destructorsX + destructorsY;
}

/** Whether a trap ended one of `workers`, and the race with it. */
export function hasTrapped(workers: readonly Pick<RaceWorker, 'trap'>[]): boolean {
  return workers.some(({ trap }) => trap !== undefined);
}

/** `found`, with `more` of some. */
export function addViolations(
  found: RaceViolations,
  more: Readonly<Partial<Record<Violation, number>>>,
): RaceViolations {
  return byName((violation) => found[violation] + (more[violation] ?? 0));
}

/** What was seen at all, of violations, and of what is an observation under the destructor policy of the race. */
type Seen = { readonly config: Pick<RaceConfig, 'dtor'>; readonly violations: RaceViolations };

/** The violations that were seen, the most telling first. */
export function violationsSeen({ config, violations: found }: Seen): Violation[] {
  return violations.filter((violation) => found[violation] > 0 && !isObservation(violation, config.dtor));
}

/** Why the parts of a result cannot be of one race; undefined where they can. An inconclusive one may have seen anything. */
export function contradictionIn(result: RaceResult): string | undefined {
  const { verdict, events, workers, totals, firstViolationMs } = result;
  const seen = violationsSeen(result);
  const wrong = seen.length > 0 || hasTrapped(workers);
  if (verdict === 'violated' && !wrong) return 'the verdict is violated, but no violation is counted';
  if (verdict === 'clean' && wrong) return `the verdict is clean, but ${seen[0] ?? 'a trap'} is counted`;
  if (verdict === 'clean' && totals.operations === 0) return 'the verdict is clean, but nothing was executed';
  const stray = events.find(({ violation }) => !seen.includes(violation));
  if (stray) return `there is an event of ${stray.violation}, but no such violation is counted`;
  if (firstViolationMs !== null && seen.length === 0)
    return 'there is a time of a first violation, but none is counted';
  return undefined;
}

/** The observations that were made. */
export function observationsSeen({ config, violations: found }: Seen): Violation[] {
  return observationsUnder(config.dtor).filter((violation) => found[violation] > 0);
}

/** Returns a record with one value for each violation. */
export function byName<T>(of: (violation: Violation) => T): Record<Violation, T> {
  return Object.fromEntries(violations.map((violation) => [violation, of(violation)])) as Record<Violation, T>;
}
