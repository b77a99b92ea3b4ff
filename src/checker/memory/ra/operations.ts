// Semantics of accesses and fences under the weak model.
//
// The model is an operational form of release/acquire by views: the promising semantics without promises (Kang, Hur,
// Lahav, Vafeiadis, Dreyer, "A promising semantics for relaxed-memory concurrency", POPL 2017). It differs from that in
// two places, to come closer to the Linux-kernel memory model (Alglave, Maranget, McKenney, Parri, Stern, "Frightening
// small children and disconcerting grown-ups", ASPLOS 2018). A release carries everything that its thread has read,
// through relaxed reads too (cumulativity). A read-modify-write, whatever its ordering, adds the view of the message
// that it read to the message that it writes (a release sequence).

import type { Access, Fence } from '../../../printers/model/instructions.js';
import { ACQUIRE, FULL, RELEASE } from '../../../runtime/order.js';
import { canWrite, refuses, valueAfter } from '../../program/access.js';
import {
  changed,
  historyOf,
  insertMessage,
  join,
  type Memory,
  type Message,
  positionIn,
  raise,
  shiftedView,
  type ThreadViews,
  type View,
} from './memory.js';

export interface Operation {
  readonly access: Access;
  readonly word: number;
  readonly order: number;
  /** See Operands. */
  readonly first: number;
  readonly second: number;
}

/** The domains of the words: see words/words.ts. */
export interface Domains {
  value(word: number, number: number): number;
  numberOf(word: number, value: number): number;
}

export interface Outcome {
  readonly memory: Memory;
  readonly views: ThreadViews;
  /** The number of the value that was read. For a store: of the value that it follows in modification order. */
  readonly valueRead: number;
  /** Number of messages newer than that one, before the operation. */
  readonly newerWrites: number;
  /**
   * The message after which one was inserted, unless at the end of the history. The views of other threads must shift.
   */
  readonly insertion?: { readonly word: number; readonly position: number };
}

/**
 * All outcomes of an operation: one for each message that it may read or follow, newest in modification order first.
 */
export function outcomes(memory: Memory, views: ThreadViews, operation: Operation, domains: Domains): Outcome[] {
  const { word, order, access } = operation;
  const history = historyOf(memory, word);
  // A compare-and-swap that fails is a relaxed load, whatever its ordering.
  const [ordered, orderedMemory] = order === FULL ? fullBarrier(views, memory) : [views, memory];
  const results: Outcome[] = [];
  const oldest = positionIn(views.current, word);
  for (const [newerWrites, message] of history.slice(oldest).reverse().entries()) {
    const position = history.length - 1 - newerWrites;
    const value = domains.value(word, message.value);
    if (refuses(access, value, operation.first, operation.second)) {
      results.push({
        memory,
        views: afterRead(views, word, position, message, false),
        valueRead: message.value,
        newerWrites,
      });
      continue;
    }
    if (canWrite(access) && message.readByUpdate) continue;
    // A release comes after the earlier reads of its thread, so it follows every message in their views.
    const bound = canWrite(access) && order === RELEASE ? views.acquire : ordered.current;
    if (position < positionIn(bound, word)) continue;
    const written = domains.numberOf(word, valueAfter(access, value, operation.first, operation.second));
    const performed = perform(orderedMemory, ordered, operation, position, message, written);
    results.push({ ...performed, valueRead: message.value, newerWrites });
  }
  return results;
}

function perform(
  memory: Memory,
  views: ThreadViews,
  { word, order, access }: Operation,
  position: number,
  message: Message,
  written: number,
): Pick<Outcome, 'memory' | 'views' | 'insertion'> {
  const reads = access !== 'store';
  let nextViews = reads ? afterRead(views, word, position, message, order === ACQUIRE) : views;
  let nextMemory = memory;
  const atEnd = position === historyOf(memory, word).length - 1;
  if (canWrite(access)) {
    const released = order === RELEASE ? nextViews.acquire : nextViews.release;
    const inherited = reads ? join(released, message.view) : released;
    if (!atEnd) nextViews = changed(nextViews, (own) => shiftedView(own, word, position));
    // The view of a message contains its own position.
    const view = raise(shiftedView(inherited, word, position), word, position + 1);
    nextMemory = insertMessage(memory, word, position, { value: written, view }, reads);
    nextViews = afterWrite(nextViews, word, position + 1, view);
  }
  if (order === FULL) [nextViews, nextMemory] = fullBarrier(nextViews, nextMemory);
  return { memory: nextMemory, views: nextViews, ...(canWrite(access) && !atEnd && { insertion: { word, position } }) };
}

function afterRead(
  views: ThreadViews,
  word: number,
  position: number,
  { view }: Message,
  acquires: boolean,
): ThreadViews {
  const acquire = join(raise(views.acquire, word, position), view);
  const current = raise(views.current, word, position);
  return { ...views, acquire, current: acquires ? join(current, view) : current };
}

function afterWrite(views: ThreadViews, word: number, position: number, view: View): ThreadViews {
  return {
    current: raise(views.current, word, position),
    acquire: raise(views.acquire, word, position),
    release: views.release,
    ownWrites: join(views.ownWrites, view),
  };
}

/** Makes what the thread has read and written visible to its later accesses, and to every later full barrier. */
function fullBarrier(views: ThreadViews, memory: Memory): [ThreadViews, Memory] {
  const all = join(views.acquire, memory.scView);
  return [
    { current: all, acquire: all, release: all, ownWrites: views.ownWrites },
    { messages: memory.messages, scView: all },
  ];
}

export const FULL_FENCES: ReadonlySet<Fence> = new Set([
  ...(['full', 'before-atomic', 'after-atomic', 'after-spinlock', 'after-unlock-lock', 'after-srcu-unlock'] as const),
]);

/**
 * Executes a fence. smp_mb__before_atomic and its like are full barriers, whatever is next to them: of published tests,
 * none has them but beside a read-modify-write or a lock.
 */
export function applyFence(memory: Memory, views: ThreadViews, fence: Fence): Pick<Outcome, 'memory' | 'views'> {
  if (fence === 'compiler') return { memory, views };
  if (FULL_FENCES.has(fence)) {
    const [nextViews, nextMemory] = fullBarrier(views, memory);
    return { memory: nextMemory, views: nextViews };
  }
  if (fence === 'read') return { memory, views: { ...views, current: views.acquire } };
  if (fence !== 'write') throw new Error(`release/acquire by views has no ${fence}`);
  return { memory, views: { ...views, release: join(views.release, views.ownWrites) } };
}
