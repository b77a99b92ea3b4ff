// Sets of events and relations that a candidate execution states, before any axiom. They have the names that the papers and
// explanation.txt give them.

import { type Fence, PLAIN } from '../../../printers/model/instructions.js';
import { ACQUIRE, FULL, RELEASE } from '../../../runtime/order.js';
import type { Event, Execution } from './execution.js';
import {
  butNot,
  difference,
  type EventSet,
  either,
  type Fill,
  forwards,
  include,
  intersection,
  inverse,
  isEmpty,
  noEdges,
  noEvents,
  ofRows,
  type Relation,
  relationOf,
  sequence,
  star,
  union,
} from './relation.js';

interface EventSets {
  readonly reads: EventSet;
  readonly writes: EventSet;
  /** Reads and writes: all but the fences. */
  readonly accesses: EventSet;
  /** Accesses that the source marks as shared. Initial writes count as marked: nobody races with them. */
  readonly marked: EventSet;
  readonly plain: EventSet;
  readonly initial: EventSet;
  /** Only a read acquires, and only a write releases, whichever part of a read-modify-write asks for it. */
  readonly acquires: EventSet;
  readonly releases: EventSet;
  /** Accesses that ask for full ordering. */
  readonly full: EventSet;
  /** Reads whose value the source cannot see. */
  readonly noReturn: EventSet;
  /** Reads and writes of read-modify-writes, and the reads of those that fail. */
  readonly atomic: EventSet;
  readonly rmwReads: EventSet;
  readonly rmwWrites: EventSet;
  /** Of spin locks: reads and writes that take one, and writes that release one. */
  readonly lockReads: EventSet;
  readonly lockWrites: EventSet;
  readonly unlocks: EventSet;
  /** Of SRCU: reads that begin a section, and writes that end one. */
  readonly srcuLocks: EventSet;
  readonly srcuUnlocks: EventSet;
  fence(kind: Fence): EventSet;
}

export interface BaseRelations extends EventSets {
  /** Program order, fences included. */
  readonly po: Relation;
  /** Between events of one thread, each event and itself included. An initial write is alone. */
  readonly int: Relation;
  /** Between accesses to one word. */
  readonly loc: Relation;
  /** Reads-from, coherence order and from-reads: e between threads, i within one. */
  readonly rf: Relation;
  readonly rfe: Relation;
  readonly rfi: Relation;
  readonly co: Relation;
  readonly coe: Relation;
  readonly fr: Relation;
  readonly fre: Relation;
  /** From the read of a read-modify-write to its write. */
  readonly rmw: Relation;
  /** From the end of a read-side section of RCU to its beginning, also where that is within another section. */
  readonly rcuSections: Relation;
  /** The same of SRCU: a section ends with a write of what its beginning read, which other threads may have handed on. */
  readonly srcuSections: Relation;
  /** From a read to the accesses whose address, whose value, or whose taking place the source computes from it. */
  readonly address: Relation;
  readonly data: Relation;
  readonly control: Relation;
}

export function baseRelations(execution: Execution): BaseRelations {
  const { events, readsFrom, coherence, rmwWrite } = execution;
  const size = events.length;
  const threads = grouped(events, ({ thread }) => thread);
  const words = grouped(events, ({ word }) => word);
  const int = ofRows(threads);
  const split = (fill: Fill): [external: Relation, internal: Relation] => {
    const all = relationOf(size, fill);
    return [difference(all, int), intersection(all, int)];
  };
  const [rfe, rfi] = split((add) => {
    for (const [read, write] of readsFrom.entries()) if (write >= 0) add(write, read);
  });
  const [coe, coi] = split((add) => {
    for (const order of coherence) {
      for (const [rank, write] of order.entries()) forEachFrom(order, rank + 1, (later) => add(write, later));
    }
  });
  const [fre, fri] = split((add) => {
    for (const [read, write] of readsFrom.entries()) {
      if (write < 0) continue;
      const order = coherence[(events[read] as Event).word] as readonly number[];
      const rank = order.indexOf(write);
      if (rank >= 0) forEachFrom(order, rank + 1, (later) => add(read, later));
    }
  });
  const rmw = relationOf(size, (add) => {
    for (const [read, write] of rmwWrite.entries()) if (write >= 0) add(read, write);
  });
  const sets = eventSets(execution);
  const loc = ofRows(words);
  const rf = union(rfe, rfi);
  const data = dependency(execution.data);
  return {
    ...sets,
    ...{ po: forwards(int), int, loc, data },
    ...{ rf, rfe, rfi, co: union(coe, coi), coe, fr: union(fre, fri), fre, rmw },
    rcuSections: rcuSections(events, sets.fence('rcu-unlock')),
    srcuSections: srcuSections(sets, { data, rf, loc }),
    address: dependency(execution.address),
    control: dependency(execution.control),
  };
}

