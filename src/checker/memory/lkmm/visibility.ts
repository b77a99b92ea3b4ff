// What orders plain accesses (explanation.txt, "Plain accesses and data races"). A compiler may split, repeat or drop a
// plain access, so it is ordered only through marked accesses that bound it: one after which it is sure to begin
// (pre-bounded), one before which it is sure to be over (post-bounded).

import { butNot } from './event-set.js';
import { acrossRmb, type Fences, valuedReads } from './fences.js';
import type { Primitives } from './primitives.js';
import { rmwSequence } from './propagation.js';
import { anyTimes, between, identity, optional, type Relation, sequence, union, within } from './relation.js';

/** Between accesses of different threads, which no fence links directly. */
export interface Visibility {
  /** The first write is visible where the second happens. */
  readonly wwVis: Relation;
  /** The write is visible where the read happens. */
  readonly wrVis: Relation;
  /** The read is over before the write happens. */
  readonly rwXb: Relation;
}

export interface Orders {
  readonly fences: Fences;
  readonly address: Relation;
  readonly cumulFences: Relation;
  readonly hb: Relation;
  readonly pb: Relation;
}

export function visibilityOf(primitives: Primitives, { fences, address, cumulFences, hb, pb }: Orders): Visibility {
  const { size, accesses, marked, rfe, threadOf, noReturn } = primitives;
  const { strong, nonRw, any } = fences;
  const itself = between(marked, identity(size), marked);
  // Executes before: the orders in time that are certain, one after another.
  const xb = anyTimes(union(hb, pb));

  // A compiler may make a plain write read its word first, so smp_rmb() bounds a write as well, as the read that it
  // may begin with.
  const valued = valuedReads(primitives);
  const mayRead = butNot(accesses, noReturn);
  const rmb = acrossRmb(primitives);
  const wPreBounded = union(itself, between(marked, union(address, any), accesses));
  const rPreBounded = union(itself, between(marked, union(address, nonRw, between(valued, rmb, mayRead)), accesses));
  const wPostBounded = sequence(union(itself, between(accesses, any, marked)), rmwSequence(primitives));
  const rPostBounded = union(itself, between(accesses, union(nonRw, between(mayRead, rmb, valued)), marked));

  // A marked write is visible to a thread that it has reached, and to all of them behind a strong fence.
  const reached = sequence(cumulFences, optional(rfe));
  const vis = sequence(reached, union(sequence(between(marked, strong, marked), xb), within(xb, threadOf)));

  const visible = (preBounded: Relation): Relation =>
    union(sequence(strong, xb, preBounded), sequence(wPostBounded, vis, preBounded));
  return {
    wwVis: visible(wPreBounded),
    wrVis: visible(rPreBounded),
    rwXb: sequence(rPostBounded, xb, wPreBounded),
  };
}
