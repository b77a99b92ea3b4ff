// What goes into an exploration of executions and comes out of it.

import type { Graph } from './graph.js';
import type { Guesses } from './guesses.js';
import type { Looks } from './looks.js';
import type { ThreadState } from './thread-state.js';
import type { ThreadNode } from './thread-tree.js';

/** What `thread` chose after so many of its events. */
export interface Choice {
  readonly thread: number;
  readonly after: number;
  readonly outcome: number;
}

/** The execution that is being built. It changes as the exploration goes on. */
export interface Situation {
  readonly graph: Graph;
  readonly looks: Looks;
  readonly guesses: Guesses;
  readonly threads: readonly ThreadState[];
  readonly choices: readonly Choice[];
  /** Where threads were that reported something. */
  readonly reports: readonly ThreadNode[];
}

/** What an exploration tells of. */
export interface Visitor {
  /** Every thread has ended, and the execution is allowed. */
  complete(situation: Situation): void;
  /** `thread` is at a report of a detector, or at a trap. The execution so far is allowed. */
  report(situation: Situation, thread: number): void;
}

export interface Limits {
  /** Of partial executions. */
  readonly maxStates: number;
  /** Of one execution. */
  readonly maxEvents: number;
  /** Asked now and then whether to stop, with the number of partial executions so far. */
  readonly stop?: ((states: number) => boolean) | undefined;
}

export interface Counts {
  /** Partial executions, the complete ones included: one for each event that was tried. */
  states: number;
  /** Complete executions that are allowed. */
  executions: number;
  /** Partial executions that were dropped because they break an axiom. */
  forbidden: number;
  /** Partial executions in which a thread waits for a write that does not come. */
  unanswered: number;
}
