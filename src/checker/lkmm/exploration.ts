// What goes into an exploration of executions and comes out of it.

import type { Explorer } from './explorer.js';

/** What an exploration tells of. */
export interface Visitor {
  /** Every thread has ended, and the execution is allowed. */
  complete(explorer: Explorer): void;
  /** `thread` is at a report of a detector, or at a trap. The execution so far is allowed. */
  report(explorer: Explorer, thread: number): void;
}

export interface Limits {
  /** Of partial executions. */
  readonly maxStates: number;
  /** Of accesses and fences of one thread. */
  readonly maxSteps: number;
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
