// Where a thread is in the execution that is being built.

import type { ThreadNode } from './thread-tree.js';

/** The way of a thread back to its last write: loops that only read are not gone round. */
interface Passed {
  readonly key: string;
  readonly before: Passed | undefined;
}

export interface ThreadState {
  node: ThreadNode;
  /** The thread waits for a write from this event on; -1: it does not wait. */
  waitsFrom: number;
  passed: Passed | undefined;
}

export function hasEnded({ step: { kind } }: ThreadNode): boolean {
  return kind === 'end' || kind === 'trap';
}

/** The word for a write of which the thread waits, or -1. */
export function awaitedBy({ node: { step }, waitsFrom }: ThreadState): number {
  return waitsFrom >= 0 && (step.kind === 'access' || step.kind === 'look') ? step.word : -1;
}

export function isPassed(passed: Passed | undefined, key: string): boolean {
  for (let at = passed; at; at = at.before) if (at.key === key) return true;
  return false;
}
