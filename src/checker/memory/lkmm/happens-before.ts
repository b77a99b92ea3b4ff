// Happens-before and propagates-before, "hb" and "pb" (explanation.txt, under these names): two orders in time that all
// threads share, of marked accesses only. Neither may run in a circle.

import type { Fences } from './fences.js';
import type { Primitives } from './primitives.js';
import { anyTimes, between, identity, type Relation, sequence, union, within, without } from './relation.js';

/** From an access to one that happens later: by preserved program order, or because it saw what the first did. */
export function happensBefore({ marked, rfe, threadOf, size }: Primitives, ppo: Relation, prop: Relation): Relation {
  const propagated = without(within(prop, threadOf), identity(size));
  return between(marked, union(ppo, rfe, propagated), marked);
}

/** From an access to one that happens after the first has reached every thread, as a strong fence ensures. */
export function propagatesBefore(prop: Relation, { strong }: Fences, hb: Relation): Relation {
  return sequence(prop, strong, anyTimes(hb));
}
