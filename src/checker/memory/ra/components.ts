// The components of a state of the weak model: one memory, and for each thread a *thread state*, which is its local
// state (see model/automaton.ts) with its views. Each distinct component has a number, and state vectors hold these
// numbers. Components are few, compared with the states that combine them. Operations on components are therefore
// cached.

import type { Automaton } from '../../model/automaton.js';
import { field } from '../../words/state-vector.js';
import { type Ahead, type MemoryUse, MOST_WORDS, usedMemory, usedViews } from './ahead.js';
import {
  changed,
  initialMemory,
  initialThreadViews,
  type Memory,
  memoryKey,
  newestOf,
  shiftedView,
  type ThreadViews,
  threadViewsKey,
  trimmed,
  trimmedView,
  type View,
} from './memory.js';

/** Fields of a state vector: the number of the memory, then the numbers of the thread states. */
export const MEMORY = 0;
export const FIRST_THREAD = 1;

export interface ThreadState {
  readonly localState: number;
  readonly views: ThreadViews;
}

/** A cache: by the number of a memory or thread state, its number after a change. */
type Renumbering = Map<number, number>;

// Bytes that components take on the heap, as measured on Node 20 and rounded up: a memory with its newest values, beside what
// grows with its words and messages; a thread state beside its views; an entry of a cache.
const MEMORY_BYTES = 400;
const WORD_BYTES = 40;
const MESSAGE_BYTES = 30;
const THREAD_STATE_BYTES = 200;
const CACHED_BYTES = 50;

