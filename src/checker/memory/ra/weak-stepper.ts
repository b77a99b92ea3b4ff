// Executes transitions under the weak model. The fields of a state vector are numbers of components (see
// components.ts).
//
// States are made canonical. Positions count from the oldest message that a thread can still read, and older messages
// are dropped. A thread that has ended has the initial views, and where it is known what is ahead of a thread
// (ahead.ts), it has no more of a view than it may look at. So a loop returns to the same state, and equal states have
// equal fields.

import type { Automaton } from '../../model/automaton.js';
import type { Stepper } from '../../model/system.js';
import { copyFields, field } from '../../words/state-vector.js';
import { type Components, FIRST_THREAD, MEMORY } from './components.js';
import { positionIn } from './memory.js';
import type { Transition, Transitions } from './transitions.js';

export class WeakStepper implements Stepper {
  readonly fields: Int32Array;
  violations = 0;
  valueRead = 0;
  newerWrites = 0;
  readonly #floors: number[];

  constructor(
    private readonly automaton: Automaton,
    private readonly threads: number,
    private readonly components: Components,
    private readonly transitions: Transitions,
  ) {
    this.fields = new Int32Array(FIRST_THREAD + threads);
    this.#floors = Array<number>(automaton.words.size).fill(0);
  }

  choices(from: Int32Array, thread: number): number {
    return this.#transitionsOf(from, thread).length;
  }

  localState(of: Int32Array, thread: number): number {
    return this.components.threadState(field(of, FIRST_THREAD + thread)).localState;
  }

  newestValues(of: Int32Array): Int32Array {
    return this.components.newestIn(field(of, MEMORY));
  }

  execute(from: Int32Array, thread: number, choice: number): void {
    const { fields } = this;
    const transition = this.#transitionsOf(from, thread)[choice];
    if (!transition) throw new Error(`thread ${thread} has no transition ${choice}`);
    copyFields(from, fields);
    fields[MEMORY] = transition.memory;
    fields[FIRST_THREAD + thread] = transition.threadState;
    this.violations = transition.violations;
    this.valueRead = transition.valueRead;
    this.newerWrites = transition.newerWrites;
    if (transition.insertion) this.#shiftOthers(thread, transition.insertion);
    this.#findFloors();
    this.components.trim(fields, this.#floors);
  }

  #transitionsOf(from: Int32Array, thread: number): readonly Transition[] {
    return this.transitions.of(field(from, MEMORY), field(from, FIRST_THREAD + thread));
  }

  #shiftOthers(thread: number, { word, position }: { word: number; position: number }): void {
    for (let other = 0; other < this.threads; other++) {
      if (other === thread) continue;
      const index = FIRST_THREAD + other;
      this.fields[index] = this.components.shifted(field(this.fields, index), word, position);
    }
  }

  /**
   * Computes `#floors`: per word, the oldest message that some thread can still read, or the newest if none accesses it.
   */
  #findFloors(): void {
    const { fields } = this;
    const floors = this.#floors;
    const { messages } = this.components.memory(field(fields, MEMORY));
    messages.forEach((history, word) => {
      floors[word] = history.length - 1;
    });
    for (let thread = 0; thread < this.threads; thread++) {
      const { localState, views } = this.components.threadState(field(fields, FIRST_THREAD + thread));
      if (this.automaton.choicesOf.at(localState) === 0) continue;
      const words = this.components.aheadOf(localState)?.words;
      for (let word = 0; word < floors.length; word++) {
        if (words !== undefined && ((words >> word) & 1) === 0) continue;
        const position = positionIn(views.current, word);
        if (position < positionIn(floors, word)) floors[word] = position;
      }
    }
  }
}
