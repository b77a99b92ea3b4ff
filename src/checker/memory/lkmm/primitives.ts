// What an execution gives without any axiom: the sets of its events, and the relations that its fields state.

import { PLAIN } from '../../../printers/model/instructions.js';
import { ACQUIRE, RELEASE } from '../../../runtime/order.js';
import { both, type EventSet, exclude, include, noEvents, setOf } from './event-set.js';
import type { Event, Execution } from './execution.js';
import { beginRelations, named, type Relation, union } from './relation.js';

export interface Primitives extends EventSets {
  readonly execution: Execution;
  readonly size: number;
  /** Per event: the events of its thread, itself included. An initial write is alone. */
  readonly threadOf: readonly EventSet[];
  /** Per event: the accesses to its word. */
  readonly wordOf: readonly EventSet[];
  /** Program order, fences included. */
  readonly po: Relation;
  readonly rf: Relation;
  readonly rfe: Relation;
  readonly rfi: Relation;
  readonly co: Relation;
  readonly coe: Relation;
  readonly fr: Relation;
  readonly fre: Relation;
  /** The read of a read-modify-write, and its write. */
  readonly rmw: Relation;
}

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
  /** Reads whose value the source cannot see. */
  readonly noReturn: EventSet;
}

export function primitivesOf(execution: Execution): Primitives {
  const { events, readsFrom, coherence, rmwWrite } = execution;
  const size = events.length;
  beginRelations(size);
  const sets = setsOf(events);
  const threadOf = grouped(events, ({ thread }) => thread);
  const [rfe, rfi] = acrossAndWithin(events, 'rf', (add) => {
    for (const [read, write] of readsFrom.entries()) if (write >= 0) add(write, read);
  });
  const [coe, coi] = acrossAndWithin(events, 'co', (add) => {
    for (const order of coherence) {
      for (const [rank, write] of order.entries()) forEachFrom(order, rank + 1, (later) => add(write, later));
    }
  });
  const [fre, fri] = acrossAndWithin(events, 'fr', (add) => {
    for (const [read, write] of readsFrom.entries()) {
      if (write < 0) continue;
      const order = coherence[(events[read] as Event).word] as readonly number[];
      const rank = order.indexOf(write);
      if (rank >= 0) forEachFrom(order, rank + 1, (later) => add(read, later));
    }
  });
  const rmw = named(size, 'rmw');
  for (const [read, write] of rmwWrite.entries()) if (write >= 0) rmw.add(read, write);
  return {
    reads: sets.reads,
    writes: sets.writes,
    accesses: sets.accesses,
    marked: sets.marked,
    plain: sets.plain,
    initial: sets.initial,
    acquires: sets.acquires,
    releases: sets.releases,
    noReturn: sets.noReturn,
    execution,
    size,
    threadOf,
    wordOf: grouped(events, ({ word }) => word),
    po: programOrder(events, threadOf),
    rf: union(rfe, rfi),
    rfe,
    rfi,
    co: union(coe, coi),
    coe,
    fr: union(fre, fri),
    fre,
    rmw,
  };
}

function forEachFrom(order: readonly number[], rank: number, visit: (write: number) => void): void {
  for (let at = rank; at < order.length; at++) visit(order[at] as number);
}

function setsOf(events: readonly Event[]): EventSets {
  const none = (): EventSet => noEvents(events.length);
  const [reads, writes, marked, plain, initial] = [none(), none(), none(), none(), none()];
  const [acquires, releases, noReturn] = [none(), none(), none()];
  for (const [event, { kind, thread, order, noReturn: isUnseen }] of events.entries()) {
    if (kind === 'fence') continue;
    include(order === PLAIN && thread >= 0 ? plain : marked, event);
    if (thread < 0) include(initial, event);
    if (kind === 'read') {
      include(reads, event);
      if (order === ACQUIRE) include(acquires, event);
      if (isUnseen) include(noReturn, event);
    } else {
      include(writes, event);
      if (order === RELEASE) include(releases, event);
    }
  }
  const accesses = reads.map((bits, word) => bits | (writes[word] as number));
  return { reads, writes, accesses, marked, plain, initial, acquires, releases, noReturn };
}

/** Per event: those with the same key. Those with a negative key are alone. */
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

function programOrder(events: readonly Event[], threadOf: readonly EventSet[]): Relation {
  const po = named(events.length, 'po');
  const later = setOf(events.length, () => true);
  for (const [event, thread] of threadOf.entries()) {
    exclude(later, event);
    po.addAll(event, both(later, thread));
  }
  return po;
}

/** One relation as two: its edges between threads, and those within one. Their names end in e and in i. */
function acrossAndWithin(
  events: readonly Event[],
  name: string,
  fill: (add: (from: number, to: number) => void) => void,
): [across: Relation, within: Relation] {
  const across = named(events.length, `${name}e`);
  const within = named(events.length, `${name}i`);
  fill((from, to) => {
    const thread = events[from]?.thread as number;
    (thread >= 0 && thread === events[to]?.thread ? within : across).add(from, to);
  });
  return [across, within];
}
