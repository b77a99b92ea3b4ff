// Plain accesses (the additions of 2019: tools/memory-model/Documentation/explanation.txt, "Plain accesses and data
// races"). A compiler may split, repeat or drop a plain access, so it is ordered only through marked accesses that bound
// it: one before which it is sure to be over, one after which it is sure to begin.

import { type Fences, readFence, valuedReads } from './fences.js';
import type { Primitives } from './primitives.js';
import { rmwSequence } from './propagation.js';
import { anyTimes, between, identity, optional, type Relation, sequence, union, within } from './relation.js';

export interface Visibility {
  /** The first write is visible wherever the second happens ("ww-vis"). */
  readonly writeToWrite: Relation;
  /** The write is visible where the read happens ("wr-vis"). */
  readonly writeToRead: Relation;
  /** The read is over before the write happens ("rw-xbstar"). */
  readonly readToWrite: Relation;
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
  const executes = anyTimes(union(hb, pb)); // "xbstar"

  // smp_rmb() bounds a write, too: a compiler may make a write read first. "w-pre-bounded" and so on.
  const valued = valuedReads(primitives);
  const visible = accesses.map((bits, word) => bits & ~(noReturn[word] as number));
  const rmb = readFence(primitives);
  const beforeWrite = union(itself, between(marked, union(address, any), accesses));
  const beforeRead = union(itself, between(marked, union(address, nonRw, between(valued, rmb, visible)), accesses));
  const afterWrite = sequence(union(itself, between(accesses, any, marked)), rmwSequence(primitives));
  const afterRead = union(itself, between(accesses, union(nonRw, between(visible, rmb, valued)), marked));

  const reached = sequence(cumulFences, optional(rfe), itself);
  const vis = sequence(reached, union(sequence(between(marked, strong, marked), executes), within(executes, threadOf)));

  const seen = (before: Relation): Relation =>
    union(any, sequence(strong, executes, before), sequence(afterWrite, vis, before));
  return {
    writeToWrite: seen(beforeWrite),
    writeToRead: seen(beforeRead),
    readToWrite: union(any, sequence(afterRead, executes, beforeWrite)),
  };
}
