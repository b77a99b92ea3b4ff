// Taking stock after a run, when nobody holds anything any more: every page is in the allocator or in the index, and
// every count stands for exactly the references of the slots that point at the page.

import type { Kernel } from '../engines/kernel.js';
import type { Conservation } from '../results/race-result.js';
import { ALLOCS, FREES } from '../runtime/counters.js';
import { GENERATION, REFCOUNT, SLOT_BYTES } from '../runtime/layout.js';
import { type PageAtRest, type ViolationAtRest, violationAtRest } from '../violations/at-rest.js';
import { type Arena, readWord } from './arena.js';
import type { Counts } from './counts.js';

export interface Stock {
  readonly conservation: Conservation;
  /** Violations that the pages at rest show. */
  readonly atRest: Readonly<Record<ViolationAtRest, number>>;
  /** False when the workers' counts contradict the pages': a defect of the harness, not of the protocol. */
  readonly consistent: boolean;
}

const PROBLEMS_KEPT = 10;

/** `counts` are those of all workers together. */
export function takeStock(
  arena: Arena,
  { pages, pageBytes, slots }: { readonly pages: number; readonly pageBytes: number; readonly slots: number },
  kernel: Kernel,
  counts: Counts,
): Stock {
  const { words } = arena;
  const problems: string[] = [];
  const note = (problem: string): void => {
    if (problems.length < PROBLEMS_KEPT) problems.push(problem);
  };

  /** How many slots point at a page: each holds a reference. */
  const indexed = new Map<number, number>();
  for (let key = 0; key < slots; key++) {
    const page = readWord(words, arena.slotsBase + key * SLOT_BYTES);
    if (page !== 0) indexed.set(page, (indexed.get(page) ?? 0) + 1);
  }

  const resting = kernel.restingWord();
  const atRest: Record<ViolationAtRest, number> = { leak: 0, underflow: 0, useAfterFree: 0, lostOverflow: 0 };
  let [freePages, livePages, lostPages, allocs, frees] = [0, 0, 0, 0, 0];
  for (let index = 0; index < pages; index++) {
    const page = arena.pagesBase + index * pageBytes;
    const generation = readWord(words, page + GENERATION) >>> 0;
    const word = readWord(words, page + REFCOUNT);
    const references = kernel.countOf(word);
    const inSlots = indexed.get(page) ?? 0;
    allocs += Math.ceil(generation / 2);
    frees += Math.floor(generation / 2);
    const free = generation % 2 === 0;
    if (free) freePages++;
    else if (inSlots === 0) lostPages++;
    else livePages++;
    const state: PageAtRest = { word, references, generation, slots: inSlots };
    const found = violationAtRest(state, resting);
    if (found === undefined) continue;
    atRest[found]++;
    note(`page ${index} ${problemOf(found, state)}`);
  }

  // A generation is a 32-bit word, so a page's history is known modulo 2^32 steps: 2^31 allocations.
  const agree = (counted: number, seen: number): boolean => (counted - seen) % 2 ** 31 === 0;
  const consistent = agree(counts.of(ALLOCS), allocs) && agree(counts.of(FREES), frees);
  if (!consistent) {
    note(
      `workers counted ${counts.of(ALLOCS)} allocations and ${counts.of(FREES)} frees, the pages ${allocs} and ${frees}`,
    );
  }
  return { atRest, consistent, conservation: { checked: true, livePages, freePages, lostPages, problems } };
}

function problemOf(found: ViolationAtRest, { word, references, generation, slots }: PageAtRest): string {
  if (generation % 2 !== 0) {
    return slots === 0
      ? `is lost: allocated, in no slot, word ${hex(word)}`
      : `is in the index, but its word ${hex(word)} counts ${references} instead of ${slots}`;
  }
  if (found === 'useAfterFree') return 'is free, but the index still points at it';
  if (found === 'leak') return `is free, but its word ${hex(word)} counts ${references}`;
  return `is free, but its word ${hex(word)} has lost bits of the resting word`;
}

function hex(word: number): string {
  return `0x${(word >>> 0).toString(16)}`;
}
