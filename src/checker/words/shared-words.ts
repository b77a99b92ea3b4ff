// Which words the threads of a model share, and what listings call them.

import {
  EPOCH,
  GENERATION,
  RECLAIM_GRACE,
  RECLAIM_TYPE_STABLE,
  REFCOUNT,
  RETIRED_IN,
  SLOT_BYTES,
  TYPE,
  WORKER_BYTES,
  WORKER_SECTION,
  WORKERS_BASE,
} from '../../runtime/layout.js';
import { type Geometry, PAGE_BYTES, perThreadWordsOf } from './geometry.js';
import type { Word } from './words.js';

/** Every shared word, in the order in which listings show them, and how many hold each page. */
export function sharedWords(geometry: Geometry, memory: ReadonlyMap<number, number>, width: number): Word[] {
  const words: Word[] = [];
  const add = (name: string, address: number, bits = 32): void => {
    words.push({ name, address, initial: memory.get(address) ?? 0, bits });
  };
  const pages = Array.from({ length: geometry.pages }, (_, index) => ({
    of: geometry.pages === 1 ? '' : ` of page ${index}`,
    page: geometry.pagesBase + index * PAGE_BYTES,
    index,
  }));
  for (const { of, page } of pages) {
    add(`refcount${of}`, page + REFCOUNT, width);
    add(`type${of}`, page + TYPE);
    add(`generation${of}`, page + GENERATION);
  }
  const { slots, slotsBase, perThreadWords, reclaim } = geometry;
  for (let key = 0; key < slots; key++) add(slots === 1 ? 'slot' : `slot ${key}`, slotsBase + key * SLOT_BYTES);
  for (const { of, index } of pages) {
    for (const [place, address] of perThreadWordsOf(geometry, index).entries()) {
      const [worker, n] = [Math.floor(place / perThreadWords), place % perThreadWords];
      add(`${wordName(worker, perThreadWords === 1 ? undefined : n)}${of}`, address);
    }
  }
  if (reclaim > RECLAIM_TYPE_STABLE) for (const { of, page } of pages) add(`stamp${of}`, page + RETIRED_IN);
  if (reclaim >= RECLAIM_GRACE) {
    add('epoch', EPOCH);
    for (let worker = 0; worker < geometry.workers; worker++) {
      add(`section of T${worker + 1}`, WORKERS_BASE + worker * WORKER_BYTES + WORKER_SECTION);
    }
  }
  for (const { page, index } of pages) {
    const holdersOf = { count: page + REFCOUNT, generation: page + GENERATION };
    words.push({ name: `holders of page ${index}`, address: undefined, initial: 0, bits: 32, holdersOf });
  }
  return words;
}

/** For listings: one of the words of a worker. */
function wordName(worker: number, n: number | undefined): string {
  return n === undefined ? `word of T${worker + 1}` : `word ${n} of T${worker + 1}`;
}
