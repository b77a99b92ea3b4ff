// Which words a thread touches with its next step, and which it may still touch after it: what a partial-order reduction
// needs to know.
//
// If no other thread will ever touch what this step touches (in a way that matters: two reads do not), then whatever the
// others do first commutes with the step. Exploring the step alone then reaches the same ends, and every report along
// the way: a persistent set of one thread (Godefroid 1996). Detectors' looks count as reads.
//
// The future of a thread is read off the automaton, which knows only what the exploration has met. A reduced
// exploration is therefore repeated until it has met nothing that would have changed its mind: a behaviour beyond what is
// known would begin with a step from a known place, whose word is known, so the reduction has reckoned with it and the
// exploration would have met it. Where a place was new, nothing was reduced.

import { type Automaton, ENDED, NO_WORD, UNKNOWN } from '../machine/automaton.js';

export class Footprints {
  /** Per place: words (bits) that its step may write, or may write or read. */
  readonly #writes: Int32Array;
  readonly #touches: Int32Array;
  /** The same of the step and all that may follow. */
  readonly #futureWrites: Int32Array;
  readonly #futureTouches: Int32Array;
  /** Per place: 1 if the thread may come back to it. Reducing there could put the others off for ever. */
  readonly #returns: Uint8Array;
  readonly #known: number;

  constructor(automaton: Automaton) {
    const count = automaton.places.length;
    this.#known = count;
    this.#writes = new Int32Array(count);
    this.#touches = new Int32Array(count);
    const followers: Set<number>[] = [];
    for (let place = 0; place < count; place++) {
      const { word, writing, seen, places } = stepOf(automaton, place);
      this.#writes[place] = writing ? word : 0;
      this.#touches[place] = word | seen;
      followers.push(places);
    }
    this.#futureWrites = closure(this.#writes, followers);
    this.#futureTouches = closure(this.#touches, followers);
    this.#returns = returning(followers);
  }

  /** A column whose thread can be moved alone from the state `fields`, or -1. Places begin at `words`. */
  alone(fields: Int32Array, words: number): number {
    for (let column = words; column < fields.length; column++) {
      const place = fields[column] as number;
      if (place === ENDED) continue;
      if (place >= this.#known) return -1;
      if (!this.#returns[place] && this.#commutes(fields, words, column)) return column - words;
    }
    return -1;
  }

  /** Whether `earlier` footprints, of the same automaton, said the same of every place that they knew. */
  agreesWith(earlier: Footprints): boolean {
    const same = (own: ArrayLike<number>, theirs: ArrayLike<number>): boolean =>
      Array.from(theirs).every((bits, place) => own[place] === bits);
    return (
      same(this.#touches, earlier.#touches) &&
      same(this.#futureWrites, earlier.#futureWrites) &&
      same(this.#futureTouches, earlier.#futureTouches) &&
      same(this.#returns, earlier.#returns)
    );
  }

  #commutes(fields: Int32Array, words: number, column: number): boolean {
    const place = fields[column] as number;
    const writes = this.#writes[place] as number;
    const touches = this.#touches[place] as number;
    for (let other = words; other < fields.length; other++) {
      if (other === column) continue;
      const theirs = fields[other] as number;
      if (theirs >= this.#known) return false;
      const futureWrites = this.#futureWrites[theirs] as number;
      const futureTouches = this.#futureTouches[theirs] as number;
      if ((writes & futureTouches) !== 0 || (touches & futureWrites) !== 0) return false;
    }
    return true;
  }
}

/** The step of `place`: its own word (a bit), the words that the links behind it see, and where it leads. */
function stepOf(automaton: Automaton, place: number) {
  const { next, linkNext, linkWord, rowShift } = automaton;
  const row = 1 << rowShift;
  const places = new Set<number>();
  const links = new Set<number>();
  let seen = 0;
  const follow = (table: Int32Array, start: number): void => {
    for (let entry = start; entry < start + row; entry++) {
      const to = table[entry] as number;
      if (to === UNKNOWN) continue;
      if (to >= 0) places.add(to);
      else if (!links.has(~to)) {
        links.add(~to);
        const word = linkWord[~to] as number;
        if (word >= 0) seen |= 1 << word;
        follow(linkNext, ~to << rowShift);
      }
    }
  };
  follow(next, place << rowShift);
  const word = automaton.wordOf[place] as number;
  const instruction = automaton.places[place]?.instruction;
  const writing = instruction?.op === 'access' && instruction.access !== 'load';
  return { word: word === NO_WORD ? 0 : 1 << word, writing, seen, places };
}

/** For each place the union of `own` over all places that can follow it, itself included. */
function closure(own: Int32Array, followers: readonly Set<number>[]): Int32Array {
  const all = own.slice();
  for (let changed = true; changed; ) {
    changed = false;
    for (let place = all.length - 1; place >= 0; place--) {
      let bits = all[place] as number;
      for (const follower of followers[place] as Set<number>) bits |= all[follower] as number;
      if (bits !== all[place]) changed = true;
      all[place] = bits;
    }
  }
  return all;
}

/** Per place whether it can follow itself. */
function returning(followers: readonly Set<number>[]): Uint8Array {
  // Places from which only ends are reachable, removed layer by layer; then the same against the direction. What is left
  // lies on a cycle or between two.
  const left = new Set(followers.keys());
  const sweep = (hasNeighbour: (place: number) => boolean): void => {
    for (let changed = true; changed; ) {
      changed = false;
      for (const place of left) {
        if (hasNeighbour(place)) continue;
        left.delete(place);
        changed = true;
      }
    }
  };
  sweep((place) => [...(followers[place] as Set<number>)].some((follower) => left.has(follower)));
  const preceded = new Map<number, number[]>();
  followers.forEach((to, from) => {
    for (const follower of to) preceded.set(follower, [...(preceded.get(follower) ?? []), from]);
  });
  sweep((place) => (preceded.get(place) ?? []).some((before) => left.has(before)));
  return Uint8Array.from(followers, (_, place) => (left.has(place) ? 1 : 0));
}
