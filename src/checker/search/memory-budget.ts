// The memory that a check may hold. What it holds is counted rather than measured, so that the same check ends at the
// same state wherever it runs. V8's heap has a limit of its own, behind which the process would be gone: that one is
// measured.

import { host } from '#host';
import type { Heap } from '../../host/host.js';
import { defaultMaxMemoryBytes } from '../../machine/memory-share.js';

/** The memory that has no more room: the budget, V8's heap, or the machine. */
export type Shortage = 'budget' | 'heap' | 'machine';

/** There is no memory for what comes next. What was found until then still stands. */
export class OutOfMemory extends Error {
  constructor(readonly shortage: Shortage) {
    super(`out of memory: ${shortage}`);
  }
}

/** Holds memory, and knows how much. */
export interface Holder {
  bytesHeld(): number;
}

/** The part of the heap that may be in use: the collector needs room to work, and so does what comes between two looks. */
const MAX_HEAP = 0.75;

export class MemoryBudget {
  constructor(
    readonly maxBytes: number = defaultMaxMemoryBytes(),
    private readonly holders: readonly Holder[] = [],
    private readonly heap: Heap = host.heap,
  ) {}

  /** The same limit for more holders. */
  with(...holders: readonly Holder[]): MemoryBudget {
    return new MemoryBudget(this.maxBytes, [...this.holders, ...holders], this.heap);
  }

  /** Asks for `more` bytes beside what is held. @throws OutOfMemory */
  require(more = 0): void {
    const held = this.holders.reduce((sum, holder) => sum + holder.bytesHeld(), 0);
    if (held + more > this.maxBytes) throw new OutOfMemory('budget');
    if (this.#isHeapFull()) throw new OutOfMemory('heap');
  }

  #isHeapFull(): boolean {
    const { heap } = this;
    const most = heap.limit * MAX_HEAP;
    if (heap.used() <= most) return false;
    heap.collect(); // much of it may be garbage
    return heap.used() > most;
  }
}

const MESSAGES = /^(Array buffer allocation failed|Invalid (typed )?array length|(Map|Set) maximum size exceeded)/;

/** Returns what is short when `error` is about memory, in the words of the budget or of V8; else undefined. */
export function shortageIn(error: unknown): Shortage | undefined {
  if (error instanceof OutOfMemory) return error.shortage;
  return error instanceof RangeError && MESSAGES.test(error.message) ? 'machine' : undefined;
}
