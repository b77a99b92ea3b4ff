// Layout of the memory of a model: pages, index slots, words of each worker, and what listings call them.

import * as layout from '../../runtime/layout.js';
import type { Word } from './words.js';

/** Layout of the pages and index slots of a model in memory. `...Base`: byte addresses, as in the compiled kernels. */
export interface Geometry {
  readonly pages: number;
  readonly slots: number;
  readonly pagesBase: number;
  readonly pageBytes: number;
  readonly slotsBase: number;
  readonly workers: number;
  /** Words that each worker has for each page; 0: the protocol counts in one word. */
  readonly perThreadWords: number;
  /** Words of an object beside its count; 0 where the sources know of none (runtime/object-words.ts). */
  readonly objectWords: number;
  /** The way in which the memory of freed descriptors comes back: RECLAIM_TYPE_STABLE and so on (runtime/layout.ts). */
  readonly reclaim: number;
}

/**
 * The bytes of a page. A model has no cache lines, so it is as small as its fields allow: a worker's words for it find room
 * there.
 */
export function bytesOfPage({ objectWords }: Pick<Geometry, 'objectWords'>): number {
  return layout.OBJECT_WORDS + 4 * objectWords;
}

/** The address of the words of the first worker, behind the pages. */
export function perThreadWordsBase({ pages, pagesBase, pageBytes }: Geometry): number {
  return pagesBase + pages * pageBytes;
}

export function perThreadWordsBytes({ pages, pageBytes }: Geometry): number {
  return pages * pageBytes;
}

/** The addresses of the words of all workers for the page number `page`, those of a worker together. */
export function perThreadWordsOf(geometry: Geometry, page: number): number[] {
  const { workers, perThreadWords, pageBytes } = geometry;
  const ofWorker = (worker: number): number =>
    perThreadWordsBase(geometry) + worker * perThreadWordsBytes(geometry) + page * pageBytes;
  return Array.from({ length: workers * perThreadWords }, (_, index) => {
    const worker = Math.floor(index / perThreadWords);
    return ofWorker(worker) + 4 * (index % perThreadWords);
  });
}

/** Every shared word, in the order in which listings show them, and how many hold each page. */
export function sharedWords(geometry: Geometry, memory: ReadonlyMap<number, number>, width: number): Word[] {
  const words: Word[] = [];
  const add = (name: string, address: number, bits = 32): void => {
    words.push({ name, address, initial: memory.get(address) ?? 0, bits });
  };
  const pages = Array.from({ length: geometry.pages }, (_, index) => ({
    of: geometry.pages === 1 ? '' : ` of page ${index}`,
    page: geometry.pagesBase + index * geometry.pageBytes,
    index,
  }));
  for (const { of, page } of pages) {
    add(`refcount${of}`, page + layout.REFCOUNT, width);
    add(`type${of}`, page + layout.TYPE);
    add(`generation${of}`, page + layout.GENERATION);
  }
  const { slots, slotsBase, perThreadWords, objectWords, reclaim } = geometry;
  for (let key = 0; key < slots; key++) add(slots === 1 ? 'slot' : `slot ${key}`, slotsBase + key * layout.SLOT_BYTES);
  for (const { of, index } of pages) {
    for (const [place, address] of perThreadWordsOf(geometry, index).entries()) {
      const [worker, n] = [Math.floor(place / perThreadWords), place % perThreadWords];
      add(`${wordName(worker, perThreadWords === 1 ? undefined : n)}${of}`, address);
    }
  }
  for (const { of, page } of pages) {
    for (let n = 0; n < objectWords; n++) add(`word ${n}${of}`, page + layout.OBJECT_WORDS + 4 * n);
  }
  if (reclaim > layout.RECLAIM_TYPE_STABLE)
    for (const { of, page } of pages) add(`stamp${of}`, page + layout.RETIRED_IN);
  if (reclaim >= layout.RECLAIM_GRACE) {
    add('epoch', layout.EPOCH);
    for (let worker = 0; worker < geometry.workers; worker++) {
      add(`section of T${worker + 1}`, layout.WORKERS_BASE + worker * layout.WORKER_BYTES + layout.WORKER_SECTION);
    }
  }
  for (const { page, index } of pages) {
    const holdersOf = { count: page + layout.REFCOUNT, generation: page + layout.GENERATION };
    words.push({ name: `holders of page ${index}`, address: undefined, initial: 0, bits: 32, holdersOf });
  }
  return words;
}

/** For listings: one of the words of a worker. */
function wordName(worker: number, n: number | undefined): string {
  return n === undefined ? `word of T${worker + 1}` : `word ${n} of T${worker + 1}`;
}
