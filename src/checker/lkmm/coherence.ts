// Coherence: sequential consistency per variable (section 3.2). The accesses to one word happen in one order, of which
// program order, reads-from, coherence order and from-reads are each a part.

import type { Primitives } from './primitives.js';
import { between, named, type Relation, union } from './relation.js';

/** Has a cycle where coherence is broken. */
export function coherenceOrder({ execution: { events }, po, rf, co, fr, accesses }: Primitives): Relation {
  return union(samePlace(events, between(accesses, po, accesses)), rf, co, fr);
}

function samePlace(events: Primitives['execution']['events'], po: Relation): Relation {
  const poLoc = named(events.length, 'po-loc');
  for (const [from, to] of po.edges()) if (events[from]?.word === events[to]?.word) poLoc.add(from, to);
  return poLoc;
}
