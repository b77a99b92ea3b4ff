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
  readonly agrees: boolean | null;
  readonly differs: string | null;
  readonly elapsedMs: number;
}

/**
 * Whether the test came out as its file states: as the Linux-kernel model has it, or differently for a stated reason; in
 * a file that does not say, ~exists and forall are taken at their word.
 */
export function isAsStated({ agrees, differs, quantifier, runs }: LitmusResult): boolean {
  if (agrees !== null) return agrees === (differs === null);
  const wanted = { exists: null, '~exists': 'Never', forall: 'Always' }[quantifier];
  return wanted === null || runs.every(({ answer }) => answer === wanted);
}
