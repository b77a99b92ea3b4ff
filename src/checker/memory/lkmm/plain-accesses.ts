// The rules of plain accesses (explanation.txt, "Plain accesses and data races"): plain coherence, an axiom, and data races,
// which make a program wrong. Both are about race candidates: two accesses of different threads to one word, at least one
// of them a write, at least one of them plain.

import { type Step, stepsOf } from './cycles.js';
import { butNot } from './event-set.js';
import type { Primitives } from './primitives.js';
import { across, between, intersection, optional, type Relation, sequence, union, without } from './relation.js';
import type { Visibility } from './visibility.js';

/** The edges of a relation that are between race candidates. Initial writes race with nothing. */
function candidates({ plain, accesses, initial, threadOf }: Primitives, relation: Relation): Relation {
  const ofThreads = butNot(accesses, initial);
  return across(union(between(plain, relation, accesses), between(ofThreads, relation, plain)), threadOf);
}

/** What a race candidate saw or overwrote, against what is visible: two steps in opposite directions. */
export function plainIncoherence(primitives: Primitives, { rwXb, wrVis, wwVis }: Visibility): Step[] | undefined {
  const { rf, fr, co } = primitives;
  const against = [
    [rf, rwXb],
    [fr, wrVis],
    [co, wwVis],
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
export function racesIn(primitives: Primitives, { rwXb, wrVis, wwVis }: Visibility): [first: number, second: number][] {
  const { rf, fr, co } = primitives;
  // A compiler may make a plain write read first, so it has to be in order as a read as well. Of a marked one that is true
  // if it is in order as a write.
  const apart = intersection(wwVis, intersection(rwXb, wrVis));
  const seen = candidates(primitives, sequence(optional(co), rf));
  return [
    ...without(candidates(primitives, co), apart).edges(),
    ...without(seen, wrVis)
      .edges()
      .filter(([write, read]) => !rwXb.has(read, write)),
    ...without(candidates(primitives, fr), rwXb).edges(),
  ];
}
