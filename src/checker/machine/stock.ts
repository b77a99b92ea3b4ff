// Taking stock when every thread has ended, by the rules of harness/conservation.ts: every page is in the allocator or
// in the index, and every count stands for exactly the index's reference.

import type { Property } from '../../results/check-result.js';
import { bitOf } from '../properties.js';
import type { Geometry } from './geometry.js';
import type { Words } from './words.js';

/** The set of violations (bits) that the memory shows; `fields` begin with the numbers of the words' values. */
export function takeStock(
  fields: Int32Array,
  words: Words,
  { pages, slots, pagesBase, pageBytes }: Geometry,
  resting: number,
  countOf: (word: number) => number,
): number {
  // The order of machine/model.ts: three words for each page, then the slots.
  const valueOf = (word: number): number => words.value(word, fields[word] as number);
  const indexed = new Set<number>();
  for (let key = 0; key < slots; key++) indexed.add(valueOf(3 * pages + key));
  let violations = 0;
  for (let index = 0; index < pages; index++) {
    const isIndexed = indexed.has(pagesBase + index * pageBytes);
    const found = violationAtRest(valueOf(3 * index), valueOf(3 * index + 2), isIndexed, resting, countOf);
    if (found) violations |= 1 << bitOf(found);
  }
  return violations;
}

function violationAtRest(
  word: number,
  generation: number,
  indexed: boolean,
  resting: number,
  countOf: (word: number) => number,
): Property | undefined {
  if ((generation & 1) === 0) {
    if (indexed) return 'useAfterFree';
    if ((word & resting) !== resting) return 'lostOverflow';
    return countOf(word) > 0 ? 'leak' : undefined;
  }
  if (!indexed || countOf(word) > 1) return 'leak';
  return countOf(word) < 1 ? 'underflow' : undefined;
}
