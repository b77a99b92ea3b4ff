// The result of `mutants`: the keys are an interface, stable once released. schemas/mutants.ts says what each one means.

import type { Environment } from '../machine/environment.js';
import type { Reclaim, Section } from '../scenarios/reclaim.js';
import type { Property } from '../violations/table.js';
import type { Origin } from './origin.js';
import type { Verdict } from './race-result.js';

/** What each key means, with its unit: docs/schemas/mutants@1.schema.json. */
export interface MutantsResult extends Origin {
  readonly schema: 'reftorture/mutants@1';
  readonly environment: Environment;
  readonly rows: readonly MutantRow[];
  readonly broken: number;
  readonly foundByCheck: number;
  readonly foundByRace: number;
  readonly withinReach: number;
  readonly sound: number;
  readonly accused: number;
  /** Results of earlier releases lack it. */
  readonly overflowAsSaid?: number;
  /** Results of earlier releases lack it. */
  readonly schemes?: readonly SchemeRow[];
  readonly interrupted: boolean;
}

export interface MutantRow {
  readonly protocol: string;
  readonly sound: boolean;
  readonly mutant: boolean;
  readonly check: {
    readonly scenario: string;
    readonly verdict: Verdict;
    readonly violations: readonly Property[];
    readonly steps: number | null;
    readonly states: number;
    readonly elapsedMs: number;
  };
  readonly race: {
    readonly scenario: string;
    readonly stall: string;
    readonly verdict: Verdict;
    readonly violations: readonly Property[];
    readonly durationMs: number;
  } | null;
  readonly outOfReach: string | null;
  /** Results of earlier releases lack it. */
  readonly overflow?: readonly OverflowRow[];
}

/** A way in which memory of descriptors comes back, under a sound protocol. */
export interface SchemeRow extends Pick<MutantRow, 'protocol' | 'sound' | 'check'> {
  readonly reclaim: Reclaim;
  readonly section: Section;
  readonly race: NonNullable<MutantRow['race']>;
}

/** The count on a narrow word. */
export interface OverflowRow {
  readonly width: number;
  readonly said: number | null;
  readonly found: number | null;
  readonly most: number;
  readonly agrees: boolean;
}

/** Whether the count was found to overflow as the registry says; true where a result of an earlier release is silent. */
export function overflowsAsSaid({ overflow = [] }: MutantRow): boolean {
  return overflow.every(({ agrees }) => agrees);
}

/** Whether a sound protocol was not found so by each of the three. */
export function isAccused(row: MutantRow): boolean {
  const { sound, check, race } = row;
  return sound && (check.verdict !== 'clean' || race?.verdict !== 'clean' || !overflowsAsSaid(row));
}

/** Whether check and race both say of `row` what is so. */
export function isJudgedRight({ sound, check, race }: SchemeRow): boolean {
  return [check.verdict, race.verdict].every((verdict) => verdict === (sound ? 'clean' : 'violated'));
}
