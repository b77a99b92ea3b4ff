// How much memory a check may hold. What it holds is counted rather than measured, so that the same check ends at the
// same state wherever it runs. V8's heap has a limit of its own, behind which the process would be gone: that one is
// measured.

import { freemem, totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { collectGarbage } from './collect-garbage.js';

/** What has no more room: the budget, V8's heap, or the machine. */
export type Shortage = 'budget' | 'heap' | 'machine';

/** There is no memory for what comes next. What was found until then still stands. */
export class OutOfMemory extends Error {
  constructor(readonly shortage: Shortage) {
    super(`out of memory: ${shortage}`);
  }
}

/** What holds memory, and knows how much. */
export interface Holder {
  bytesHeld(): number;
}

/** V8's heap: bytes in use, garbage included, and the most that it can have. */
export interface Heap {
  used(): number;
  readonly limit: number;
  collect(): void;
}

/** V8's limit is the sum of one for what is old and one for what is young, which the former cannot have. */
const YOUNG_BYTES = 48 * 2 ** 20;

const ownHeap: Heap = {
  used: () => getHeapStatistics().used_heap_size,
  limit: getHeapStatistics().heap_size_limit - YOUNG_BYTES,
  collect: collectGarbage,
};

/** The part of the heap that may be in use: the collector needs room to work, and so does what comes between two looks. */
const MAX_HEAP = 0.75;

export class MemoryBudget {
  constructor(
    readonly maxBytes: number,
    private readonly holders: readonly Holder[] = [],
    private readonly heap: Heap = ownHeap,
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

/** What each of `together` checks at a time may hold, in bytes, of what all may. */
export function shareOfMemory(together: number, maxBytes = defaultMaxMemoryBytes()): number {
  return Math.max(1, Math.floor(maxBytes / together));
}

/** Half of the machine's memory or of the container's, and no more than most of what is free now. In bytes. */
export function defaultMaxMemoryBytes(
  total = totalmem(),
  free = freemem(),
  constrained = process.constrainedMemory?.() ?? 0,
): number {
  // Without a container it is 0, or more than there is.
  const most = constrained > 0 && constrained < total ? constrained : total;
  return Math.floor(Math.min(most / 2, free * 0.8));
}
