// Moves threads under the weak model. A state is the number of a memory, then for each thread the number of its thread state.
//
// States are canonical: positions count from the oldest message that a thread can still read, what is older is dropped,
// and a thread that has ended has no views. So loops end, and equal states are equal numbers.

import type { Automaton } from '../machine/automaton.js';
import type { Mover } from '../machine/system.js';
import type { Numbers } from './numbers.js';
import type { Transition, Transitions } from './transitions.js';

export class WeakStepper implements Mover {
  readonly fields: Int32Array;
  violations = 0;
  found = 0;
  newer = 0;
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
    this.fields = new Int32Array(1 + threads);
    this.#floors = Array<number>(automaton.words.size).fill(0);
  }

  ways(from: Int32Array, thread: number): number {
    return this.#transitions.of(from[0] as number, from[1 + thread] as number).length;
  }

  place(of: Int32Array, thread: number): number {
    return this.#numbers.threadState(of[1 + thread] as number).place;
  }

  newest(of: Int32Array): ArrayLike<number> {
    return this.#numbers.newestIn(of[0] as number);
  }

  take(from: Int32Array, thread: number, way: number): void {
    const { fields } = this;
    const transition = this.#transitions.of(from[0] as number, from[1 + thread] as number)[way] as Transition;
    fields.set(from);
    fields[0] = transition.memory;
    fields[1 + thread] = transition.threadState;
    this.violations = transition.violations;
    this.found = transition.found;
    this.newer = transition.newer;
    if (transition.squeezed) this.#shiftOthers(thread, transition.squeezed);
    if (this.#findFloors()) this.#numbers.trim(fields, this.#floors);
  }

  #shiftOthers(thread: number, { word, position }: { word: number; position: number }): void {
    for (let other = 0; other < this.#threads; other++) {
      if (other === thread) continue;
      this.fields[1 + other] = this.#numbers.shifted(this.fields[1 + other] as number, word, position);
    }
  }

  /**
   * By word, the oldest message that some thread can still read; when all have ended, the newest. Returns whether there
   * is one to drop.
   */
  #findFloors(): boolean {
    const { fields } = this;
    const floors = this.#floors;
    const { messages } = this.#numbers.memory(fields[0] as number);
    for (let word = 0; word < floors.length; word++) floors[word] = (messages[word] as readonly unknown[]).length - 1;
    for (let thread = 0; thread < this.#threads; thread++) {
      const { place, views } = this.#numbers.threadState(fields[1 + thread] as number);
      if (this.#automaton.waysOf[place] === 0) continue;
      for (let word = 0; word < floors.length; word++) {
        const position = views.current[word] as number;
        if (position < (floors[word] as number)) floors[word] = position;
      }
    }
    for (let word = 0; word < floors.length; word++) if (floors[word] !== 0) return true;
    return false;
  }
}
