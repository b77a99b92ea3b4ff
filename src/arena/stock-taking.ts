// Taking stock after a run, when nobody holds anything any more: every page is in the allocator or in the index, and
// every count stands for exactly the references of the slots that point at the page.

import type { Kernel } from '../engines/kernel.js';
import type { Conservation } from '../results/race-result.js';
import { ALLOCS, FREES } from '../runtime/counters.js';
import { GENERATION, REFCOUNT, SLOT_BYTES } from '../runtime/layout.js';
import { violationAtRest } from '../violations/at-rest.js';
import type { Arena } from './arena.js';

export interface Stock {
  readonly conservation: Conservation;
  /** Violations that only show now. */
  readonly leak: number;
  readonly underflow: number;
  readonly useAfterFree: number;
  readonly lostOverflow: number;
  /** False when the workers' counts contradict the pages': a defect of the harness, not of the protocol. */
  readonly consistent: boolean;
}

const PROBLEMS_KEPT = 10;

/** `counts` are the workers' counters by kind, summed. */
export function takeStock(
  arena: Arena,
  { pages, pageBytes, slots }: { readonly pages: number; readonly pageBytes: number; readonly slots: number },
  kernel: Kernel,
  counts: Float64Array,
): Stock {
  const { words } = arena;
  const problems: string[] = [];
  const tell = (problem: string): void => {
    if (problems.length < PROBLEMS_KEPT) problems.push(problem);
  };

  /** How many slots point at a page: each holds a reference. */
  const indexed = new Map<number, number>();
  for (let key = 0; key < slots; key++) {
    const page = words[(arena.slotsBase + key * SLOT_BYTES) >> 2] as number;
    if (page !== 0) indexed.set(page, (indexed.get(page) ?? 0) + 1);
  }

  const resting = kernel.restingWord();
  const stock = { leak: 0, underflow: 0, useAfterFree: 0, lostOverflow: 0 };
  let [freePages, livePages, lostPages, allocs, frees] = [0, 0, 0, 0, 0];
  for (let index = 0; index < pages; index++) {
    const page = arena.pagesBase + index * pageBytes;
    const generation = (words[(page + GENERATION) >> 2] as number) >>> 0;
    const word = words[(page + REFCOUNT) >> 2] as number;
    const references = kernel.countOf(word);
    const inSlots = indexed.get(page) ?? 0;
    allocs += Math.ceil(generation / 2);
    frees += Math.floor(generation / 2);
    const free = generation % 2 === 0;
    if (free) freePages++;
    else if (inSlots === 0) lostPages++;
    else livePages++;
    const found = violationAtRest({ word, references, generation, slots: inSlots }, resting);
    if (found === undefined) continue;
    stock[found]++;
    if (!free && inSlots === 0) tell(`page ${index} is lost: allocated, in no slot, word ${hex(word)}`);
    else if (!free)
      tell(`page ${index} is in the index, but its word ${hex(word)} counts ${references} instead of ${inSlots}`);
    else if (found === 'useAfterFree') tell(`page ${index} is free, but the index still points at it`);
    else if (found === 'leak') tell(`page ${index} is free, but its word ${hex(word)} counts ${references}`);
    else tell(`page ${index} is free, but its word ${hex(word)} has lost bits of the resting word`);
  }

  // A generation is a 32-bit word, so a page's history is known modulo 2^32 steps: 2^31 allocations.
  const agree = (counted: number | undefined, seen: number): boolean => ((counted ?? 0) - seen) % 2 ** 31 === 0;
  const consistent = agree(counts[ALLOCS], allocs) && agree(counts[FREES], frees);
  if (!consistent) {
    tell(`workers counted ${counts[ALLOCS]} allocations and ${counts[FREES]} frees, the pages ${allocs} and ${frees}`);
  }
  return { ...stock, consistent, conservation: { checked: true, livePages, freePages, lostPages, problems } };
}

function hex(word: number): string {
  return `0x${(word >>> 0).toString(16)}`;
}
