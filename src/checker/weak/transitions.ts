// What a thread in some state can do to some memory, worked out once, however many states combine the two.

import { operandsOf } from '../machine/access.js';
import { type Automaton, UNKNOWN } from '../machine/automaton.js';
import { field } from '../machine/state-vector.js';
import type { Numbers, ThreadState } from './components.js';
import type { Memory } from './memory.js';
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
    const pause = this.#automaton.pauseAt(place);
    const { instruction } = pause;
    if (instruction?.op === 'fence') {
      return [{ ...passFence(memory, views, instruction.fence), found: 0, newer: 0 }];
    }
    if (instruction?.op === 'access') {
      const operation = { access: instruction.access, word: this.#automaton.wordOf.at(place), ...operandsOf(pause) };
      return outcomes(memory, views, operation, this.#domain);
    }
    // A choice touches nothing; an end has no outcomes.
    const ways = this.#automaton.choicesOf.at(place);
    return Array.from({ length: ways }, (_, way) => ({ memory, views, found: way, newer: 0 }));
  }

  /** Where a thread waits that has found `found` in `place` and left `memory` behind, and what was reported on the way. */
  #behind(place: number, found: number, memory: number): { place: number; violations: number } {
    const automaton = this.#automaton;
    const newest = this.#numbers.newestIn(memory);
    let violations = 0;
    if (automaton.successor.at(place, found) === UNKNOWN) automaton.computeTransition(place, found);
    let next = automaton.successor.at(place, found);
    while (next < 0) {
      const link = ~next;
      const word = automaton.detectorWord.at(link);
      if (word < 0) violations |= 1 << (~word - this.#firstViolation);
      // A detector looks at the truth: the newest message, whatever its thread may read.
      const seen = word < 0 ? 0 : field(newest, word);
      if (automaton.detectorSuccessor.at(link, seen) === UNKNOWN) automaton.computeDetectorStep(link, seen);
      next = automaton.detectorSuccessor.at(link, seen);
    }
    return { place: next, violations };
  }
}
