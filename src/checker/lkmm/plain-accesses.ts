// The rules of plain accesses: plain coherence, an axiom, and data races, which make a program wrong (the additions of
// 2019). Both are about race candidates: two accesses of different threads, at least one of them plain, to one word.

import { stepsOf } from './cycles.js';
import type { Primitives } from './primitives.js';
import {
  across,
  between,
  intersection,
  optional,
  type Relation,
  type Step,
  sequence,
  union,
  without,
} from './relation.js';
import type { Visibility } from './visibility.js';

/** The edges of a relation that are between race candidates. Initial writes race with nothing. */
function candidates({ plain, accesses, initial, threadOf }: Primitives, relation: Relation): Relation {
  const ofThreads = accesses.map((bits, word) => bits & ~(initial[word] as number));
  return across(union(between(plain, relation, accesses), between(ofThreads, relation, plain)), threadOf);
}

/** What a race candidate saw or overwrote, against what is visible: two steps in opposite directions. */
export function plainIncoherence(
  primitives: Primitives,
  { readToWrite, writeToRead, writeToWrite }: Visibility,
): Step[] | undefined {
  const { rf, fr, co } = primitives;
  const against = [
    [rf, readToWrite],
    [fr, writeToRead],
    [co, writeToWrite],
  ] as const;
  for (const [communication, order] of against) {
    for (const [from, to] of candidates(primitives, communication).edges()) {
      if (order.has(to, from)) return [...stepsOf(communication, from, to), ...stepsOf(order, to, from)];
    }
  }
  return undefined;
}

/**
 * Pairs of race candidates that nothing keeps apart. Of a complete execution only: what is still to come can keep two
 * accesses apart.
 */
export function racesIn(
  primitives: Primitives,
  { readToWrite, writeToRead, writeToWrite }: Visibility,
): [first: number, second: number][] {
  const { rf, fr, co, marked, writes } = primitives;
  // A compiler may make a plain write read first, so it has to be in order as a read as well.
  const apart = intersection(
    intersection(writeToWrite, union(between(marked, co, writes), readToWrite)),
    union(between(writes, co, marked), writeToRead),
  );
  const seen = candidates(primitives, sequence(optional(co), rf));
  return [
    ...without(candidates(primitives, co), apart).edges(),
    ...without(seen, writeToRead)
      .edges()
      .filter(([write, read]) => !readToWrite.has(read, write)),
    ...without(candidates(primitives, fr), readToWrite).edges(),
  ];
}
