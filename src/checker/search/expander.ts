// The expander adds the successors of a state to the visited set.

import type { Stepper, System } from '../model/system.js';
import { field } from '../words/state-vector.js';
import { canonicalize, settle, type ThreadLayout } from './symmetry.js';
import type { Visited } from './visited.js';

export class Expander {
  transitions = 0;
  /** Violations that were reported in transitions, a set of bits. */
  violations = 0;
  /** States in which all threads had ended. */
  readonly finals: number[] = [];
  readonly #stepper: Stepper;
  readonly #layout: ThreadLayout;
  readonly #words: number;
  /** Whether a transition changes the field of no other thread. */
  readonly #movesOne: boolean;
  readonly #states: Pick<Visited, 'read' | 'add'>;
  readonly #fields: Int32Array;

  constructor({ shared, sequential, newStepper }: System, layout: ThreadLayout, states: Pick<Visited, 'read' | 'add'>) {
    this.#stepper = newStepper();
    this.#layout = layout;
    this.#words = shared;
    this.#movesOne = sequential;
    this.#states = states;
    this.#fields = new Int32Array(shared + layout.threads.length);
  }

  /** Adds the successors of `state` to the visited set. */
  expand(state: number): void {
    const stepper = this.#stepper;
    const fields = this.#fields;
    const words = this.#words;
    const states = this.#states;
    const { sameClass } = this.#layout;
    states.read(state, fields);
    let ended = true;
    for (let column = 0; column < sameClass.length; column++) {
      const choices = stepper.choices(fields, column);
      if (choices === 0) continue;
      ended = false;
      // A class is sorted, so an equal neighbour had the same successors up to symmetry.
      if (sameClass[column] && field(fields, words + column) === field(fields, words + column - 1)) continue;
      for (let choice = 0; choice < choices; choice++) {
        stepper.execute(fields, column, choice);
        this.violations |= stepper.violations;
        if (this.#movesOne) settle(stepper.fields, words, sameClass, column);
        else canonicalize(stepper.fields, words, sameClass);
        states.add(stepper.fields);
        this.transitions++;
      }
    }
    if (ended) this.finals.push(state);
  }
}
