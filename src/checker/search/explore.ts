// Breadth-first exploration of all reachable states. A *level* is the set of states at the same smallest number of steps
// from the initial state. The *frontier* is the set of states that are visited and not expanded yet.

import type { System } from '../model/system.js';
import { Expander } from './expander.js';
import { isStopRequested, type Limits, STATES_PER_LOOK } from './limits.js';
import { defaultMaxMemoryBytes, MemoryBudget, type Shortage } from './memory-budget.js';
import { shortageIn } from './out-of-memory.js';
import { pack } from './packing.js';
import { Pace, statesLeft } from './progress.js';
import type { States } from './states.js';
import { layOutThreads, type ThreadLayout } from './symmetry.js';
import { Visited } from './visited.js';

export interface Reductions {
  /** Symmetry reduction: keep canonical states only. See symmetry.ts. */
  readonly symmetry: boolean;
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
  /** What memory ran out, if any did. */
  readonly outOfMemory: Shortage | undefined;
  /** Whether it was stopped through Limits.stop. */
  readonly interrupted: boolean;
  /** For each violation found, by bit (see properties.ts): the smallest number of steps to it. */
  readonly violationDepths: ReadonlyMap<number, number>;
  /** What may be held, beside what this exploration holds. */
  readonly budget: MemoryBudget;
}

/** The part of the memory that is left for the search in what was found: for livelocks, and for witnesses. */
const SEARCH_SHARE = 1 / 8;

/** Explores `system`, as far as the limits allow. */
export function explore(system: System, { symmetry }: Reductions, limits: Limits): Exploration {
  const { starts, shared: words } = system;
  const layout = layOutThreads(starts, symmetry);
  const visited = new Visited(pack([...Array(words).fill(3), ...Array(starts.length).fill(6)]), words);
  visited.add(system.initial(layout.starts));
  visited.flush();
  const budget = new MemoryBudget(limits.maxMemoryBytes ?? defaultMaxMemoryBytes()).with(system, {
    bytesHeld: () => visited.bytes,
  });
  system.automaton.budget = budget;
  const expander = new Expander(system, layout, visited);
  const pace = new Pace();

  const levels = [0, 1];
  let end = 1;
  const violationDepths = new Map<number, number>();
  let finals = 0;
  let state = 0;
  let outOfMemory: Shortage | undefined;
  let interrupted = false;
  const look = (): void => {
    interrupted = isStopRequested(limits);
    budget.require(visited.growth + SEARCH_SHARE * budget.maxBytes);
    if (!limits.onProgress || !pace.isDue()) return;
    const left = statesLeft(levels, state);
    limits.onProgress({ states: visited.size, expanded: state, depth: levels.length - 1, left });
  };
  for (let complete = false; !complete && !outOfMemory && !interrupted && visited.size <= limits.maxStates; ) {
    try {
      while (state < end && visited.size <= limits.maxStates && !interrupted) {
        if (state % STATES_PER_LOOK === 0) look();
        if (interrupted) break;
        expander.expand(state);
        state++;
      }
      visited.flush();
    } catch (error) {
      outOfMemory = shortageIn(error);
      if (!outOfMemory) throw error; // else the states so far are intact
    }
    finals += recordLevel(system, visited, expander, levels.length - 2, violationDepths);
    complete = !outOfMemory && state === end && visited.size === end;
    if (!complete) {
      end = visited.size;
      levels.push(end);
    }
  }
  return {
    system,
    layout,
    visited,
    levels,
    transitions: expander.transitions,
    finals,
    violationDepths,
    complete: state === visited.size,
    frontier: visited.size - state,
    outOfMemory,
    interrupted,
    budget,
  };
}

/**
 * Records the violations of the level at `depth`, whose states were just expanded, and resets `expander`. Returns the
 * number of its final states.
 */
function recordLevel(
  system: System,
  states: States,
  expander: Expander,
  depth: number,
  violationDepths: Map<number, number>,
): number {
  recordViolations(violationDepths, expander.violations, depth + 1);
  const fields = new Int32Array(system.shared + system.starts.length);
  for (const final of expander.finals) {
    states.read(final, fields);
    recordViolations(violationDepths, system.violationsAtRest(fields), depth);
  }
  const { length } = expander.finals;
  expander.violations = 0;
  expander.finals.length = 0;
  return length;
}

function recordViolations(violationDepths: Map<number, number>, violations: number, depth: number): void {
  for (let bit = 0; violations >>> bit !== 0; bit++) {
    if ((violations >>> bit) & 1) violationDepths.set(bit, Math.min(depth, violationDepths.get(bit) ?? depth));
  }
}
