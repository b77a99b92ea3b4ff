// What an execution gives without any axiom: the sets of events, and the relations that its fields state (section 3.1 of
// the paper: candidate executions).

import { ACQUIRE, RELEASE } from '../../runtime/order.js';
import { PLAIN } from '../program/instructions.js';
import type { Event, Execution } from './execution.js';
import { both, type EventSet, exclude, named, type Relation, setOf, union } from './relation.js';

export interface Primitives {
  readonly execution: Execution;
  readonly size: number;
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
  readonly noReturn: EventSet;
  /** Per event: the events of its thread, itself included. An initial write is alone. */
  readonly threadOf: readonly EventSet[];
  /** Program order, fences included. */
  readonly po: Relation;
  readonly rf: Relation;
  readonly rfe: Relation;
  readonly rfi: Relation;
  readonly co: Relation;
  readonly fr: Relation;
  readonly fre: Relation;
  readonly coe: Relation;
  /** The read of a read-modify-write, and its write. */
  readonly rmw: Relation;
}

export function primitivesOf(execution: Execution): Primitives {
  const { events, readsFrom, coherence, rmwWrite } = execution;
  const size = events.length;
  const those = (holds: (event: Event) => boolean): EventSet => setOf(size, (index) => holds(events[index] as Event));
  const accesses = those(({ kind }) => kind !== 'fence');
  const isPlain = ({ kind, thread, order }: Event): boolean => kind !== 'fence' && thread >= 0 && order === PLAIN;

  const threadOf = threadsOf(events);
  const po = programOrder(events, threadOf);
  const [rfe, rfi] = acrossAndWithin(events, 'rf', (add) => {
    for (const [read, write] of readsFrom.entries()) if (write >= 0) add(write, read);
  });
  const [coe, coi] = acrossAndWithin(events, 'co', (add) => {
    for (const order of coherence) {
      for (const [rank, earlier] of order.entries()) for (const later of order.slice(rank + 1)) add(earlier, later);
    }
  });
  const co = union(coe, coi);
  const [fre, fri] = acrossAndWithin(events, 'fr', (add) => {
    for (const [read, write] of readsFrom.entries()) {
      for (let later = 0; write >= 0 && later < size; later++) if (co.has(write, later)) add(read, later);
    }
  });
  const rmw = named(size, 'rmw');
  for (const [read, write] of rmwWrite.entries()) if (write >= 0) rmw.add(read, write);

  return {
    execution,
    size,
    reads: those(({ kind }) => kind === 'read'),
    writes: those(({ kind }) => kind === 'write'),
    accesses,
    marked: those((event) => event.kind !== 'fence' && !isPlain(event)),
    plain: those(isPlain),
    initial: those(({ thread }) => thread < 0),
    acquires: those(({ kind, order }) => kind === 'read' && order === ACQUIRE),
    releases: those(({ kind, order }) => kind === 'write' && order === RELEASE),
    noReturn: those(({ kind, noReturn }) => kind === 'read' && noReturn),
    threadOf,
    po,
    rf: union(rfe, rfi),
    rfe,
    rfi,
    co,
    coe,
    fr: union(fre, fri),
    fre,
    rmw,
  };
}

function threadsOf(events: readonly Event[]): EventSet[] {
  const threads = new Map<number, EventSet>();
  return events.map(({ thread }, index) => {
    if (thread < 0) return setOf(events.length, (event) => event === index);
    let set = threads.get(thread);
    if (!set) {
      set = setOf(events.length, (event) => events[event]?.thread === thread);
      threads.set(thread, set);
    }
    return set;
  });
}

function programOrder(events: readonly Event[], threadOf: readonly EventSet[]): Relation {
  const po = named(events.length, 'po');
  const later = setOf(events.length, () => true);
  events.forEach((_, event) => {
    exclude(later, event);
    po.addAll(event, both(later, threadOf[event] as EventSet));
  });
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
