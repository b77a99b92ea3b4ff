// Random candidate executions, complete or not. What they read and write has no values: axioms do not look at these.

import type { Event, Execution } from '../../../src/checker/memory/lkmm/execution.js';
import { type Fence, type Lock, PLAIN } from '../../../src/printers/model/instructions.js';
import { ACQUIRE, FULL, RELAXED, RELEASE } from '../../../src/runtime/order.js';
import { below, type Random, shuffled } from '../../../src/statistics/random.js';

const FENCES: readonly Fence[] = ['full', 'full', 'read', 'write', 'before-atomic', 'after-atomic', 'compiler'];
const RCU_FENCES: readonly Fence[] = ['rcu-sync', 'rcu-lock', 'rcu-unlock', 'rcu-unlock'];
const LOCK_FENCES: Readonly<Record<Lock, readonly Fence[]>> = {
  spin: ['after-spinlock', 'after-unlock-lock'],
  srcu: ['after-srcu-unlock', 'srcu-sync', 'srcu-sync', 'srcu-sync'],
};
const FULL_READS: readonly number[] = [RELAXED, ACQUIRE, FULL];

interface Shape {
  readonly words: number;
  readonly threads: number;
  /** Instructions of each thread. */
  readonly length: number;
  readonly plain: boolean;
  readonly rcu: boolean;
  /** The kind of lock that word 0 is; of SRCU, word 1 may be a domain as well. */
  readonly lock: Lock | undefined;
}

interface Growing {
  events: Event[];
  rmwWrite: number[];
  address: number[][];
  data: number[][];
  control: number[][];
}

export function randomExecution(random: Random): Execution {
  const kinds = [undefined, undefined, 'rcu', 'rcu', 'srcu', 'srcu', 'spin'] as const;
  const kind = kinds[below(random, kinds.length)];
  const [rcu, srcu] = [kind === 'rcu', kind === 'srcu'];
  const shape: Shape = {
    ...{ words: 2 + below(random, 2) + (srcu ? 1 : 0), threads: 2 + below(random, 2) },
    ...{ length: 3 + below(random, 2) + (rcu ? 1 : 0), plain: random() < 0.5, rcu },
    lock: kind === 'rcu' ? undefined : kind,
  };
  const growing: Growing = { events: [], rmwWrite: [], address: [], data: [], control: [] };
  for (let word = 0; word < shape.words; word++) add(growing, access(-1, 'write', word, RELAXED));
  for (let thread = 0; thread < shape.threads; thread++) {
    const isReader = (rcu || srcu) && random() < 0.6;
    const begin = growing.events.length;
    if (isReader && rcu) add(growing, { ...access(thread, 'fence', -1, RELAXED), fence: 'rcu-lock' });
    if (isReader && srcu) add(growing, { ...access(thread, 'read', 0, RELAXED), lock: 'srcu' });
    for (let count = 0; count < shape.length; count++) addInstruction(random, growing, thread, shape);
    if (isReader && rcu) add(growing, { ...access(thread, 'fence', -1, RELAXED), fence: 'rcu-unlock' });
    if (isReader && srcu) add(growing, { ...access(thread, 'write', 0, RELAXED), lock: 'srcu' }, [], [begin]);
  }
  const { events } = growing;
  const complete = random() < 0.7;
  const coherence = Array.from({ length: shape.words }, (_, word) => {
    const writes = [...events.keys()].filter((index) => index >= shape.words && isWriteOf(events, index, word));
    // In the order of their threads mostly, see below.
    const order = random() < 0.8 ? merged(random, events, writes) : shuffled(writes, random);
    return [word, ...order.filter(() => complete || random() < 0.8)];
  });
  const readsFrom: number[] = [];
  for (const [index, { kind, word }] of events.entries()) {
    if (kind !== 'read' || (!complete && random() < 0.2)) {
      readsFrom.push(-1);
      continue;
    }
    const after = growing.rmwWrite[index] as number;
    const order = coherence[word] as number[];
    // An execution that is incoherent, or not atomic, tests no other axiom: so most are neither.
    const [from, to] = random() < 0.9 ? coherentRanks(events, readsFrom, order, index) : [0, order.length];
    const rank =
      order.indexOf(after) > 0 && random() < 0.8
        ? order.indexOf(after) - 1
        : from + below(random, Math.max(to - from, 1));
    readsFrom.push(order[Math.min(rank, order.length - 1)] as number);
  }
  return { ...growing, readsFrom, coherence };
}

/** Of the writes in coherence order, those that a read may find: from the first to the one behind the last. */
function coherentRanks(
  events: readonly Event[],
  readsFrom: readonly number[],
  order: readonly number[],
  read: number,
): [from: number, to: number] {
  let [from, to] = [0, order.length];
  for (const [index, { thread, word, kind }] of events.entries()) {
    if (thread !== events[read]?.thread || word !== events[read]?.word || index === read) continue;
    const rank = order.indexOf(kind === 'write' ? index : (readsFrom[index] ?? -1));
    if (index < read) from = Math.max(from, rank);
    else if (kind === 'write' && rank >= 0) to = Math.min(to, rank);
  }
  return [from, to];
}

