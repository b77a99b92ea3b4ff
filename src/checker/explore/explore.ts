// Breadth-first exploration of all reachable states, by one thread. A *level* is the set of states at the same smallest
// number of steps from the initial state. The *frontier* is the set of states that are visited and not expanded yet.

import type { System } from '../machine/system.js';
import { Expander, type ThreadSelection } from './expander.js';
import { Footprints } from './footprints.js';
import { isOutOfMemory } from './out-of-memory.js';
import { pack } from './packing.js';
import type { States } from './states.js';
import { layOutThreads, type ThreadLayout } from './symmetry.js';
import { Visited } from './visited.js';

export interface Limits {
  readonly maxStates: number;
  /** Called after each level, with the number of states so far and the depth of the last level. */
  readonly onLevel?: ((states: number, depth: number) => void) | undefined;
  /** A shared word that another thread sets to nonzero to interrupt the exploration. */
  readonly stop?: Int32Array | undefined;
}

export function isStopRequested({ stop }: Pick<Limits, 'stop'>): boolean {
  return stop !== undefined && Atomics.load(stop, 0) !== 0;
}

/** Thrown by what has no use for a part of its work when it is stopped through Limits.stop. */
export class Stopped extends Error {}

/** What `work` returns; undefined when it was stopped. */
export function unlessStopped<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Stopped) return undefined;
    throw error;
  }
}

/** How many states are looked at between two looks at the stop word. */
const STATES_BETWEEN_LOOKS = 1024;

/** @throws Stopped, now and then, in a loop over states that is to stop. */
export function stopAt(state: number, limits: Pick<Limits, 'stop'>): void {
  if (state % STATES_BETWEEN_LOOKS === 0 && isStopRequested(limits)) throw new Stopped();
}

export interface Reductions {
  /** Symmetry reduction: keep canonical states only. See symmetry.ts. */
  readonly symmetry: boolean;
  /**
   * Partial-order reduction: expand one thread only, where its transitions are a persistent set. See footprints.ts.
   * Depths are then not the smallest.
   */
  readonly partialOrder?: boolean;
  /** Number of states that are first explored without partial-order reduction, to build most of the automaton. */
  readonly unreducedStates?: number;
  /** Replaces the rule that selects persistent sets. Tests use it to show that a wrong rule is noticed. */
  readonly selectThread?: ThreadSelection;
}

export interface Exploration {
  readonly system: System;
  readonly layout: ThreadLayout;
  readonly visited: States;
  /** The number of the first state of each level, and after those the number of states. */
  readonly levels: readonly number[];
  readonly transitions: number;
  /** Number of states in which every thread has ended. */
  readonly finals: number;
  /** Whether all reachable states were expanded. */
  readonly complete: boolean;
  /** Number of states that were visited and not expanded: 0 when complete. */
  readonly frontier: number;
  /** Whether memory ran out. */
  readonly outOfMemory: boolean;
  /** Whether it was stopped through Limits.stop. */
  readonly interrupted: boolean;
  /** For each violation found, by bit (see properties.ts): the smallest number of steps to it. */
  readonly violationDepths: ReadonlyMap<number, number>;
}

const UNREDUCED_STATES = 5000;

/** Explores `system`. With partial-order reduction it is explored repeatedly: see footprints.ts. */
export function explore(system: System, reductions: Reductions, limits: Limits): Exploration {
  // Independence is defined under sequential consistency only: under the weak model a full barrier accesses every word.
  if (!reductions.partialOrder || !system.sequential || system.shared > 32) {
    return exploreOnce(system, reductions, limits, reductions.selectThread);
  }
  const { automaton } = system;
  const { unreducedStates = UNREDUCED_STATES } = reductions;
  const unreduced = exploreOnce(system, reductions, {
    ...limits,
    maxStates: Math.min(unreducedStates, limits.maxStates),
  });
  if (unreduced.complete) return unreduced;
  for (let footprints = new Footprints(automaton); ; ) {
    const exploration = exploreOnce(system, reductions, limits, (fields, words) =>
      footprints.selectThread(fields, words),
    );
    const refined = new Footprints(automaton);
    if (!exploration.complete || refined.agreesWith(footprints)) return exploration;
    footprints = refined;
  }
}

function exploreOnce(
  system: System,
  reductions: Reductions,
  limits: Limits,
  selectThread?: ThreadSelection,
): Exploration {
  const { starts, shared: words } = system;
  const layout = layOutThreads(starts, reductions.symmetry);
  const visited = new Visited(pack([...Array(words).fill(3), ...Array(starts.length).fill(6)]), words);
  visited.add(system.initial(layout.starts));
  visited.flush();
  const expander = new Expander(system.newStepper(), layout, words, visited, selectThread);

  const levels = [0, 1];
  let end = 1;
  const violationDepths = new Map<number, number>();
  let finals = 0;
  let state = 0;
  let outOfMemory = false;
  let interrupted = false;
  for (let complete = false; !complete && !outOfMemory && !interrupted && visited.size <= limits.maxStates; ) {
    try {
      for (; state < end && visited.size <= limits.maxStates && !interrupted; state++) {
        expander.expand(state);
        interrupted = isStopRequested(limits);
      }
      visited.flush();
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      outOfMemory = true; // the states so far are intact
    }
    finals += recordLevel(system, visited, expander, levels.length - 2, violationDepths);
    complete = !outOfMemory && state === end && visited.size === end;
    if (!complete) {
      end = visited.size;
      levels.push(end);
    }
    limits.onLevel?.(visited.size, levels.length - 2);
  }
  return {
    system,
    layout: layout,
    visited,
    levels,
    transitions: expander.transitions,
    finals,
    violationDepths,
    complete: state === visited.size,
    frontier: visited.size - state,
    outOfMemory,
    interrupted,
  };
}

/**
 * Records the violations of the level at `depth`, whose states were just expanded, and resets `expansion`. Returns the
 * number of its final states.
 */
export function recordLevel(
  system: System,
  states: States,
  expansion: { violations: number; finals: number[] },
  depth: number,
  violationDepths: Map<number, number>,
): number {
  recordViolations(violationDepths, expansion.violations, depth + 1);
  const fields = new Int32Array(system.shared + system.starts.length);
  for (const final of expansion.finals) {
    states.read(final, fields);
    recordViolations(violationDepths, system.violationsAtRest(fields), depth);
  }
  const { length } = expansion.finals;
  expansion.violations = 0;
  expansion.finals.length = 0;
  return length;
}

function recordViolations(violationDepths: Map<number, number>, violations: number, depth: number): void {
  for (let bit = 0; violations >>> bit !== 0; bit++) {
    if ((violations >>> bit) & 1) violationDepths.set(bit, Math.min(depth, violationDepths.get(bit) ?? depth));
  }
}
