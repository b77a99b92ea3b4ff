// What an access or a fence does under the weak model, with the ordering that the source asks for.
//
// An operational form of release/acquire (Kang, Hur, Lahav, Vafeiadis, Dreyer, "A promising semantics for relaxed-memory
// concurrency", POPL 2017, without its promises), bent towards the Linux-kernel memory model (Alglave, Maranget,
// McKenney, Parri, Stern, "Frightening small children and disconcerting grown-ups", ASPLOS 2018) in two places:
// a release carries everything that its thread has seen, through relaxed reads too (cumulativity), and a
// read-modify-write passes on what the message carried that it read, whatever its own ordering.

import { ACQUIRE, FULL, RELEASE } from '../../runtime/order.js';
import { canWrite, valueAfter } from '../machine/access.js';
import type { Access, Fence } from '../program/instructions.js';
import {
  historyOf,
  inserted,
  join,
  type Memory,
  type Message,
  positionIn,
  raised,
  shiftedThreadViews,
  shiftedView,
  type ThreadViews,
  type View,
} from './memory.js';

export interface Operation {
  readonly access: Access;
  readonly word: number;
  readonly order: number;
  /** Operands, as in the vocabulary. */
  readonly first: number;
  readonly second: number;
}

/** The domain of the word: from numbers to values and back. */
export interface Domain {
  value(word: number, number: number): number;
  numberOf(word: number, value: number): number;
}

export interface Outcome {
  readonly memory: Memory;
  readonly views: ThreadViews;
  /** Number of the value found. */
  readonly found: number;
  /** Messages newer than the one found, before the operation. */
  readonly newer: number;
  /** Where a message was inserted, if that was not at the end: the views of others shift. */
  readonly squeezed?: { readonly word: number; readonly position: number };
}

/** Everything that the operation may do, the message that is newest in modification order first. */
export function outcomes(memory: Memory, views: ThreadViews, operation: Operation, domain: Domain): Outcome[] {
  const { word, order, access } = operation;
  const history = historyOf(memory, word);
  // A compare-and-swap that fails is a relaxed load, whatever it was to be.
  const [ordered, orderedMemory] = order === FULL ? fullBarrier(views, memory) : [views, memory];
  const found: Outcome[] = [];
  const oldest = positionIn(views.current, word);
  for (const [newer, message] of history.slice(oldest).reverse().entries()) {
    const position = history.length - 1 - newer;
    const value = domain.value(word, message.value);
    if (access === 'compareExchange' && value !== operation.first) {
      found.push({ memory, views: read(views, word, position, message, false), found: message.value, newer });
      continue;
    }
    if (canWrite(access) && message.joined) continue;
    // A release keeps earlier reads before it, so it is placed behind all that they have met.
    const bound = canWrite(access) && order === RELEASE ? views.seen : ordered.current;
    if (position < positionIn(bound, word)) continue;
    const written = domain.numberOf(word, valueAfter(access, value, operation.first, operation.second));
    const performed = perform(orderedMemory, ordered, operation, position, message, written);
    found.push({ ...performed, found: message.value, newer });
  }
  return found;
}

function perform(
  memory: Memory,
  views: ThreadViews,
  { word, order, access }: Operation,
  position: number,
  message: Message,
  written: number,
): Pick<Outcome, 'memory' | 'views' | 'squeezed'> {
  const reads = access !== 'store';
  let known = reads ? read(views, word, position, message, order === ACQUIRE) : views;
  let remembered = memory;
  const atEnd = position === historyOf(memory, word).length - 1;
  if (canWrite(access)) {
    const released = order === RELEASE ? known.seen : known.released;
    const carried = reads ? join(released, message.carries) : released;
    if (!atEnd) known = shiftedThreadViews(known, word, position);
    // At its own word, a message carries at least its own position.
    const carries = raised(shiftedView(carried, word, position), word, position + 1);
    remembered = inserted(memory, word, position, { value: written, carries }, reads);
    known = wrote(known, word, position + 1, carries);
  }
  if (order === FULL) [known, remembered] = fullBarrier(known, remembered);
  return { memory: remembered, views: known, ...(canWrite(access) && !atEnd && { squeezed: { word, position } }) };
}

function read(
  views: ThreadViews,
  word: number,
  position: number,
  { carries }: Message,
  acquires: boolean,
): ThreadViews {
  const seen = join(raised(views.seen, word, position), carries);
  const current = raised(views.current, word, position);
  return { ...views, seen, current: acquires ? join(current, carries) : current };
}

function wrote(views: ThreadViews, word: number, position: number, carries: View): ThreadViews {
  return {
    current: raised(views.current, word, position),
    seen: raised(views.seen, word, position),
    released: views.released,
    own: join(views.own, carries),
  };
}

/** What is before the barrier is seen, by this thread and by every later full barrier, before what is behind it. */
function fullBarrier(views: ThreadViews, memory: Memory): [ThreadViews, Memory] {
  const all = join(views.seen, memory.fenced);
  return [
    { current: all, seen: all, released: all, own: views.own },
    { messages: memory.messages, fenced: all },
  ];
}

/** smp_mb, smp_rmb or smp_wmb. */
export function passFence(memory: Memory, views: ThreadViews, fence: Fence): Pick<Outcome, 'memory' | 'views'> {
  if (fence === 'full') {
    const [known, remembered] = fullBarrier(views, memory);
    return { memory: remembered, views: known };
  }
  if (fence === 'read') return { memory, views: { ...views, current: views.seen } };
  return { memory, views: { ...views, released: join(views.released, views.own) } };
}
