// Propagation: which writes reach other threads before which (explanation.txt, "Propagation order relation: cumul-fence",
// and "The happens-before relation", of which "prop" is a part).

import type { Fences } from './fences.js';
import type { Primitives } from './primitives.js';
import { across, anyTimes, between, optional, type Relation, sequence, union } from './relation.js';

export interface Propagation {
  /** Any number of fences that keep what reaches a thread in order. */
  readonly cumulFences: Relation;
  /** Whoever sees the second event was reached by the first before. */
  readonly prop: Relation;
}

/** A read-modify-write of a write passes on what that one carries. */
export function rmwSequence({ rf, rmw }: Primitives): Relation {
  return anyTimes(sequence(rf, rmw));
}

export function propagationOf(primitives: Primitives, { strong, poRelease, wmb }: Fences): Propagation {
  const { marked, threadOf, co, fr, rfe } = primitives;
  // A strong fence and a release are cumulative: they order what their thread has read from others as well.
  const cumulative = sequence(optional(between(marked, rfe, marked)), union(strong, poRelease));
  const cumulFence = sequence(between(marked, union(cumulative, wmb), marked), rmwSequence(primitives));
  const cumulFences = anyTimes(cumulFence);
  const overwrites = across(union(co, fr), threadOf);
  const [overwritten, seen] = [optional(overwrites), optional(rfe)].map((part) => between(marked, part, marked));
  return { cumulFences, prop: sequence(overwritten as Relation, cumulFences, seen as Relation) };
}
