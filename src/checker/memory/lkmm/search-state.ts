// State of a search for executions: the execution that is being built, where its threads are, and what is told of it.

import type { Graph } from './graph.js';
import type { Observations } from './observations.js';
import type { PredictedReads } from './predicted-reads.js';
import type { ThreadNode } from './thread-tree.js';

/** An outcome that `thread` chose after so many of its events. */
export interface Choice {
  readonly thread: number;
  readonly after: number;
  readonly outcome: number;
}

/** It changes as the search goes on. */
export interface SearchState {
  readonly graph: Graph;
  readonly observations: Observations;
  readonly predictedReads: PredictedReads;
  readonly threads: readonly ThreadState[];
  readonly choices: readonly Choice[];
  /** Nodes of threads that reported something. */
  readonly reports: readonly ThreadNode[];
}

/** Receives what a search comes to. */
export interface Visitor {
  /** Every thread has ended, and the execution is allowed. */
  complete(searchState: SearchState): void;
  /** `thread` is at a report of a detector, or at a trap. The execution so far is allowed. */
  report(searchState: SearchState, thread: number): void;
  /** Returns whether what the execution may become is of interest. By default it is. */
  wants?(searchState: SearchState): boolean;
}

export interface ExecutionLimits {
  /** Of partial executions. */
  readonly maxStates: number;
  /** Of one execution. */
  readonly maxEvents: number;
  /** Asked now and then whether to stop, with the counts so far. It may throw. */
  readonly stop?: ((counts: Counts) => boolean) | undefined;
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

export interface ThreadState {
  node: ThreadNode;
  /** The thread waits for a write from this event on; -1: it does not wait. */
  waitsFrom: number;
  passed: Passed | undefined;
}

/** The way of a thread back to its last write: loops that only read are not gone round. */
interface Passed {
  readonly key: string;
  readonly before: Passed | undefined;
}

export function hasEnded({ step: { kind } }: ThreadNode): boolean {
  return kind === 'end' || kind === 'trap';
}

/** Returns the word for a write of which the thread waits, or -1. */
export function awaitedBy({ node: { step }, waitsFrom }: ThreadState): number {
  return waitsFrom >= 0 && (step.kind === 'access' || step.kind === 'observe') ? step.word : -1;
}

export function isPassed(passed: Passed | undefined, key: string): boolean {
  for (let at = passed; at; at = at.before) if (at.key === key) return true;
  return false;
}
