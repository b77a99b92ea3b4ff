// The expander adds the successors of a state to the visited set.

import type { Stepper } from '../machine/system.js';
import type { States } from './states.js';
import { canonicalize, type ThreadLayout } from './symmetry.js';

/**
 * A rule of partial-order reduction: the column of a thread whose transitions alone form a persistent set in the state
 * `fields`, or -1 if there is none. Thread fields begin at `words`. See footprints.ts.
 */
export type ThreadSelection = (fields: Int32Array, words: number) => number;

export class Expander {
  transitions = 0;
  /** Violations that were reported in transitions, a set of bits. */
  violations = 0;
  /** States in which all threads had ended. */
  readonly finals: number[] = [];
  readonly #stepper: Stepper;
  readonly #layout: ThreadLayout;
  readonly #words: number;
  readonly #states: Pick<States, 'read'> & { add(fields: Int32Array): void };
  readonly #selectThread: ThreadSelection;
  readonly #fields: Int32Array;

  constructor(
    stepper: Stepper,
    layout: ThreadLayout,
    words: number,
    states: Pick<States, 'read'> & { add(fields: Int32Array): void },
    selectThread: ThreadSelection = () => -1,
  ) {
    this.#stepper = stepper;
    this.#layout = layout;
    this.#words = words;
    this.#states = states;
    this.#selectThread = selectThread;
    this.#fields = new Int32Array(words + layout.threads.length);
  }

  /** Adds the successors of `state` to the visited set: all of them, or those of the selected thread. */
  expand(state: number): void {
    const stepper = this.#stepper;
    const fields = this.#fields;
    const words = this.#words;
    const states = this.#states;
    const { sameClass } = this.#layout;
    states.read(state, fields);
    let ended = true;
    const selected = this.#selectThread(fields, words);
    const last = selected >= 0 ? selected : sameClass.length - 1;
    for (let column = Math.max(selected, 0); column <= last; column++) {
      const choices = stepper.choices(fields, column);
      if (choices === 0) continue;
      ended = false;
      // A class is sorted, so an equal neighbour had the same successors up to symmetry.
      if (selected < 0 && sameClass[column] && fields[words + column] === fields[words + column - 1]) continue;
      for (let choice = 0; choice < choices; choice++) {
        stepper.execute(fields, column, choice);
        this.violations |= stepper.violations;
        canonicalize(stepper.fields, words, sameClass);
        states.add(stepper.fields);
        this.transitions++;
      }
    }
    if (ended) this.finals.push(state);
  }
}
