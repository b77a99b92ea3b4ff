// What a thread in some state can do to some memory, worked out once, however many states combine the two.

import { type Automaton, UNKNOWN } from '../machine/automaton.js';
import type { Pause } from '../program/interpreter.js';
import type { Memory } from './memory.js';
import type { Numbers, ThreadState } from './numbers.js';
import { type Domain, type Outcome, outcomes, passFence } from './operations.js';

/** An Outcome by numbers, before the state is made canonical. */
export interface Transition extends Pick<Outcome, 'found' | 'newer' | 'squeezed'> {
  readonly memory: number;
  readonly threadState: number;
  /** Reported on the way, a set of bits by `kind - FIRST_VIOLATION`. */
  readonly violations: number;
}

/** Most transitions that are kept; past it they are worked out anew. */
const MOST_TRANSITIONS = 1 << 22;

export class Transitions {
  readonly #automaton: Automaton;
  readonly #firstViolation: number;
  readonly #numbers: Numbers;
  readonly #domain: Domain;
  /** By memory, then by thread state. */
  #transitions: Map<number, readonly Transition[]>[] = [];
  #kept = 0;

  constructor(automaton: Automaton, firstViolation: number, numbers: Numbers) {
    this.#automaton = automaton;
    this.#firstViolation = firstViolation;
    this.#numbers = numbers;
    const { words } = automaton;
    this.#domain = {
      value: (word, number) => words.value(word, number),
      numberOf: (word, value) => {
        const number = words.numberOf(word, value);
        automaton.fit(number);
        return number;
      },
    };
  }

  of(memory: number, threadState: number): readonly Transition[] {
    let byStand = this.#transitions[memory];
    if (!byStand) this.#transitions[memory] = byStand = new Map();
    let transitions = byStand.get(threadState);
    if (!transitions) {
      transitions = this.#workOut(this.#numbers.memory(memory), this.#numbers.threadState(threadState));
      byStand.set(threadState, transitions);
      this.#kept += transitions.length;
      if (this.#kept > MOST_TRANSITIONS) {
        this.#transitions = [];
        this.#kept = 0;
      }
    }
    return transitions;
  }

  #workOut(memory: Memory, threadState: ThreadState): Transition[] {
    return this.#outcomesOf(memory, threadState).map(({ memory: remembered, views, found, newer, squeezed }) => {
      const number = this.#numbers.ofMemory(remembered);
      const { place, violations } = this.#behind(threadState.place, found, number);
      const transition = {
        memory: number,
        threadState: this.#numbers.ofThreadState(place, views),
        violations,
        found,
        newer,
      };
      return squeezed ? { ...transition, squeezed } : transition;
    });
  }

  #outcomesOf(memory: Memory, { place, views }: ThreadState): Outcome[] {
    const { instruction, inputs } = this.#automaton.places[place] as Pause;
    if (instruction?.op === 'fence') {
      return [{ ...passFence(memory, views, instruction.fence), found: 0, newer: 0 }];
    }
    if (instruction?.op === 'access') {
      const { access } = instruction;
      const word = this.#automaton.wordOf[place] as number;
      const [, first = 0, second = 0] = inputs;
      const order = inputs.at(-1) as number;
      return outcomes(memory, views, { access, word, order, first, second }, this.#domain);
    }
    // A choice touches nothing; an end has no outcomes.
    return Array.from({ length: this.#automaton.waysOf[place] as number }, (_, way) => ({
      ...{ memory, views, found: way, newer: 0 },
    }));
  }

  /** Where a thread waits that has found `found` in `place` and left `memory` behind, and what was reported on the way. */
  #behind(place: number, found: number, memory: number): { place: number; violations: number } {
    const automaton = this.#automaton;
    const newest = this.#numbers.newestIn(memory);
    let violations = 0;
    if (automaton.next[(place << automaton.rowShift) | found] === UNKNOWN) automaton.learn(place, found);
    let next = automaton.next[(place << automaton.rowShift) | found] as number;
    while (next < 0) {
      const link = ~next;
      const word = automaton.linkWord[link] as number;
      if (word < 0) violations |= 1 << (~word - this.#firstViolation);
      // A detector looks at the truth: the newest message, whatever its thread may read.
      const seen = word < 0 ? 0 : (newest[word] as number);
      if (automaton.linkNext[(link << automaton.rowShift) | seen] === UNKNOWN) automaton.learnLink(link, seen);
      next = automaton.linkNext[(link << automaton.rowShift) | seen] as number;
    }
    return { place: next, violations };
  }
}
