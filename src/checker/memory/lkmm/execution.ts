// A candidate execution of the Linux-kernel memory model: what each thread did (its events in program order), which
// write each read took its value from (reads-from), and in which order the writes of a word took effect (coherence).
// It may be partial: a read whose write is not known yet, threads that have not ended. Axioms (the files beside this
// one) forbid some executions; each of them forbids every extension of an execution that it forbids.

import type { Fence, Lock } from '../../../printers/model/instructions.js';

/**
 * One access or fence. A read-modify-write that succeeds is two events, a read and a write that follows it at once; a
 * compare-and-swap that fails is a read, and orders nothing (Linux: Documentation/atomic_t.txt, ORDERING).
 */
export interface Event {
  /** -1: the initial write of a word, which comes before everything in coherence. */
  readonly thread: number;
  readonly kind: 'read' | 'write' | 'fence';
  /** Number of the word, or of the SRCU domain of a grace period; -1 for the other fences. */
  readonly word: number;
  /** The value read or written; 0 for a fence. */
  readonly value: number;
  /** See runtime/order.ts, and PLAIN (printers/model/instructions.ts). Of a fence: unused. */
  readonly order: number;
  /** Part of a read-modify-write whose result the source cannot see, such as atomic_inc(): smp_rmb() does not order it. */
  readonly noReturn: boolean;
  /**
   * The read of a compare-and-swap that failed. Its order is RELAXED, but smp_mb__before_atomic() and
   * smp_mb__after_atomic() beside it still order.
   */
  readonly failed?: boolean;
  readonly fence?: Fence;
  /** Part of an operation on a lock: of SRCU, the read begins a section, and the write ends one. */
  readonly lock?: Lock | undefined;
}

/** Events are known by their index in `events`. Those of a thread are in program order there. */
export interface Execution {
  readonly events: readonly Event[];
  /** Per event: for a read the write that it reads from, or -1 while that is unknown; -1 for the others. */
  readonly readsFrom: readonly number[];
  /** Per word: its writes so far, in coherence order. The first is the initial write. */
  readonly coherence: readonly (readonly number[])[];
  /** Per event: the write of a read-modify-write that follows this read of it; else -1. */
  readonly rmwWrite: readonly number[];
  /**
   * Per event: the reads from which its address was computed; those of its data; those of the branches in whose arms it
   * is. What comes after both arms of a branch does not depend on it. The write of a read-modify-write depends on its
   * read: by data, or by control if it compares, which makes it depend so on the expected value as well.
   */
  readonly address: readonly (readonly number[])[];
  readonly data: readonly (readonly number[])[];
  readonly control: readonly (readonly number[])[];
}
