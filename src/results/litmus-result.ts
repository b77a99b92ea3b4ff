// What a litmus test gives: the keys are an interface, stable once released.

import type { MemoryModel } from './check-result.js';

/** How often the condition holds at the end: in no execution, in some, or in all. */
export type LitmusAnswer = 'Never' | 'Sometimes' | 'Always';

export interface LitmusOutcome {
  /** Registers as `thread:name`, and locations. */
  readonly values: Readonly<Record<string, number>>;
  /** Whether the condition holds of it. */
  readonly holds: boolean;
  /** Ways to it: schedules, with what each access of them found. */
  readonly schedules: number;
}

export interface LitmusRun {
  readonly memory: MemoryModel;
  readonly answer: LitmusAnswer;
  /** In the order of their values. */
  readonly outcomes: readonly LitmusOutcome[];
  readonly states: number;
}

export interface LitmusResult {
  readonly schema: 'reftorture/litmus@1';
  readonly file: string;
  readonly name: string;
  readonly quantifier: 'exists' | '~exists' | 'forall';
  readonly condition: string;
  readonly runs: readonly LitmusRun[];
  /** What the file says that the Linux-kernel memory model gives. */
  readonly kernelAnswer: LitmusAnswer | null;
  /** Whether `ra` gives that; null when the file does not say. */
  readonly agrees: boolean | null;
  /** Why it does not, by the file's own word. */
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
