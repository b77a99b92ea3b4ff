// The components of a state of the weak model: one memory, and for each thread a *thread state*, which is its local
// state (see model/automaton.ts) with its views. Each distinct component has a number, and state vectors hold these
// numbers. Components are few, compared with the states that combine them. Operations on components are therefore
// cached.

import type { Automaton } from '../../model/automaton.js';
import { field } from '../../words/state-vector.js';
import {
  initialMemory,
  initialThreadViews,
  type Memory,
  memoryKey,
  newestOf,
  shiftedThreadViews,
  type ThreadViews,
  threadViewsKey,
  trimmed,
  trimmedThreadViews,
  type View,
} from './memory.js';

/** Fields of a state vector: the number of the memory, then the numbers of the thread states. */
export const MEMORY = 0;
export const FIRST_THREAD = 1;

export interface ThreadState {
  readonly localState: number;
  readonly views: ThreadViews;
}

/** A cache: by the number of a memory or thread state, its number after the same change to all of them. */
interface Renumbering {
  readonly memories: number[];
  readonly threadStates: number[];
}

// Bytes that components take on the heap, as measured on Node 20 and rounded up: a memory with its newest values, beside what
// grows with its words and messages; a thread state beside its views; an entry of a cache.
const MEMORY_BYTES = 400;
const WORD_BYTES = 40;
const MESSAGE_BYTES = 30;
const THREAD_STATE_BYTES = 200;
const CACHED_BYTES = 50;

/** Shared by all steppers of a system. */
export class Components {
  readonly #automaton: Automaton;
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
  readonly #trims = new Map<string, Renumbering>();
  readonly #shifts = new Map<number, number[]>();
  readonly #initialViews: ThreadViews;
  /** Number of entries of `#trims` and `#shifts`. */
  #cached = 0;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
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

  /** A thread that has ended gets the initial views, so that equal ends are equal states. */
  threadStateNumber(localState: number, views: ThreadViews): number {
    return this.#threadStates.numberOf({
      localState,
      views: this.#automaton.choicesOf.at(localState) === 0 ? this.#initialViews : views,
    });
  }

  threadState(number: number): ThreadState {
    return this.#threadStates.at(number);
  }

  /** The thread state after a message was inserted after `position` of `word`. */
  shifted(threadState: number, word: number, position: number): number {
    const key = position * this.#automaton.words.size + word;
    let shift = this.#shifts.get(key);
    if (!shift) {
      shift = [];
      this.#shifts.set(key, shift);
    }
    shift[threadState] ??= this.#shiftedThreadState(threadState, word, position);
    return shift[threadState];
  }

  /** Removes the messages below `floors` from a state, in place. Positions then count from `floors`. */
  trim(fields: Int32Array, floors: View): void {
    const key = floors.join();
    let changed = this.#trims.get(key);
    if (!changed) {
      changed = { memories: [], threadStates: [] };
      this.#trims.set(key, changed);
    }
    const { memories, threadStates } = changed;
    const memory = field(fields, MEMORY);
    memories[memory] ??= this.#trimmedMemory(memory, floors);
    fields[MEMORY] = memories[memory];
    for (let index = FIRST_THREAD; index < fields.length; index++) {
      const threadState = field(fields, index);
      threadStates[threadState] ??= this.#trimmedThreadState(threadState, floors);
      fields[index] = threadStates[threadState];
    }
  }

  #trimmedMemory(memory: number, floors: View): number {
    this.#cached++;
    return this.memoryNumber(trimmed(this.memory(memory), floors));
  }

  #shiftedThreadState(threadState: number, word: number, position: number): number {
    this.#cached++;
    const { localState, views } = this.threadState(threadState);
    return this.threadStateNumber(localState, shiftedThreadViews(views, word, position));
  }

  #trimmedThreadState(threadState: number, floors: View): number {
    this.#cached++;
    const { localState, views } = this.threadState(threadState);
    return this.threadStateNumber(localState, trimmedThreadViews(views, floors));
  }
}

/** Bytes that the map and the list need for an item. */
const PLACE_BYTES = 80;

/** Gives equal items equal numbers, so that states can be compared as numbers. */
class Interner<Item> {
  readonly #items: Item[] = [];
  readonly #numbers = new Map<string, number>();

  readonly #keyOf: (item: Item) => string;
  readonly #bytesOf: (item: Item) => number;
  /** Memory of the items and of their keys, as an estimate. */
  bytes = 0;

  /** `bytesOf`: an estimate of what an item takes on the heap, beside its key. */
  constructor(keyOf: (item: Item) => string, bytesOf: (item: Item) => number) {
    this.#keyOf = keyOf;
    this.#bytesOf = bytesOf;
  }

  numberOf(item: Item): number {
    const key = this.#keyOf(item);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#items.push(item) - 1;
      this.#numbers.set(key, number);
      this.bytes += this.#bytesOf(item) + 2 * key.length + PLACE_BYTES;
    }
    return number;
  }

  at(number: number): Item {
    const item = this.#items[number];
    if (item === undefined) throw new Error(`nothing has number ${number}`);
    return item;
  }
}
