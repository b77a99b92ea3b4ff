// The transitions of a thread state in a memory. They are computed once, however many states combine the two.

import type { Automaton } from '../../model/automaton.js';
import { runMonitors } from '../../model/run-monitors.js';
import { operandsOf } from '../../program/access.js';
import type { Components, ThreadState } from './components.js';
import { type Memory, withOnlyMessage } from './memory.js';
import { applyFence, type Outcome, outcomes } from './operations.js';

/** An Outcome in numbers of components, before the state is made canonical. */
export interface Transition extends Pick<Outcome, 'valueRead' | 'newerWrites' | 'insertion'> {
  readonly memory: number;
  readonly threadState: number;
  /** Violations that detectors reported: a set of bits, by `kind - FIRST_VIOLATION`. */
  readonly violations: number;
}

/** Size of the cache. When it is exceeded, the cache is emptied. */
const MAX_CACHED_TRANSITIONS = 1 << 22;
/** Bytes of a cached transition with its place in the cache, as measured on Node 20 and rounded up. */
const CACHED_BYTES = 250;

export class Transitions {
  /** By memory, then by thread state. */
  #transitions: Map<number, readonly Transition[]>[] = [];
  #cached = 0;

  constructor(
    private readonly automaton: Automaton,
    private readonly components: Components,
  ) {}

  /** Memory of the cache, as an estimate. */
  get bytes(): number {
    return this.#cached * CACHED_BYTES;
  }

  /** The transitions of the thread state with one number in the memory with the other. */
  of(memory: number, threadState: number): readonly Transition[] {
    let byThreadState = this.#transitions[memory];
    if (!byThreadState) this.#transitions[memory] = byThreadState = new Map();
    let transitions = byThreadState.get(threadState);
    if (!transitions) {
      transitions = this.#compute(this.components.memory(memory), this.components.threadState(threadState));
      byThreadState.set(threadState, transitions);
      this.#cached += transitions.length;
      if (this.#cached > MAX_CACHED_TRANSITIONS) {
        this.#transitions = [];
        this.#cached = 0;
      }
    }
    return transitions;
  }

  #compute(memory: Memory, threadState: ThreadState): Transition[] {
    return this.#outcomesOf(memory, threadState).map(({ memory: left, views, ...outcome }) => {
      const written = this.components.memoryNumber(left);
      const entry = this.automaton.follow(threadState.localState, outcome.valueRead);
      // A detector observes the newest message, whatever the view of its thread.
      const newest = this.components.newestIn(written).slice();
      const reported = { violations: 0 };
      const localState = runMonitors(this.automaton, entry, newest, reported);
      return {
        ...outcome,
        ...reported,
        memory: this.#withHolders(written, newest),
        threadState: this.components.threadStateNumber(localState, views),
      };
    });
  }

  #outcomesOf(memory: Memory, { localState, views }: ThreadState): Outcome[] {
    const pause = this.automaton.pauseAt(localState);
    const { instruction } = pause;
    if (instruction?.op === 'fence') {
      return [{ ...applyFence(memory, views, instruction.fence), valueRead: 0, newerWrites: 0 }];
    }
    if (instruction?.op === 'access') {
      const operation = {
        access: instruction.access,
        word: this.automaton.wordOf.at(localState),
        ...operandsOf(pause),
      };
      return outcomes(memory, views, operation, this.automaton.words);
    }
    // A choice accesses no word. The end of a thread has no outcomes.
    const choices = this.automaton.choicesOf.at(localState);
    return Array.from({ length: choices }, (_, choice) => ({ memory, views, valueRead: choice, newerWrites: 0 }));
  }

  /** The memory `written` with the holders of pages as they are in `newest`. */
  #withHolders(written: number, newest: Int32Array): number {
    const before = this.components.newestIn(written);
    let memory = written;
    for (const [word, left] of newest.entries()) {
      if (left === before[word]) continue;
      memory = this.components.memoryNumber(withOnlyMessage(this.components.memory(memory), word, left));
    }
    return memory;
  }
}
