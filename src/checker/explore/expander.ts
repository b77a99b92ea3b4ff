// The successors of a state.

import type { Stepper } from '../machine/system.js';
import type { States } from './states.js';
import { type Columns, sortClasses } from './symmetry.js';

/** A column whose thread can be moved alone from the state `fields`, whose places begin at `words`; or -1. */
export type Alone = (fields: Int32Array, words: number) => number;

export class Expander {
  transitions = 0;
  /** Violations reported on the way, a set of bits. */
  violations = 0;
  /** States in which all threads had ended. */
  readonly finals: number[] = [];
  readonly #mover: Stepper;
  readonly #columns: Columns;
  readonly #words: number;
  readonly #states: Pick<States, 'read'> & { add(fields: Int32Array): void };
  readonly #aloneIn: Alone;
  readonly #fields: Int32Array;

  constructor(
    mover: Stepper,
    columns: Columns,
    words: number,
    states: Pick<States, 'read'> & { add(fields: Int32Array): void },
    aloneIn: Alone = () => -1,
  ) {
    this.#mover = mover;
    this.#columns = columns;
    this.#words = words;
    this.#states = states;
    this.#aloneIn = aloneIn;
    this.#fields = new Int32Array(words + columns.threads.length);
  }

  /** Adds the successors of `state` to the states. */
  expand(state: number): void {
    const mover = this.#mover;
    const fields = this.#fields;
    const words = this.#words;
    const states = this.#states;
    const { joined } = this.#columns;
    states.read(state, fields);
    let ended = true;
    const alone = this.#aloneIn(fields, words);
    const last = alone >= 0 ? alone : joined.length - 1;
    for (let column = Math.max(alone, 0); column <= last; column++) {
      const ways = mover.choices(fields, column);
      if (ways === 0) continue;
      ended = false;
      // A class is sorted: an equal neighbour has had the same successors.
      if (alone < 0 && joined[column] && fields[words + column] === fields[words + column - 1]) continue;
      for (let way = 0; way < ways; way++) {
        mover.execute(fields, column, way);
        this.violations |= mover.violations;
        sortClasses(mover.fields, words, joined);
        states.add(mover.fields);
        this.transitions++;
      }
    }
    if (ended) this.finals.push(state);
  }
}
