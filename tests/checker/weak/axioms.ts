// The weak model a second time, as axioms over whole executions: every choice of what each load reads (rf), of the
// order of the writes to each word (mo) and of the order of the full operations is tried, and kept if it is consistent.
// No machine, no positions, no states: a reference for the explorer.

import { ACQUIRE, FULL, RELAXED, RELEASE } from '../../../src/runtime/order.js';
import type { Op, Thread } from '../programs.js';

interface Event {
  readonly thread: number;
  readonly op: Op;
  readonly order: number;
}

/** Outcomes as texts: what each reading operation finds, in program order, then the final memory. */
export function outcomesByAxioms(threads: readonly Thread[], words: number): Set<string> {
  const events = threads.flatMap((ops, thread) => ops.map((op): Event => ({ thread, op, order: op.order ?? FULL })));
  const found = new Set<string>();
  // -1 - word stands for the initial write of that word.
  const sources = events.map(({ op }) =>
    op.op === 'store' ? [undefined] : [-1 - op.word, ...writersOf(events, op.word)],
  );
  for (const rf of product(sources)) {
    const values = valuesOf(events, rf);
    if (!values) continue;
    const writes = events.map((_, event) => values.written[event] !== undefined);
    const orders = Array.from({ length: words }, (_, word) =>
      permutations(writersOf(events, word).filter((event) => writes[event])).map((order) => [-1 - word, ...order]),
    );
    const fences = permutations(
      [...events.keys()].filter((event) => events[event]?.order === FULL && isOrdered(event)),
    );
    for (const mo of product(orders)) {
      if (!fences.some((order) => isConsistent(events, rf, mo, order, writes))) continue;
      const finals = mo.map((order) => writtenBy(order.at(-1) as number, values.written));
      found.add([...values.read.filter((value) => value !== undefined), ...finals].join());
    }
    /** A compare-and-swap that fails is a relaxed load. */
    function isOrdered(event: number): boolean {
      return events[event]?.op.op !== 'compareExchange' || (writes[event] as boolean);
    }
  }
  return found;
}

function writersOf(events: readonly Event[], word: number): number[] {
  return [...events.keys()].filter((event) => events[event]?.op.word === word && events[event]?.op.op !== 'load');
}

function writtenBy(write: number, written: readonly (number | undefined)[]): number {
  return write < 0 ? 0 : (written[write] as number);
}

/** Returns what is read and written, if reading ends anywhere: a read that depends on itself is out of thin air. */
function valuesOf(events: readonly Event[], rf: readonly (number | undefined)[]) {
  const read: (number | undefined)[] = events.map(() => undefined);
  const written: (number | undefined)[] = events.map(() => undefined);
  const done = new Set<number>();
  for (let progress = true; progress; ) {
    progress = false;
    events.forEach(({ op }, event) => {
      const from = rf[event];
      if (done.has(event) || (from !== undefined && from >= 0 && !done.has(from))) return;
      if (from !== undefined && from >= 0 && written[from] === undefined) return;
      const before = from === undefined ? undefined : writtenBy(from, written);
      read[event] = before;
      if (op.op === 'store' || op.op === 'exchange') written[event] = op.value as number;
      if (op.op === 'fetchAdd') written[event] = (before as number) + (op.value as number);
      if (op.op === 'compareExchange' && before === op.expected) written[event] = op.value as number;
      done.add(event);
      progress = true;
    });
  }
  return done.size === events.length ? { read, written } : undefined;
}

/**
 * Takes the events in some order that respects program order, rf and the order of full operations, and asks of each
 * what it knows: sets of writes, where a machine would have positions.
 */
function isConsistent(
  events: readonly Event[],
  rf: readonly (number | undefined)[],
  mo: readonly (readonly number[])[],
  fences: readonly number[],
  writes: readonly boolean[],
): boolean {
  const rank = new Map(mo.flatMap((order) => order.map((write, index) => [write, index] as const)));
  const rankOf = (write: number): number => rank.get(write) as number;
  const carries = new Map<number, ReadonlySet<number>>();
  const threads = new Map<number, { current: Set<number>; seen: Set<number>; released: Set<number> }>();
  let fenced = new Set<number>();
  const wordOf = (write: number): number => (write < 0 ? -1 - write : (events[write] as Event).op.word);
  const newestIn = (set: ReadonlySet<number>, word: number): number =>
    [...set].reduce((most, write) => (wordOf(write) === word ? Math.max(most, rankOf(write)) : most), 0);

  const done = new Set<number>();
  const remaining = [...fences];
  for (let progress = true; progress && done.size < events.length; ) {
    progress = false;
    for (const [event, { thread, op, order }] of events.entries()) {
      if (done.has(event)) continue;
      if (events.some((other, index) => other.thread === thread && index < event && !done.has(index))) continue;
      const from = rf[event];
      if (from !== undefined && from >= 0 && !done.has(from)) continue;
      const fails = op.op === 'compareExchange' && !writes[event];
      const full = order === FULL && !fails;
      if (full && remaining[0] !== event) continue;

      const knows = threads.get(thread) ?? { current: new Set(), seen: new Set(), released: new Set() };
      threads.set(thread, knows);
      const barrier = (): void => {
        const all = new Set([...knows.seen, ...fenced]);
        Object.assign(knows, { current: new Set(all), seen: new Set(all), released: new Set(all) });
        fenced = all;
      };
      if (full) barrier();
      const bound = newestIn(order === RELEASE && writes[event] ? knows.seen : knows.current, op.word);
      if (from !== undefined) {
        if (rankOf(from) < bound) return false;
        if (writes[event] && rankOf(event) !== rankOf(from) + 1) return false;
        const came = carries.get(from) ?? new Set();
        for (const write of [from, ...came]) knows.seen.add(write);
        knows.current.add(from);
        if (order === ACQUIRE && !fails) for (const write of came) knows.current.add(write);
      } else if (rankOf(event) <= bound) return false;
      if (writes[event]) {
        const passedOn = order === RELEASE ? knows.seen : knows.released;
        const came = from === undefined ? [] : (carries.get(from) ?? []);
        carries.set(event, new Set([event, ...passedOn, ...came]));
        knows.current.add(event);
        knows.seen.add(event);
      }
      if (full) {
        barrier();
        remaining.shift();
      }
      done.add(event);
      progress = true;
    }
  }
  return done.size === events.length;
}

/** Every way to take one of each. */
function product<Item>(choices: readonly (readonly Item[])[]): Item[][] {
  return choices.reduce<Item[][]>((ways, items) => ways.flatMap((way) => items.map((item) => [...way, item])), [[]]);
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}

export const ORDERS = [RELAXED, ACQUIRE, RELEASE, FULL] as const;
