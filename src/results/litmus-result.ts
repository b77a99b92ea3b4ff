// The result of a litmus test: the keys are an interface, stable once released. schemas/litmus.ts says what each one
// means.

import type { MemoryModel } from './check-result.js';
import type { Origin } from './origin.js';

export type LitmusAnswer = 'Never' | 'Sometimes' | 'Always';

export interface LitmusOutcome {
  readonly values: Readonly<Record<string, number>>;
  readonly holds: boolean;
  readonly schedules: number;
  readonly pointers?: Readonly<Record<string, string>>;
}

export interface LitmusRun {
  readonly memory: MemoryModel;
  readonly answer: LitmusAnswer;
  readonly outcomes: readonly LitmusOutcome[];
  readonly states: number;
  readonly races?: number;
}

/** A memory model under which a test was not decided. */
export interface NotRun {
  readonly memory: MemoryModel;
  readonly why: 'unfit' | 'limit';
  readonly reason: string;
}

/** What each key means, with its unit: docs/schemas/litmus@1.schema.json. */
export interface LitmusResult extends Origin {
  readonly schema: 'reftorture/litmus@1';
  readonly file: string;
  readonly name: string;
  readonly quantifier: 'exists' | '~exists' | 'forall';
  readonly condition: string;
  readonly runs: readonly LitmusRun[];
  readonly notRun?: readonly NotRun[];
  readonly notes?: readonly string[];
  readonly kernelAnswer: LitmusAnswer | null;
  readonly kernelRace?: boolean | null;
  readonly agrees: boolean | null;
  readonly comparedWith?: MemoryModel;
  readonly differs: string | null;
  readonly elapsedMs: number;
}

/** A file in which there is no test for this release, or none at all. */
export interface NotRead {
  readonly file: string;
  /** What it is counted under. */
  readonly kind: string;
  readonly reason: string;
}

/** How many tests of a set came out how. Each is in one of the counts. */
export interface LitmusCounts {
  readonly tests: number;
  readonly agree: number;
  readonly differ: number;
  readonly notStated: number;
  readonly notDecided: number;
  readonly notRead: number;
}

/** What each key means: docs/schemas/litmus-set@1.schema.json. */
export interface LitmusSet extends Origin {
  readonly schema: 'reftorture/litmus-set@1';
  readonly runs: readonly LitmusResult[];
  readonly notRead?: readonly NotRead[];
  readonly counts?: LitmusCounts;
  readonly interrupted?: boolean;
}

export function litmusCounts(results: readonly LitmusResult[], notRead: number): LitmusCounts {
  const count = (wanted: (result: LitmusResult) => boolean): number => results.filter(wanted).length;
  return {
    tests: results.length + notRead,
    agree: count(({ agrees }) => agrees === true),
    differ: count(({ agrees }) => agrees === false),
    notStated: count((result) => result.kernelAnswer === null && !isUndecided(result)),
    notDecided: count(isUndecided),
    notRead,
  };
}

/** The memory model whose answer is held against that of the Linux-kernel model. */
export function comparedWith(result: Pick<LitmusResult, 'comparedWith'> | undefined): MemoryModel {
  return result?.comparedWith ?? 'ra';
}

/** Whether no model decided the test, or not the one that is compared with what its file states. */
export function isUndecided({ kernelAnswer, agrees, runs }: LitmusResult): boolean {
  return runs.length === 0 || (kernelAnswer !== null && agrees === null);
}

/**
 * Whether the test came out as its file states: as the Linux-kernel model has it, or differently for a stated reason, which
 * may be about ra alone. In a file that does not say, ~exists and forall are taken at their word. A test that was not
 * decided is not accused.
 */
export function isAsStated(result: LitmusResult): boolean {
  const { agrees, differs, kernelAnswer, quantifier, runs } = result;
  if (agrees === false) return differs !== null;
  const ra = runs.find(({ memory }) => memory === 'ra');
  if (agrees) return differs === null || ra?.answer !== kernelAnswer;
  if (isUndecided(result)) return true;
  const wanted = { exists: null, '~exists': 'Never', forall: 'Always' }[quantifier];
  return wanted === null || runs.every(({ answer }) => answer === wanted);
}
