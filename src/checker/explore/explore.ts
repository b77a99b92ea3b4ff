// Every state that the system can reach, breadth first: a state's level is the smallest number of steps to it.

import type { System } from '../machine/system.js';
import { type Alone, Expander } from './expander.js';
import { Footprints } from './footprints.js';
import { pack } from './packing.js';
import type { States } from './states.js';
import { type Columns, columns } from './symmetry.js';
import { Visited } from './visited.js';

export interface Limits {
  readonly maxStates: number;
  /** Hears of each level: how many states there are, and how many steps away the last ones are. */
  readonly onLevel?: ((states: number, depth: number) => void) | undefined;
  /** A shared word that another thread sets to stop the exploration where it is. */
  readonly stop?: Int32Array | undefined;
}

export function toldToStop({ stop }: Limits): boolean {
  return stop !== undefined && Atomics.load(stop, 0) !== 0;
}

export interface Reductions {
  /** Keep one of the states that differ only in which of several equal threads is where. */
  readonly symmetry: boolean;
  /** Move a thread alone where its step commutes with all that the others may do. Depths are then not the smallest. */
  readonly partialOrder?: boolean;
  /** States that are explored without the partial order first, so that it knows most of the automaton. */
  readonly scoutedStates?: number;
  /** Another rule for moving a thread alone. A wrong one is wrong: how tests break the reduction. */
  readonly alone?: Alone;
}

export interface Exploration {
  readonly system: System;
  readonly columns: Columns;
  readonly visited: States;
  /** Number of the first state of each level, then the number of states. */
  readonly levels: readonly number[];
  readonly transitions: number;
  /** States in which every thread has ended. */
  readonly finals: number;
  /** False when a limit stopped the exploration. */
  readonly complete: boolean;
  /** States met and not expanded. */
  readonly frontier: number;
  /** Whether it was memory that ran out. */
  readonly outOfMemory: boolean;
  /** Whether it was told to stop. */
  readonly interrupted: boolean;
  /** Fewest steps to each violation that was found, by bit. */
  readonly firstDepth: ReadonlyMap<number, number>;
}

const SCOUTED_STATES = 5000;

/** Explores `system` from its start. With a partial order it is explored again until the order is sure of itself. */
export function explore(system: System, reductions: Reductions, limits: Limits): Exploration {
  // What commutes is known of plain words only: under a weak memory a full barrier touches everything.
  if (!reductions.partialOrder || !system.sequential || system.shared > 32) {
    return exploreOnce(system, reductions, limits, reductions.alone);
  }
  const { automaton } = system;
  const { scoutedStates = SCOUTED_STATES } = reductions;
  const scouted = exploreOnce(system, reductions, { ...limits, maxStates: Math.min(scoutedStates, limits.maxStates) });
  if (scouted.complete) return scouted;
  for (let footprints = new Footprints(automaton); ; ) {
    const exploration = exploreOnce(system, reductions, limits, (fields, words) => footprints.alone(fields, words));
    const better = new Footprints(automaton);
    if (!exploration.complete || better.agreesWith(footprints)) return exploration;
    footprints = better;
  }
}

function exploreOnce(system: System, reductions: Reductions, limits: Limits, aloneIn?: Alone): Exploration {
  const { starts, shared: words } = system;
  const order = columns(starts, reductions.symmetry);
  const visited = new Visited(pack([...Array(words).fill(3), ...Array(starts.length).fill(6)]), words);
  visited.add(system.initial(order.starts));
  visited.flush();
  const expander = new Expander(system.newStepper(), order, words, visited, aloneIn);

  const levels = [0, 1];
  let end = 1;
  const firstDepth = new Map<number, number>();
  let finals = 0;
  let state = 0;
  let outOfMemory = false;
  let interrupted = false;
  for (let complete = false; !complete && !outOfMemory && !interrupted && visited.size <= limits.maxStates; ) {
    try {
      for (; state < end && visited.size <= limits.maxStates && !interrupted; state++) {
        expander.expand(state);
        interrupted = toldToStop(limits);
      }
      visited.flush();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      outOfMemory = true; // what has been met so far is still whole
    }
    finals += noteLevel(system, visited, expander, levels.length - 2, firstDepth);
    complete = !outOfMemory && state === end && visited.size === end;
    if (!complete) {
      end = visited.size;
      levels.push(end);
    }
    limits.onLevel?.(visited.size, levels.length - 2);
  }
  return {
    system,
    columns: order,
    visited,
    levels,
    transitions: expander.transitions,
    finals,
    firstDepth,
    complete: state === visited.size,
    frontier: visited.size - state,
    outOfMemory,
    interrupted,
  };
}

/** Notes what was found while the states of `depth` were expanded; returns how many of them were final. */
export function noteLevel(
  system: System,
  states: States,
  found: { violations: number; finals: number[] },
  depth: number,
  firstDepth: Map<number, number>,
): number {
  note(firstDepth, found.violations, depth + 1);
  const fields = new Int32Array(system.shared + system.starts.length);
  for (const final of found.finals) {
    states.read(final, fields);
    note(firstDepth, system.violationsAtRest(fields), depth);
  }
  const { length } = found.finals;
  found.violations = 0;
  found.finals.length = 0;
  return length;
}

function note(firstDepth: Map<number, number>, violations: number, depth: number): void {
  for (let bit = 0; violations >>> bit !== 0; bit++) {
    if ((violations >>> bit) & 1) firstDepth.set(bit, Math.min(depth, firstDepth.get(bit) ?? depth));
  }
}