/** Shared by all steppers of a system. */
export class Components {
  readonly #memories = new Interner<Memory>(
    memoryKey,
    ({ messages }) => MEMORY_BYTES + messages.reduce((sum, { length }) => sum + WORD_BYTES + MESSAGE_BYTES * length, 0),
  );
  readonly #threadStates = new Interner<ThreadState>(
    ({ localState, views }) => `${localState};${threadViewsKey(views)}`,
    ({ views }) => THREAD_STATE_BYTES + WORD_BYTES * views.current.length,
  );
  /** By number of a memory: the numbers of the newest value of each word. */
  readonly #newest: Int32Array[] = [];
  /** By what is removed. */
  readonly #memoryTrims = new Map<string | number, Renumbering>();
  readonly #threadTrims = new Map<string, Renumbering>();
  readonly #shifts = new Map<number, number[]>();
  readonly #initialViews: ThreadViews;
  /** Number of entries of these caches. */
  #cached = 0;

  constructor(
    private readonly automaton: Automaton,
    /** The rest of a thread, by its local state; undefined where nobody knows. */
    readonly aheadOf: (localState: number) => Ahead | undefined = () => undefined,
  ) {
    const words = automaton.words.size;
    this.#initialViews = initialThreadViews(words);
    this.memoryNumber(initialMemory(words)); // number 0
  }

  /** Memory of the components and the caches, as an estimate. */
  get bytes(): number {
    return this.#memories.bytes + this.#threadStates.bytes + this.#cached * CACHED_BYTES;
  }

  memoryNumber(memory: Memory): number {
    return this.#memories.numberOf(memory);
  }

  memory(number: number): Memory {
    return this.#memories.at(number);
  }

  newestIn(memory: number): Int32Array {
    this.#newest[memory] ??= newestOf(this.memory(memory));
    return this.#newest[memory];
  }

  /** A thread that has ended gets the initial views, so that equal ends are equal states; and likewise on its way. */
  threadStateNumber(localState: number, views: ThreadViews): number {
    const hasEnded = this.automaton.choicesOf.at(localState) === 0;
    const ahead = hasEnded ? undefined : this.aheadOf(localState);
    const seen = ahead ? usedViews(views, this.#initialViews.current, ahead) : views;
    return this.#threadStates.numberOf({ localState, views: hasEnded ? this.#initialViews : seen });
  }

  threadState(number: number): ThreadState {
    return this.#threadStates.at(number);
  }

  /** The thread state after a message was inserted after `position` of `word`. */
  shifted(threadState: number, word: number, position: number): number {
    const key = position * this.automaton.words.size + word;
    const shift = this.#shifts.get(key) ?? [];
    if (shift.length === 0) this.#shifts.set(key, shift);
    shift[threadState] ??= this.#changed(threadState, (view) => shiftedView(view, word, position));
    return shift[threadState];
  }

  /** Removes what no thread will look at from a state, in place. Positions then count from `floors`. */
  trim(fields: Int32Array, floors: View): void {
    const use = this.#useIn(fields);
    const lowest = floors.every((floor) => floor === 0);
    if (!use && lowest) return;
    const above = lowest ? '' : floors.join();
    const useNumber = use ? use.writes + 2 ** MOST_WORDS * (use.learns + 2 ** MOST_WORDS * Number(use.fullBarrier)) : 0;
    const memories = cacheIn(this.#memoryTrims, lowest ? useNumber : `${above};${useNumber}`);
    fields[MEMORY] = cached(memories, field(fields, MEMORY), (memory) => this.#trimmedMemory(memory, floors, use));
    if (lowest) return;
    const threadStates = cacheIn(this.#threadTrims, above);
    for (let index = FIRST_THREAD; index < fields.length; index++) {
      fields[index] = cached(threadStates, field(fields, index), (state) =>
        this.#changed(state, (view) => trimmedView(view, floors)),
      );
    }
  }

  /** Returns the uses that some thread may still make of a memory, if they are known. */
  #useIn(fields: Int32Array): MemoryUse | undefined {
    let [writes, learns, fullBarrier] = [0, 0, false];
    for (let index = FIRST_THREAD; index < fields.length; index++) {
      const own = this.aheadOf(this.threadState(field(fields, index)).localState);
      if (!own) return undefined;
      writes |= own.writes;
      learns |= own.learns;
      fullBarrier ||= own.fullBarrier;
    }
    return { writes, learns, fullBarrier };
  }

  #trimmedMemory(memory: number, floors: View, use: MemoryUse | undefined): number {
    this.#cached++;
    const above = trimmed(this.memory(memory), floors);
    return this.memoryNumber(use ? usedMemory(above, this.#initialViews.current, use) : above);
  }

  /** The thread state after `change` of each of its views. */
  #changed(threadState: number, change: (view: View) => View): number {
    this.#cached++;
    const { localState, views } = this.threadState(threadState);
    return this.threadStateNumber(localState, changed(views, change));
  }
}

function cacheIn<Key>(caches: Map<Key, Renumbering>, key: Key): Renumbering {
  const cache: Renumbering = caches.get(key) ?? new Map();
  if (cache.size === 0) caches.set(key, cache);
  return cache;
}

function cached(cache: Renumbering, number: number, compute: (number: number) => number): number {
  let known = cache.get(number);
  if (known === undefined) {
    known = compute(number);
    cache.set(number, known);
  }
  return known;
}

/** Bytes that the map and the list need for an item. */
const PLACE_BYTES = 80;

/** Gives equal items equal numbers, so that states can be compared as numbers. */
class Interner<Item> {
  readonly #items: Item[] = [];
  readonly #numbers = new Map<string, number>();
  /** Memory of the items and of their keys, as an estimate. */
  bytes = 0;

  /** `bytesOf`: an estimate of what an item takes on the heap, beside its key. */
  constructor(
    private readonly keyOf: (item: Item) => string,
    private readonly bytesOf: (item: Item) => number,
  ) {}

  numberOf(item: Item): number {
    const key = this.keyOf(item);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#items.push(item) - 1;
      this.#numbers.set(key, number);
      this.bytes += this.bytesOf(item) + 2 * key.length + PLACE_BYTES;
    }
    return number;
  }

  at(number: number): Item {
    const item = this.#items[number];
    if (item === undefined) throw new Error(`nothing has number ${number}`);
    return item;
  }
}
