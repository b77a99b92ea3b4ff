// Where everything lies in the memory of a model.

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
  /** How the memory of freed descriptors comes back: RECLAIM_TYPE_STABLE and so on (runtime/layout.ts). */
  readonly reclaim: number;
}

/** A model has no cache lines, so a page is as small as its fields allow: a worker's words for it find room there. */
export const PAGE_BYTES = 16;

/** Where the words of each worker begin, behind the pages, and how far apart they are: those of a page as the pages. */
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