function forEachFrom(order: readonly number[], rank: number, visit: (write: number) => void): void {
  for (let at = rank; at < order.length; at++) visit(order[at] as number);
}

function srcuSections(
  { writes, srcuLocks, srcuUnlocks }: EventSets,
  { data, rf, loc }: Pick<BaseRelations, 'data' | 'rf' | 'loc'>,
): Relation {
  if (isEmpty(srcuUnlocks)) return noEdges(data.size);
  const handedOn = star(sequence(data, butNot(writes, srcuUnlocks), rf));
  return inverse(intersection(sequence(srcuLocks, handedOn, data, srcuUnlocks), loc));
}

/** Returns whether a section of SRCU has no end, an end no beginning, or one of them several. */
export function hasUnmatchedSections(execution: Execution): boolean {
  const { events } = execution;
  const all = events.filter(({ lock }) => lock === 'srcu').length;
  if (all === 0) return false;
  const matches = baseRelations(execution).srcuSections.edges();
  return 2 * matches.length !== all || new Set(matches.flat()).size !== all;
}

function rcuSections(events: readonly Event[], unlocks: EventSet): Relation {
  if (isEmpty(unlocks)) return noEdges(events.length);
  return relationOf(events.length, (add) => {
    const open: number[][] = [];
    for (const [event, { fence, thread }] of events.entries()) {
      if (fence === 'rcu-lock') open[thread] = [...(open[thread] ?? []), event];
      const lock = fence === 'rcu-unlock' ? open[thread]?.pop() : undefined;
      if (lock !== undefined) add(event, lock);
    }
  });
}

function eventSets({ events, rmwWrite }: Execution): EventSets {
  const none = (): EventSet => noEvents(events.length);
  const [reads, writes, marked, plain, initial] = [none(), none(), none(), none(), none()];
  const [acquires, releases, full, noReturn, failed] = [none(), none(), none(), none(), none()];
  const [rmwReads, rmwWrites] = [none(), none()];
  // One set for all that the execution has not: nothing is added to it.
  const empty = none();
  const hasLocks = events.some(({ lock }) => lock !== undefined);
  const ofLocks = (): EventSet => (hasLocks ? none() : empty);
  const [lockReads, lockWrites, unlocks] = [ofLocks(), ofLocks(), ofLocks()];
  const [srcuLocks, srcuUnlocks] = [ofLocks(), ofLocks()];
  const fences = new Map<Fence, EventSet>();
  for (let event = 0; event < events.length; event++) {
    const { kind, thread, order, fence, noReturn: isUnseen, failed: isFailed, lock } = events[event] as Event;
    if (fence) {
      const set = fences.get(fence) ?? none();
      include(set, event);
      fences.set(fence, set);
    }
    if (kind === 'fence') continue;
    include(order === PLAIN && thread >= 0 ? plain : marked, event);
    if (thread < 0) include(initial, event);
    if (order === FULL) include(full, event);
    if (kind === 'read') {
      include(reads, event);
      if (order === ACQUIRE) include(acquires, event);
      if (isUnseen) include(noReturn, event);
      if (isFailed) include(failed, event);
      if (lock === 'srcu') include(srcuLocks, event);
    } else {
      include(writes, event);
      if (order === RELEASE) include(releases, event);
      if (lock === 'spin' && rmwWrite[event - 1] !== event) include(unlocks, event);
      if (lock === 'srcu') include(srcuUnlocks, event);
    }
    const write = rmwWrite[event] as number;
    if (write < 0) continue;
    include(rmwReads, event);
    include(rmwWrites, write);
    if (!lock) continue;
    include(lockReads, event);
    include(lockWrites, write);
  }
  return {
    ...{ reads, writes, accesses: either(reads, writes), marked, plain, initial },
    ...{ acquires, releases, full, noReturn, rmwReads, rmwWrites },
    ...{ lockReads, lockWrites, unlocks, srcuLocks, srcuUnlocks },
    atomic: either(failed, either(rmwReads, rmwWrites)),
    fence: (kind) => fences.get(kind) ?? empty,
  };
}

/** Returns per event those with the same key. Those with a negative key are alone. */
function grouped(events: readonly Event[], keyOf: (event: Event) => number): EventSet[] {
  const groups: EventSet[] = [];
  return events.map((event, index) => {
    const key = keyOf(event);
    const set = (key < 0 ? undefined : groups[key]) ?? noEvents(events.length);
    if (key >= 0) groups[key] = set;
    include(set, index);
    return set;
  });
}

function dependency(reads: Execution['data']): Relation {
  return relationOf(reads.length, (add) => {
    for (const [event, of] of reads.entries()) for (const read of of) add(read, event);
  });
}
