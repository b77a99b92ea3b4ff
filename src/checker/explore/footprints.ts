// Partial-order reduction by persistent sets. The *footprint* of a local state is the set of words that its next
// transition may access, together with the words that any later transition of the thread may access.
//
// Two transitions are independent if neither writes a word that the other accesses. If the next transition of a thread
// is independent of every transition that the other threads may ever execute, then it commutes with all of them. The
// transitions of that thread are then a persistent set (Godefroid 1996): an exploration that expands only them still
// reaches the same final states and reports the same violations. Observations of detectors count as reads.
//
// Footprints are computed from the automaton, which contains only what has been explored so far. A reduced exploration
// is therefore repeated with the footprints of the automaton that it leaves behind, until it does not change them. That
// is sound: an unexplored behaviour would begin with a transition from a known local state, whose word is known. The
// reduction has taken that transition into account, so the exploration would have executed it. In a state with an
// unknown local state nothing is reduced.

import { type Automaton, ENDED, NO_WORD } from '../machine/automaton.js';
import { field } from '../machine/state-vector.js';

/** The footprint of a local state: sets of words, a bit for each word. */
interface Footprint {
  /** The words that the next transition may write, and those that it may write or read. */
  readonly writes: number;
  readonly accesses: number;
  /** The same for that transition and all that may follow it in the thread. */
  futureWrites: number;
  futureAccesses: number;
  /** Whether the thread may return to the local state. Reduction there could postpone the other threads for ever. */
  onCycle: boolean;
  /** The footprints of the local states that may follow. */
  readonly successors: Set<Footprint>;
}

export class Footprints {
  /** By local state. */
  readonly #footprints: readonly Footprint[];

  constructor(automaton: Automaton) {
    const transitions = Array.from({ length: automaton.size }, (_, localState) => transitionOf(automaton, localState));
    const footprints = transitions.map(
      ({ writes, accesses }): Footprint => ({
        writes,
        accesses,
        futureWrites: writes,
        futureAccesses: accesses,
        onCycle: false,
        successors: new Set(),
      }),
    );
    for (const [localState, footprint] of footprints.entries()) {
      for (const successor of transitions[localState]?.successors ?? []) {
        const following = footprints[successor];
        if (following) footprint.successors.add(following);
      }
    }
    collectFutures(footprints);
    for (const footprint of onCycles(footprints)) footprint.onCycle = true;
    this.#footprints = footprints;
  }

  /** The column of a thread whose transitions are a persistent set in the state `fields`, or -1: a ThreadSelection. */
  selectThread(fields: Int32Array, words: number): number {
    for (let column = words; column < fields.length; column++) {
      const localState = field(fields, column);
      if (localState === ENDED) continue;
      const footprint = this.#footprints[localState];
      if (!footprint) return -1;
      if (!footprint.onCycle && this.#isIndependent(footprint, fields, words, column)) return column - words;
    }
    return -1;
  }

  /** Whether `earlier` footprints, of the same automaton, are equal for every local state that was known then. */
  agreesWith(earlier: Footprints): boolean {
    return earlier.#footprints.every((theirs, localState) => {
      const own = this.#footprints[localState];
      return (
        own?.accesses === theirs.accesses &&
        own.futureWrites === theirs.futureWrites &&
        own.futureAccesses === theirs.futureAccesses &&
        own.onCycle === theirs.onCycle
      );
    });
  }

  /** Whether the next transition of the thread in `column` is independent of all that the others may ever execute. */
  #isIndependent(own: Footprint, fields: Int32Array, words: number, column: number): boolean {
    for (let other = words; other < fields.length; other++) {
      if (other === column) continue;
      const theirs = this.#footprints[field(fields, other)];
      if (!theirs) return false;
      if ((own.writes & theirs.futureAccesses) !== 0 || (own.accesses & theirs.futureWrites) !== 0) return false;
    }
    return true;
  }
}

/** The next transition of `localState`: the words that it and its detector steps access, and the successors. */
function transitionOf(
  automaton: Automaton,
  localState: number,
): { writes: number; accesses: number; successors: Set<number> } {
  const word = automaton.wordOf.at(localState);
  const { instruction } = automaton.pauseAt(localState);
  const own = word === NO_WORD ? 0 : 1 << word;
  let accesses = own;
  let writes = instruction?.op === 'access' && instruction.access !== 'load' ? own : 0;
  const reached = automaton.successorsOf(localState);
  const successors = new Set<number>();
  for (const following of reached) {
    if (following >= 0) {
      successors.add(following);
      continue;
    }
    const observed = automaton.detectorWord.at(~following);
    if (observed >= 0) accesses |= 1 << observed;
    if (observed >= 0 && automaton.ownStepAt(~following)) writes |= 1 << observed;
    for (const next of automaton.successorsOf(following)) reached.add(next);
  }
  return { writes, accesses, successors };
}

/** Adds to every footprint the footprints of all local states that can follow: a fixed point. */
function collectFutures(footprints: readonly Footprint[]): void {
  // Successors mostly have higher numbers, so the first pass from the back computes nearly everything.
  const backwards = footprints.toReversed();
  for (let changed = true; changed; ) {
    changed = false;
    for (const footprint of backwards) {
      let { futureWrites, futureAccesses } = footprint;
      for (const successor of footprint.successors) {
        futureWrites |= successor.futureWrites;
        futureAccesses |= successor.futureAccesses;
      }
      if (futureWrites !== footprint.futureWrites || futureAccesses !== footprint.futureAccesses) changed = true;
      footprint.futureWrites = futureWrites;
      footprint.futureAccesses = futureAccesses;
    }
  }
}

/** The footprints on a cycle, and those on a path between two cycles. */
function onCycles(footprints: readonly Footprint[]): Set<Footprint> {
  // Repeatedly removes footprints without successors; after that, footprints without predecessors.
  const remaining = new Set(footprints);
  const sweep = (neighbours: (footprint: Footprint) => Iterable<Footprint>): void => {
    for (let changed = true; changed; ) {
      changed = false;
      for (const footprint of remaining) {
        if ([...neighbours(footprint)].some((neighbour) => remaining.has(neighbour))) continue;
        remaining.delete(footprint);
        changed = true;
      }
    }
  };
  sweep(({ successors }) => successors);
  const predecessors = new Map(footprints.map((footprint) => [footprint, new Set<Footprint>()]));
  for (const footprint of footprints) {
    for (const successor of footprint.successors) predecessors.get(successor)?.add(footprint);
  }
  sweep((footprint) => predecessors.get(footprint) ?? []);
  return remaining;
}