function isWriteOf(events: readonly Event[], index: number, word: number): boolean {
  return events[index]?.kind === 'write' && events[index]?.word === word;
}

function merged(random: Random, events: readonly Event[], writes: readonly number[]): number[] {
  const rest = [...writes];
  const result: number[] = [];
  while (rest.length > 0) {
    const { thread } = events[rest[below(random, rest.length)] as number] as Event;
    const [next] = rest.splice(
      rest.findIndex((index) => events[index]?.thread === thread),
      1,
    );
    result.push(next as number);
  }
  return result;
}

function addInstruction(
  random: Random,
  growing: Growing,
  thread: number,
  { words, plain, rcu, lock: kind }: Shape,
): void {
  const word = below(random, words);
  const reads = [...growing.events.keys()].filter(
    (index) => growing.events[index]?.thread === thread && growing.events[index]?.kind === 'read',
  );
  const depends = (): number[] => reads.filter(() => random() < 0.25);
  const chance = random();
  if (chance < 0.3) {
    const special = rcu ? RCU_FENCES : kind && LOCK_FENCES[kind];
    const fences = special && random() < 0.5 ? special : FENCES;
    const fence = fences[below(random, fences.length)] as Fence;
    const domain = fence === 'srcu-sync' ? below(random, 4) >> 1 : -1;
    add(growing, { ...access(thread, 'fence', domain, RELAXED), fence });
  } else if (kind === 'srcu' && word === 0) {
    const begins = random() < 0.5;
    const event = { ...access(thread, begins ? 'read' : 'write', below(random, 4) >> 1, RELAXED), lock: kind };
    add(growing, event, [], begins ? [] : depends());
  } else if (chance < 0.55) {
    const order = plain && random() < 0.6 ? PLAIN : (FULL_READS[below(random, 3)] as number);
    const failed = order === RELAXED && random() < 0.3;
    add(growing, { ...access(thread, 'read', word, order), ...(failed && { failed }) }, depends(), [], depends());
  } else if (chance < 0.85) {
    const order = plain && random() < 0.6 ? PLAIN : ([RELAXED, RELEASE, FULL][below(random, 3)] as number);
    const unlock = kind === 'spin' && word === 0 && { lock: 'spin' as const, order: RELEASE };
    add(growing, { ...access(thread, 'write', word, order), ...unlock }, depends(), depends(), depends());
  } else {
    const lock = kind === 'spin' && word === 0 ? kind : undefined;
    const noReturn = !lock && random() < 0.3;
    const order = lock ? ACQUIRE : noReturn ? RELAXED : below(random, 4);
    const [address, control] = [depends(), depends()];
    const read = growing.events.length;
    add(growing, { ...access(thread, 'read', word, order), noReturn, lock }, address, [], control);
    growing.rmwWrite[read] = read + 1;
    add(growing, { ...access(thread, 'write', word, order), noReturn, lock }, address, [...depends(), read], control);
  }
}

function access(thread: number, kind: Event['kind'], word: number, order: number): Event {
  return { thread, kind, word, value: 0, order, noReturn: false };
}

function add(
  growing: Growing,
  event: Event,
  address: number[] = [],
  data: number[] = [],
  control: number[] = [],
): void {
  growing.events.push(event);
  growing.rmwWrite.push(-1);
  growing.address.push(address);
  growing.data.push(data);
  growing.control.push(control);
}

/** An execution of which this one is an extension: some reads and writes are not placed yet, the last events are not there. */
export function shortened(execution: Execution, random: Random): Execution {
  const { events, readsFrom, coherence, rmwWrite } = execution;
  // The events of a thread end somewhere, but not between the two of a read-modify-write.
  const ends = new Map<number, number>();
  for (const [index, { thread }] of events.entries()) {
    if (thread >= 0 && !ends.has(thread) && random() < 0.2 && !rmwWrite.includes(index)) ends.set(thread, index);
  }
  const isThere = (index: number): boolean => index < (ends.get(events[index]?.thread as number) ?? events.length);
  const kept = [...events.keys()].filter(isThere);
  const renamed = (index: number): number => kept.indexOf(index);
  const lists = (of: Execution['address']): number[][] => kept.map((index) => (of[index] as number[]).map(renamed));
  return {
    events: kept.map((index) => events[index] as Event),
    coherence: coherence.map((order) =>
      order.filter((write, rank) => isThere(write) && (rank === 0 || random() < 0.8)).map(renamed),
    ),
    readsFrom: kept.map((index) => (random() < 0.2 ? -1 : renamed(readsFrom[index] as number))),
    rmwWrite: kept.map((index) => renamed(rmwWrite[index] as number)),
    address: lists(execution.address),
    data: lists(execution.data),
    control: lists(execution.control),
  };
}
