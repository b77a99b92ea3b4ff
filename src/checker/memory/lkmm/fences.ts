// What fences order, and the accesses that are fences on one side (explanation.txt, "The preserved program order relation",
// and for smp_mb__before_atomic() and smp_mb__after_atomic() "Odds and ends"). Each relation leads from an access to a later
// one of its thread.

import type { Fence } from '../../../printers/model/instructions.js';
import { FULL } from '../../../runtime/order.js';
import { both, butNot, contains, type EventSet, setOf } from './event-set.js';
import type { Event } from './execution.js';
import type { Primitives } from './primitives.js';
import { between, called, named, type Relation, union } from './relation.js';

export interface Fences {
  /** smp_mb() and all that is as strong: the only fences on whose order all threads agree. */
  readonly strong: Relation;
  readonly rmb: Relation;
  readonly wmb: Relation;
  readonly poRelease: Relation;
  /** All but rmb and wmb. */
  readonly nonRw: Relation;
  readonly any: Relation;
}

export function fencesOf(primitives: Primitives): Fences {
  const { writes, accesses, po, acquires, releases } = primitives;
  const strong = strongFence(primitives);
  const valued = valuedReads(primitives);
  const rmb = between(valued, acrossRmb(primitives), valued);
  const wmb = between(writes, fenceOf(primitives, 'write', 'wmb'), writes);
  const acquirePo = called('acq-po', between(acquires, po, accesses));
  const poRelease = called('po-rel', between(accesses, po, releases));
  const nonRw = union(strong, acquirePo, poRelease);
  return { strong, rmb, wmb, poRelease, nonRw, any: union(nonRw, rmb, wmb) };
}

/** Reads whose value the source can see. smp_rmb() does not order the others, which may happen in the memory itself. */
export function valuedReads({ reads, noReturn }: Primitives): EventSet {
  return butNot(reads, noReturn);
}

/** All that is before a smp_rmb(), with all that is behind it. */
export function acrossRmb(primitives: Primitives): Relation {
  return fenceOf(primitives, 'read', 'rmb');
}

function fenceOf(primitives: Primitives, fence: Fence, name: string): Relation {
  return eachEvent(primitives, name, (event, at, order) => {
    if (event.fence === fence) order(at - 1, at + 1);
  });
}

/**
 * An operation with full ordering stands between two fences. A fence before an atomic operation orders what is before the
 * fence with the operation and all that is behind that; a fence after one likewise. Both heed a compare-and-swap that
 * fails as well, although that orders nothing by itself.
 */
function strongFence(primitives: Primitives): Relation {
  const { accesses } = primitives;
  const orders = union(
    fenceOf(primitives, 'full', 'mb'),
    fullOperations(primitives),
    beforeAtomic(primitives),
    afterAtomic(primitives),
  );
  return between(accesses, orders, accesses);
}

function fullOperations(primitives: Primitives): Relation {
  const { rmwWrite } = primitives.execution;
  return eachEvent(primitives, 'full', ({ kind, order: asked }, first, order) => {
    if (kind === 'fence' || asked !== FULL || rmwWrite.includes(first)) return;
    const last = Math.max(first, rmwWrite[first] as number);
    order(first - 1, first);
    order(last, last + 1);
  });
}

function beforeAtomic(primitives: Primitives): Relation {
  return eachEvent(primitives, 'before-atomic', ({ fence, thread }, at, order) => {
    if (fence !== 'before-atomic') return;
    const next = atomicAccesses(primitives, thread).find((access) => access > at);
    if (next !== undefined) order(at - 1, next);
  });
}

function afterAtomic(primitives: Primitives): Relation {
  return eachEvent(primitives, 'after-atomic', ({ fence, thread }, at, order) => {
    if (fence !== 'after-atomic') return;
    const last = atomicAccesses(primitives, thread).findLast((access) => access < at);
    if (last !== undefined) order(last, at + 1);
  });
}

/** The reads and writes of the read-modify-writes of a thread, and the reads of those that fail, in program order. */
function atomicAccesses({ execution: { events, rmwWrite } }: Primitives, thread: number): number[] {
  return [...events.keys()].filter((access) => {
    const event = events[access];
    return event?.thread === thread && (event.failed || rmwWrite[access] !== -1 || rmwWrite.includes(access));
  });
}

/** Everything of a thread up to one event of it comes before everything from another on. */
type Order = (last: number, first: number) => void;

function eachEvent(
  { execution: { events }, threadOf }: Primitives,
  name: string,
  visit: (event: Event, at: number, order: Order) => void,
): Relation {
  const result = named(events.length, name);
  events.forEach((event, at) => {
    const thread = threadOf[at] as EventSet;
    visit(event, at, (last, first) => {
      const after = both(
        thread,
        setOf(events.length, (index) => index >= first),
      );
      for (let index = 0; index <= last; index++) if (contains(thread, index)) result.addAll(index, after);
    });
  });
  return result;
}
