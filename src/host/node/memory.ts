// Memory of the machine or the container, and V8's heap, as V8 tells of it.

import { freemem, totalmem } from 'node:os';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Heap, Memory } from '../host.js';

/** `constrained`: what the container allows. Without one it is 0, or more than there is. */
export function memory(total = totalmem(), free = freemem(), constrained = process.constrainedMemory?.() ?? 0): Memory {
  return { totalBytes: constrained > 0 && constrained < total ? constrained : total, freeBytes: free };
}

/** V8's limit is the sum of one for what is old and one for what is young, which the former cannot have. */
const YOUNG_BYTES = 48 * 2 ** 20;

let collect: (() => void) | undefined;

export const heap: Heap = {
  used: () => getHeapStatistics().used_heap_size,
  limit: getHeapStatistics().heap_size_limit - YOUNG_BYTES,
  /** A script gets at the collector in a context of its own. */
  collect() {
    if (!collect) {
      setFlagsFromString('--expose-gc');
      collect = runInNewContext('gc') as () => void;
      setFlagsFromString('--no-expose-gc');
    }
    collect();
  },
};
