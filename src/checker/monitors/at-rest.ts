// The invariant of states at rest, in which every thread has ended: every page is either free or in the index, and
// every reference count equals the number of index slots that point at the page.

import type { Program } from '../../printers/model/instructions.js';
import { POISON, REFCOUNT, RETIRED_IN } from '../../runtime/layout.js';
import { violationAtRest } from '../../violations/at-rest.js';
import { functionOf, Interpreter } from '../program/interpreter.js';
import { type Geometry, perThreadWordsOf } from '../words/geometry.js';
import type { Words } from '../words/words.js';
import { bitOf } from './property-bits.js';

/** The set of violations (bits) of a state at rest. `finalValue`: of a word, by its number. */
export function violationsAtRest(
  finalValue: (word: number) => number,
  { pages, slots, pagesBase, pageBytes }: Geometry,
  isDead: (word: number) => boolean,
  countOf: CountAtRest,
  words: Words,
): number {
  // The order of words in geometry.ts: three for each page, then the slots.
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

/** The references on the page number `page` at rest, by the protocol's own reading. `finalValue`: of a word, by its number. */
export type CountAtRest = (page: number, finalValue: (word: number) => number) => number;

/**
 * Reads the count word and the words of each worker. `configuration`: the words of the run's configuration, by address.
 * `globals`: the values of the globals of a thread that is set up.
 */
export function countInAllWords(
  program: Program,
  geometry: Geometry,
  words: Words,
  configuration: ReadonlyMap<number, number>,
  globals: readonly number[],
): CountAtRest {
  const countAt = functionOf(program, 'countAt');
  const counts = new Map<string, number>();
  return (page, finalValue) => {
    const word = geometry.pagesBase + page * geometry.pageBytes + REFCOUNT;
    const addresses = [word, ...perThreadWordsOf(geometry, page)];
    const values = addresses.map((address) => [address, finalValue(words.at(address))] as const);
    const key = values.join();
    let count = counts.get(key);
    if (count === undefined) {
      const interpreter = new Interpreter(program, new Map([...configuration, ...values]));
      count = interpreter.evaluate(countAt, [word], [...globals]);
      counts.set(key, count);
    }
    return count;
  };
}
