// Breadth-first exploration of all reachable states. A *level* is the set of states at the same smallest number of steps
// from the initial state. The *frontier* is the set of states that are visited and not expanded yet.

import type { Reductions } from '../../options/check-options.js';
import type { Stepper, System } from '../model/system.js';
import { field } from '../words/state-vector.js';
import { isStopRequested, type Limits, STATES_PER_LOOK } from './limits.js';
import { MemoryBudget, type Shortage, shortageIn } from './memory-budget.js';
import { pack } from './packing.js';
import { Pace, statesLeft } from './progress.js';
import { canonicalize, layOutThreads, settle, type ThreadLayout } from './symmetry.js';
import { Visited } from './visited.js';

export interface Exploration {
  readonly system: System;
  readonly layout: ThreadLayout;
  readonly visited: Visited;
  /** The number of the first state of each level, and after those the number of states. */
  readonly levels: readonly number[];
  readonly transitions: number;
  /** Number of states in which every thread has ended. */
  readonly finals: number;
  /** True when all reachable states were expanded. */
  readonly complete: boolean;
  /** Number of states that were visited and not expanded: 0 when complete. */
  readonly frontier: number;
  /** The memory that ran out, if any did. */
  readonly outOfMemory: Shortage | undefined;
  /** True when it was stopped through Limits.stop. */
  readonly interrupted: boolean;
  /** For each violation found, by bit (see properties.ts): the smallest number of steps to it. */
  readonly violationDepths: ReadonlyMap<number, number>;
  /** The memory that may be held, with what this exploration holds already. */
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
  const budget = new MemoryBudget(limits.maxMemoryBytes).with(system, {
    bytesHeld: () => visited.bytes,
  });
  system.automaton.budget = budget;
  const expander = new Expander(system, layout, visited);
  const pace = new Pace();

  const levels = [0, 1];
  let end = 1;
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
    expander.endLevel(levels.length - 2);
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
    finals: expander.finals,
    violationDepths: expander.violationDepths,
    complete: state === visited.size,
    frontier: visited.size - state,
    outOfMemory,
    interrupted,
    budget,
  };
}

/** The states at `depth` steps from the initial state: their numbers begin at `start` and end before `end`. */
export interface Level {
  readonly depth: number;
  readonly start: number;
  readonly end: number;
}

export function levelsOf({ levels }: Pick<Exploration, 'levels'>): Level[] {
  return levels.slice(0, -1).map((start, depth) => ({ depth, start, end: levels[depth + 1] ?? start }));
}

/** Calls `visit` with the number of each successor of a visited state, until it returns true. Returns whether it did. */
type ForEachSuccessor = (state: number, visit: (successor: number) => unknown) => boolean;

export function successorsIn({ visited, system, layout }: Exploration): ForEachSuccessor {
  const stepper = system.newStepper();
  const fields = new Int32Array(stepper.fields.length);
  return (state, visit) => {
    visited.read(state, fields);
    for (let column = 0; column < layout.threads.length; column++) {
      const choices = stepper.choices(fields, column);
      for (let choice = 0; choice < choices; choice++) {
        stepper.execute(fields, column, choice);
        canonicalize(stepper.fields, system.shared, layout.sameClass);
        if (visit(visited.find(stepper.fields)) === true) return true;
      }
    }
    return false;
  };
}

/** Adds the successors of states to the visited set. */
class Expander {
  transitions = 0;
  /** Number of states in which all threads had ended. */
  finals = 0;
  /** See Exploration. */
  readonly violationDepths = new Map<number, number>();
  /** Of the level that is being expanded: violations that transitions reported, a set of bits, and final states. */
  #violations = 0;
  readonly #finals: number[] = [];
  readonly #stepper: Stepper;
  readonly #fields: Int32Array;

  constructor(
    private readonly system: System,
    private readonly layout: ThreadLayout,
    private readonly states: Visited,
  ) {
    this.#stepper = system.newStepper();
    this.#fields = new Int32Array(this.#stepper.fields.length);
  }

  /** Adds the successors of `state` to the visited set. */
  expand(state: number): void {
    const stepper = this.#stepper;
    const fields = this.#fields;
    const states = this.states;
    const { sameClass } = this.layout;
    // A sequentially consistent transition changes the field of no other thread.
    const { shared: words, sequential: movesOne } = this.system;
    states.read(state, fields);
    let ended = true;
    for (let column = 0; column < sameClass.length; column++) {
      const choices = stepper.choices(fields, column);
      if (choices === 0) continue;
      ended = false;
      // A class is sorted, so an equal neighbour had the same successors up to symmetry.
      if (sameClass[column] && field(fields, words + column) === field(fields, words + column - 1)) continue;
      for (let choice = 0; choice < choices; choice++) {
        stepper.execute(fields, column, choice);
        this.#violations |= stepper.violations;
        if (movesOne) settle(stepper.fields, words, sameClass, column);
        else canonicalize(stepper.fields, words, sameClass);
        states.add(stepper.fields);
        this.transitions++;
      }
    }
    if (ended) this.#finals.push(state);
  }

  /** Records the violations of the level at `depth`, whose states were just expanded. */
  endLevel(depth: number): void {
    this.#record(this.#violations, depth + 1);
    for (const final of this.#finals) {
      this.states.read(final, this.#fields);
      this.#record(this.system.violationsAtRest(this.#fields), depth);
    }
    this.finals += this.#finals.length;
    this.#violations = 0;
    this.#finals.length = 0;
  }

  #record(violations: number, depth: number): void {
    const depths = this.violationDepths;
    for (let bit = 0; violations >>> bit !== 0; bit++) {
      if ((violations >>> bit) & 1) depths.set(bit, Math.min(depth, depths.get(bit) ?? depth));
    }
  }
}
