// Litmus tests in larger steps. A *block* of a thread is what may as well take place at once, by Lipton's reduction: loads,
// then one access or fence of any kind, then stores. The same ends are reached:
//
// - A load may wait until its thread goes on: what it finds stays there, whatever other threads do.
// - A store may come first: others may still find older values, and order their writes before it or behind it.
// - smp_wmb() and smp_rmb() change nothing but the views of their thread.
//
// So a thread at a store goes on alone, and one that has nothing but loads ahead waits for those that have more. There are no
// loops, so nobody waits for ever, but for a thread that waits for a lock: no end comes of it, and its state is left out. A block
// may end early: its thread goes on in the next, and alone where it is at a store.

import { FULL } from '../../../runtime/order.js';
import type { Automaton } from '../../model/automaton.js';
import type { Stepper } from '../../model/system.js';
import type { Components } from './components.js';
import { FULL_FENCES } from './operations.js';
import type { WeakStepper } from './weak-stepper.js';

/** The way in which a step may be moved: later, earlier, both, or neither. */
type Mover = 'right' | 'left' | 'both' | 'none';

/** States to which as many steps of a block lead. With more it ends there: nobody looks at time and memory in a block. */
const MOST_REACHED = 64;

export class BlockStepper implements Stepper {
  readonly fields: Int32Array;
  readonly violations = 0;
  readonly valueRead = 0;
  readonly newerWrites = 0;
  readonly #movers: Mover[] = [];
  /** The state that was asked about last, and by thread the states behind its block; undefined where it has to wait. */
  readonly #from: Int32Array;
  #isKnown = false;
  #successors: (readonly Int32Array[] | undefined)[] = [];

  constructor(
    private readonly inner: WeakStepper,
    private readonly automaton: Automaton,
    private readonly components: Components,
    private readonly threads: number,
  ) {
    this.fields = new Int32Array(inner.fields.length);
    this.#from = new Int32Array(inner.fields.length);
  }

  choices(from: Int32Array, thread: number): number {
    return this.#successorsOf(from, thread).length;
  }

  execute(from: Int32Array, thread: number, choice: number): void {
    this.fields.set(this.#successorsOf(from, thread)[choice] as Int32Array);
  }

  localState(of: Int32Array, thread: number): number {
    return this.inner.localState(of, thread);
  }

  newestValues(of: Int32Array): Int32Array {
    return this.inner.newestValues(of);
  }

  #successorsOf(from: Int32Array, thread: number): readonly Int32Array[] {
    if (!this.#isKnown || from.some((value, index) => value !== this.#from[index])) {
      this.#from.set(from);
      this.#isKnown = true;
      this.#successors = [];
      for (const next of this.#turns(from)) this.#successors[next] = this.#blocks(from, next);
    }
    return this.#successors[thread] ?? [];
  }

  /** Returns the threads that go on; the others wait. */
  #turns(from: Int32Array): number[] {
    const states = Array.from({ length: this.threads }, (_, thread) => this.localState(from, thread));
    const going = [...states.keys()].filter((thread) => this.#choicesOf(states[thread] as number) > 0);
    // Not one at smp_wmb() or smp_rmb(): its block goes on with more than stores.
    const storing = going.find((thread) => this.#moverAt(states[thread] as number) === 'left');
    if (storing !== undefined) return [storing];
    const publishing = going.filter((thread) => this.components.aheadOf(states[thread] as number)?.publishes !== false);
    return publishing.length > 0 ? publishing : going.slice(0, 1);
  }

  /** Returns the states to which the block of `thread` leads. */
  #blocks(from: Int32Array, thread: number): Int32Array[] {
    const { inner } = this;
    const ends: Int32Array[] = [];
    let reached = [{ fields: from.slice(), isOpen: true }];
    while (reached.length > 0) {
      const next: typeof reached = [];
      for (const { fields, isOpen } of reached) {
        const localState = inner.localState(fields, thread);
        if (this.automaton.pauseAt(localState).instruction?.op === 'choose') continue;
        const mover = this.#moverAt(localState);
        const goesOn = this.#choicesOf(localState) > 0 && (isOpen || this.#isLeft(localState));
        if (!goesOn || reached.length > MOST_REACHED) {
          ends.push(fields);
          continue;
        }
        const choices = inner.choices(fields, thread);
        for (let choice = 0; choice < choices; choice++) {
          inner.execute(fields, thread, choice);
          next.push({ fields: inner.fields.slice(), isOpen: isOpen && (mover === 'right' || mover === 'both') });
        }
      }
      reached = next;
    }
    return ends;
  }

  #choicesOf(localState: number): number {
    return this.automaton.choicesOf.at(localState);
  }

  #isLeft(localState: number): boolean {
    const mover = this.#moverAt(localState);
    return mover === 'left' || mover === 'both';
  }

  #moverAt(localState: number): Mover {
    this.#movers[localState] ??= this.#computedMover(localState);
    return this.#movers[localState];
  }

  #computedMover(localState: number): Mover {
    const { instruction, inputs } = this.automaton.pauseAt(localState);
    if (instruction?.op === 'fence') return FULL_FENCES.has(instruction.fence) ? 'none' : 'both';
    if (instruction?.op !== 'access' || inputs.at(-1) === FULL) return 'none';
    if (instruction.access === 'load') return 'right';
    return instruction.access === 'store' ? 'left' : 'none';
  }
}
