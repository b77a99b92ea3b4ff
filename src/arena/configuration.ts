// The configuration that kernels read from the memory of a run, a replay, or a model of the checker.

import * as layout from '../runtime/layout.js';

export interface Configuration {
  readonly workers: number;
  readonly pages: number;
  readonly pageBytes: number;
  /** Addresses of the first page and of the first slot. */
  readonly pagesBase: number;
  readonly slotsBase: number;
  /** A power of two. */
  readonly slots: number;
  /** Place of the words that each worker has for the pages: see runtime/per-thread-words.ts. */
  readonly perThreadWordsAt: { readonly base: number; readonly bytes: number; readonly shift: number };
  readonly lookedUp: boolean;
  readonly recheck: boolean;
  readonly unmapLate?: boolean;
  /** RECLAIM_TYPE_STABLE and so on, SECTION_PUT_OUTSIDE and so on: see runtime/layout.ts. Absent: these. */
  readonly reclaim?: number;
  readonly section?: number;
  /** Workers take the page last that they freed last, instead of first. */
  readonly cold?: boolean;
}

/** The words of the configuration. */
export function configurationWords(of: Configuration): [address: number, value: number][] {
  return [
    [layout.CONFIG_PAGES, of.pages],
    [layout.CONFIG_PAGE_BYTES, of.pageBytes],
    [layout.CONFIG_PAGES_BASE, of.pagesBase],
    [layout.CONFIG_SLOTS, of.slots],
    [layout.CONFIG_SLOTS_BASE, of.slotsBase],
    [layout.CONFIG_LOOKED_UP, Number(of.lookedUp)],
    [layout.CONFIG_RECHECK, Number(of.recheck)],
    [layout.CONFIG_UNMAP_LATE, Number(of.unmapLate ?? false)],
    [layout.CONFIG_RECLAIM, of.reclaim ?? layout.RECLAIM_NOTHING],
    [layout.CONFIG_SECTION, of.section ?? layout.SECTION_PUT_OUTSIDE],
    [layout.CONFIG_COLD, Number(of.cold ?? false)],
    [layout.CONFIG_WORKERS, of.workers],
    [layout.CONFIG_WORKER_WORDS_BASE, of.perThreadWordsAt.base],
    [layout.CONFIG_WORKER_WORDS_BYTES, of.perThreadWordsAt.bytes],
    [layout.CONFIG_WORKER_WORDS_SHIFT, of.perThreadWordsAt.shift],
  ];
}
