// Moves threads under the weak model. A state is the number of a memory, then for each thread the number of its thread state.
//
// States are canonical: positions count from the oldest message that a thread can still read, what is older is dropped,
// and a thread that has ended has no views. So loops end, and equal states are equal numbers.

import type { Automaton } from '../machine/automaton.js';
import { field } from '../machine/state-vector.js';
import type { Stepper } from '../machine/system.js';
import { FIRST_THREAD, MEMORY, type Numbers } from './components.js';
import { positionIn } from './memory.js';
import type { Transition, Transitions } from './transitions.js';

export class WeakStepper implements Stepper {
  readonly fields: Int32Array;
  violations = 0;
  valueRead = 0;
  newerWrites = 0;
  readonly #automaton: Automaton;
  readonly #threads: number;
  readonly #numbers: Numbers;
  readonly #transitions: Transitions;
  readonly #floors: number[];

  constructor(automaton: Automaton, threads: number, numbers: Numbers, transitions: Transitions) {
    this.#automaton = automaton;
    this.#threads = threads;
    this.#numbers = numbers;
    this.#transitions = transitions;
    this.fields = new Int32Array(FIRST_THREAD + threads);
    this.#floors = Array<number>(automaton.words.size).fill(0);
  }

  choices(from: Int32Array, thread: number): number {
    return this.#transitionsOf(from, thread).length;
  }

  localState(of: Int32Array, thread: number): number {
    return this.#numbers.threadState(field(of, FIRST_THREAD + thread)).place;
  }

  newestValues(of: Int32Array): Int32Array {
    return this.#numbers.newestIn(field(of, MEMORY));
  }

  execute(from: Int32Array, thread: number, way: number): void {
    const { fields } = this;
    const transition = this.#transitionsOf(from, thread)[way];
    if (!transition) throw new Error(`thread ${thread} cannot move in way ${way}`);
    fields.set(from);
    fields[MEMORY] = transition.memory;
    fields[FIRST_THREAD + thread] = transition.threadState;
    this.violations = transition.violations;
    this.valueRead = transition.found;
    this.newerWrites = transition.newer;
    if (transition.squeezed) this.#shiftOthers(thread, transition.squeezed);
    if (this.#findFloors()) this.#numbers.trim(fields, this.#floors);
  }

  #transitionsOf(from: Int32Array, thread: number): readonly Transition[] {
    return this.#transitions.of(field(from, MEMORY), field(from, FIRST_THREAD + thread));
  }

  #shiftOthers(thread: number, { word, position }: { word: number; position: number }): void {
    for (let other = 0; other < this.#threads; other++) {
      if (other === thread) continue;
      const index = FIRST_THREAD + other;
      this.fields[index] = this.#numbers.shifted(field(this.fields, index), word, position);
    }
  }

  /**
   * By word, the oldest message that some thread can still read; when all have ended, the newest. Returns whether there
   * is one to drop.
   */
  #findFloors(): boolean {
    const { fields } = this;
    const floors = this.#floors;
    const { messages } = this.#numbers.memory(field(fields, MEMORY));
    for (const [word, history] of messages.entries()) floors[word] = history.length - 1;
    for (let thread = 0; thread < this.#threads; thread++) {
      const { place, views } = this.#numbers.threadState(field(fields, FIRST_THREAD + thread));
      if (this.#automaton.choicesOf.at(place) === 0) continue;
      for (let word = 0; word < floors.length; word++) {
        const position = positionIn(views.current, word);
        if (position < positionIn(floors, word)) floors[word] = position;
      }
    }
    for (let word = 0; word < floors.length; word++) if (floors[word] !== 0) return true;
    return false;
  }
}
