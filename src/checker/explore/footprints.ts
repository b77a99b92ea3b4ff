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

import { type Automaton, ENDED, NO_WORD } from '../machine/automaton.js';
import { field } from '../machine/state-vector.js';

/** What a thread touches from a place on: sets of words, a bit each. */
interface Footprint {
  /** Words that its next step may write, or may write or read. */
  readonly writes: number;
  readonly touches: number;
  /** The same of that step and all that may follow. */
  futureWrites: number;
  futureTouches: number;
  /** Whether the thread may come back to the place. Reducing there could put the others off for ever. */
  returns: boolean;
  /** Footprints of the places that its next step may lead to. */
  readonly followers: Set<Footprint>;
}

export class Footprints {
  /** By place. */
  readonly #footprints: readonly Footprint[];

  constructor(automaton: Automaton) {
    const steps = Array.from({ length: automaton.size }, (_, place) => stepOf(automaton, place));
    const footprints = steps.map(
      ({ writes, touches }): Footprint => ({
        writes,
        touches,
        futureWrites: writes,
        futureTouches: touches,
        returns: false,
        followers: new Set(),
      }),
    );
    for (const [place, footprint] of footprints.entries()) {
      for (const follower of steps[place]?.places ?? []) {
        const following = footprints[follower];
        if (following) footprint.followers.add(following);
      }
    }
    collectFutures(footprints);
    for (const footprint of cyclic(footprints)) footprint.returns = true;
    this.#footprints = footprints;
  }

  /** A column whose thread can be moved alone from the state `fields`, or -1. Places begin at `words`. */
  alone(fields: Int32Array, words: number): number {
    for (let column = words; column < fields.length; column++) {
      const place = field(fields, column);
      if (place === ENDED) continue;
      const footprint = this.#footprints[place];
      if (!footprint) return -1;
      if (!footprint.returns && this.#commutes(footprint, fields, words, column)) return column - words;
    }
    return -1;
  }

  /** Whether `earlier` footprints, of the same automaton, said the same of every place that they knew. */
  agreesWith(earlier: Footprints): boolean {
    return earlier.#footprints.every((theirs, place) => {
      const own = this.#footprints[place];
      return (
        own?.touches === theirs.touches &&
        own.futureWrites === theirs.futureWrites &&
        own.futureTouches === theirs.futureTouches &&
        own.returns === theirs.returns
      );
    });
  }

  /** Whether the step of the thread in `column`, with `own` footprint, commutes with all that the others may ever do. */
  #commutes(own: Footprint, fields: Int32Array, words: number, column: number): boolean {
    for (let other = words; other < fields.length; other++) {
      if (other === column) continue;
      const theirs = this.#footprints[field(fields, other)];
      if (!theirs) return false;
      if ((own.writes & theirs.futureTouches) !== 0 || (own.touches & theirs.futureWrites) !== 0) return false;
    }
    return true;
  }
}

/** The step of `place`: the words that it and the links behind it touch, and where it leads. */
function stepOf(automaton: Automaton, place: number): { writes: number; touches: number; places: Set<number> } {
  const word = automaton.wordOf.at(place);
  const { instruction } = automaton.pauseAt(place);
  const own = word === NO_WORD ? 0 : 1 << word;
  let touches = own;
  const met = automaton.successorsOf(place);
  const places = new Set<number>();
  for (const following of met) {
    if (following >= 0) {
      places.add(following);
      continue;
    }
    const seen = automaton.detectorWord.at(~following);
    if (seen >= 0) touches |= 1 << seen;
    for (const next of automaton.successorsOf(following)) met.add(next);
  }
  return { writes: instruction?.op === 'access' && instruction.access !== 'load' ? own : 0, touches, places };
}

/** Adds to every footprint the future of all that can follow it. */
function collectFutures(footprints: readonly Footprint[]): void {
  // Followers mostly have higher numbers, so one sweep from the back settles nearly everything.
  const backwards = footprints.toReversed();
  for (let changed = true; changed; ) {
    changed = false;
    for (const footprint of backwards) {
      let { futureWrites, futureTouches } = footprint;
      for (const follower of footprint.followers) {
        futureWrites |= follower.futureWrites;
        futureTouches |= follower.futureTouches;
      }
      if (futureWrites !== footprint.futureWrites || futureTouches !== footprint.futureTouches) changed = true;
      footprint.futureWrites = futureWrites;
      footprint.futureTouches = futureTouches;
    }
  }
}

/** The footprints that can follow themselves, and those between two of these. */
function cyclic(footprints: readonly Footprint[]): Set<Footprint> {
  // What leads to ends alone is removed, layer by layer; then what is led to by beginnings alone.
  const left = new Set(footprints);
  const sweep = (neighbours: (footprint: Footprint) => Iterable<Footprint>): void => {
    for (let changed = true; changed; ) {
      changed = false;
      for (const footprint of left) {
        if ([...neighbours(footprint)].some((neighbour) => left.has(neighbour))) continue;
        left.delete(footprint);
        changed = true;
      }
    }
  };
  sweep(({ followers }) => followers);
  const preceding = new Map(footprints.map((footprint) => [footprint, new Set<Footprint>()]));
  for (const footprint of footprints) {
    for (const follower of footprint.followers) preceding.get(follower)?.add(footprint);
  }
  sweep((footprint) => preceding.get(footprint) ?? []);
  return left;
}
