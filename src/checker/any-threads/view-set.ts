// A set of views, packed: each is a shared part, two members in ascending order, and the rest, all by their numbers. Views
// have numbers, too, in the order of discovery. Those of a shared part and a member are a list.

import { Undecided } from './count-word.js';

/** Members are numbered in 16 bits, shared parts in 30. */
const MEMBER_BITS = 16;
const INITIAL_SLOTS = 1 << 12;

/** One view, unpacked. */
export interface View {
  shared: number;
  first: number;
  second: number;
  rest: number;
}

export class ViewSet {
  size = 0;
  /** Shared part and rest, and the two members. */
  #states = new Uint32Array(INITIAL_SLOTS / 2);
  #pairs = new Uint32Array(INITIAL_SLOTS / 2);
  /** By hash: the number of a view and 1, or 0. */
  #slots = new Int32Array(INITIAL_SLOTS);

  get bytes(): number {
    return this.#states.byteLength + this.#pairs.byteLength + this.#slots.byteLength;
  }

  read(view: number, into: View): void {
    const state = this.#states[view] as number;
    const pair = this.#pairs[view] as number;
    into.shared = state >>> 2;
    into.rest = state & 3;
    into.first = pair >>> MEMBER_BITS;
    into.second = pair & ((1 << MEMBER_BITS) - 1);
  }

  /** The number of a view, or -1. */
  find(shared: number, one: number, other: number, rest: number): number {
    return (this.#slots[this.#slotOf((shared << 2) | rest, pairOf(one, other))] as number) - 1;
  }

  /** Adds a view, unless it is there. Returns whether it was not. @throws RangeError: no memory */
  add(shared: number, one: number, other: number, rest: number): boolean {
    const state = (shared << 2) | rest;
    const pair = pairOf(one, other);
    const slot = this.#slotOf(state, pair);
    if (this.#slots[slot] !== 0) return false;
    if (one >> MEMBER_BITS !== 0 || other >> MEMBER_BITS !== 0) throw new Undecided('threads have too many states');
    this.#states[this.size] = state;
    this.#pairs[this.size] = pair;
    this.#slots[slot] = ++this.size;
    if (2 * this.size === this.#slots.length) this.#grow();
    return true;
  }

  #slotOf(state: number, pair: number): number {
    const mask = this.#slots.length - 1;
    let hash = Math.imul(state ^ (state >>> 16), 0x9e3779b1) ^ Math.imul(pair, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
    for (let slot = (hash ^ (hash >>> 13)) & mask; ; slot = (slot + 1) & mask) {
      const view = (this.#slots[slot] as number) - 1;
      if (view < 0 || (this.#pairs[view] === pair && this.#states[view] === state)) return slot;
    }
  }

  #grow(): void {
    const [states, pairs] = [this.#states, this.#pairs];
    this.#slots = new Int32Array(2 * this.#slots.length);
    this.#states = new Uint32Array(this.#slots.length / 2);
    this.#pairs = new Uint32Array(this.#slots.length / 2);
    this.#states.set(states);
    this.#pairs.set(pairs);
    for (let view = 0; view < this.size; view++) {
      this.#slots[this.#slotOf(states[view] as number, pairs[view] as number)] = view + 1;
    }
  }
}

function pairOf(one: number, other: number): number {
  return (one < other ? (one << MEMBER_BITS) | other : (other << MEMBER_BITS) | one) >>> 0;
}
