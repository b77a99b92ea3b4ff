// Coherence (explanation.txt, "Sequential consistency per variable"): the accesses to one word happen in one order, of
// which program order, reads-from, coherence order and from-reads are each a part.

import type { Primitives } from './primitives.js';
import { called, type Relation, union, within } from './relation.js';

/** Has a cycle where coherence is broken. */
export function coherenceOrder({ po, wordOf, rf, co, fr }: Primitives): Relation {
  return union(called('po-loc', within(po, wordOf)), rf, co, fr);
}
