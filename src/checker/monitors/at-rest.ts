// The invariant of states at rest, in which every thread has ended: every page is either free or in the index, and
// every reference count equals the number of index slots that point at the page.

import { POISON, RETIRED_IN } from '../../runtime/layout.js';
import { violationAtRest } from '../../violations/at-rest.js';
import type { Geometry } from '../words/geometry.js';
import type { Words } from '../words/words.js';
import type { CountAtRest } from './counts-at-rest.js';
import { bitOf } from './property-bits.js';

/** The set of violations (bits) of a state at rest. `finalValue`: of a word, by its number. */
export function violationsAtRest(
  finalValue: (word: number) => number,
  { pages, slots, pagesBase, pageBytes }: Geometry,
  isDead: (word: number) => boolean,
  countOf: CountAtRest,
  words: Words,
): number {
  // The order of words in model.ts: three for each page, then the slots.
  const indexed = new Map<number, number>();
  for (let key = 0; key < slots; key++) {
    const page = finalValue(3 * pages + key);
    indexed.set(page, (indexed.get(page) ?? 0) + 1);
  }
  let violations = 0;
  for (let index = 0; index < pages; index++) {
    const word = finalValue(3 * index);
    const inSlots = indexed.get(pagesBase + index * pageBytes) ?? 0;
    const references = countOf(index, finalValue);
    const stamp = words.find(pagesBase + index * pageBytes + RETIRED_IN);
    const poison = stamp !== undefined && finalValue(stamp) === 0 ? words.wrapped(3 * index, POISON) : undefined;
    const page = {
      word,
      references,
      dead: isDead(word),
      generation: finalValue(3 * index + 2),
      slots: inSlots,
      poison,
    };
    const found = violationAtRest(page);
    if (found) violations |= 1 << bitOf(found);
  }
  return violations;
}
