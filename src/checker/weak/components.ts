// Numbers for the parts of a state of the weak model: the memories, and the thread states, each a place in the code with
// the thread's views of the memory. There are few of both beside the states that combine them, so what is done to one is
// worked out once.

import type { Automaton } from '../machine/automaton.js';
import { field } from '../machine/state-vector.js';
import { Interned } from './interner.js';
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

/** Fields of a state: the number of its memory, then those of its thread states. */
export const MEMORY = 0;
export const FIRST_THREAD = 1;

export interface ThreadState {
  readonly place: number;
  readonly views: ThreadViews;
}

/** Numbers of memories and threadStates after the same change to all of them; empty where it has not been asked for. */
interface Changed {
  readonly memories: number[];
  readonly threadStates: number[];
}

/** Shared by all movers of a system. */
export class Numbers {
  readonly #automaton: Automaton;
  readonly #memories = new Interned<Memory>(memoryKey);
  readonly #threadStates = new Interned<ThreadState>(({ place, views }) => `${place};${threadViewsKey(views)}`);
  /** By number of a memory: numbers of the newest value of each word. */
  readonly #newest: Int32Array[] = [];
  readonly #trims = new Map<string, Changed>();
  readonly #shifts = new Map<number, number[]>();
  readonly #nobody: ThreadViews;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
    const words = automaton.words.size;
    this.#nobody = initialThreadViews(words);
    this.ofMemory(initialMemory(words)); // number 0
  }

  ofMemory(memory: Memory): number {
    return this.#memories.numberOf(memory);
  }

  memory(number: number): Memory {
    return this.#memories.at(number);
  }

  newestIn(memory: number): Int32Array {
    this.#newest[memory] ??= newestOf(this.memory(memory));
    return this.#newest[memory];
  }

  /** A thread that has ended has no views. */
  ofThreadState(place: number, views: ThreadViews): number {
    return this.#threadStates.numberOf({
      place,
      views: this.#automaton.choicesOf.at(place) === 0 ? this.#nobody : views,
    });
  }

  threadState(number: number): ThreadState {
    return this.#threadStates.at(number);
  }

  /** The thread state after a message was inserted behind `position` of `word`. */
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

  /** Makes a state canonical, in place: without the messages below `floors`, and with positions that count from there. */
  trim(fields: Int32Array, floors: View): void {
    const key = floors.join();
    let changed = this.#trims.get(key);
    if (!changed) {
      changed = { memories: [], threadStates: [] };
      this.#trims.set(key, changed);
    }
    const { memories, threadStates } = changed;
    const memory = field(fields, MEMORY);
    memories[memory] ??= this.ofMemory(trimmed(this.memory(memory), floors));
    fields[MEMORY] = memories[memory];
    for (let index = FIRST_THREAD; index < fields.length; index++) {
      const threadState = field(fields, index);
      threadStates[threadState] ??= this.#trimmedThreadState(threadState, floors);
      fields[index] = threadStates[threadState];
    }
  }

  #shiftedThreadState(threadState: number, word: number, position: number): number {
    const { place, views } = this.threadState(threadState);
    return this.ofThreadState(place, shiftedThreadViews(views, word, position));
  }

  #trimmedThreadState(threadState: number, floors: View): number {
    const { place, views } = this.threadState(threadState);
    return this.ofThreadState(place, trimmedThreadViews(views, floors));
  }
}
