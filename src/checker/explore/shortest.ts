// Shortest witnesses. The exploration keeps no parents; instead, two passes over its levels find, for every violation,
// all schedules with the fewest steps, and among them one with the fewest switches between threads.

import { forEachSuccessor } from '../machine/system.js';
import type { Exploration } from './explore.js';
import { sortClasses } from './symmetry.js';

/** One step of a schedule: who moves, and in which of its ways (0 but for a choice). */
export interface Move {
  readonly thread: number;
  readonly way: number;
}

/** Where a property is violated: after so many steps, in a transition or in the state behind it. */
export interface Goal {
  readonly bit: number;
  readonly depth: number;
  /** The state that violates it, for what is neither reported nor seen at the end. */
  readonly state?: number;
}

/** For each goal one schedule with the fewest switches among those with `depth` steps. */
export function shortestSchedules(exploration: Exploration, goals: readonly Goal[]): Move[][] {
  if (goals.length === 0) return [];
  const marks = markShortest(exploration, goals);
  return goals.map((goal, index) => fewestSwitches(exploration, goal, index, marks));
}

/** Per state of the levels that matter, the set of goals (by index) that it is on a shortest way to. */
function markShortest(exploration: Exploration, goals: readonly Goal[]): Uint32Array {
  const { visited, system, columns } = exploration;
  const deepest = Math.max(...goals.map(({ depth }) => depth));
  const levels = levelsOf(exploration).slice(0, deepest + 1);
  const marks = new Uint32Array(levels.at(-1)?.end ?? 0);
  const stepper = system.newStepper();
  const fields = new Int32Array(stepper.fields.length);
  for (const { depth, start, end, nextEnd } of levels.reverse()) {
    for (let state = start; state < end; state++) {
      visited.read(state, fields);
      let mark = 0;
      const ended = forEachSuccessor(stepper, system.starts.length, fields, () => {
        sortClasses(stepper.fields, system.shared, columns.joined);
        if (stepper.violations !== 0) mark |= goalsAmong(goals, stepper.violations, depth + 1);
        if (depth === deepest) return;
        const successor = visited.find(stepper.fields);
        if (successor >= end && successor < nextEnd) mark |= marks[successor] ?? 0;
      });
      if (ended) mark |= goalsAmong(goals, system.violationsAtRest(fields), depth);
      goals.forEach((goal, index) => {
        if (goal.state === state) mark |= 1 << index;
      });
      marks[state] = mark;
    }
  }
  return marks;
}

/** States that are so many steps from the start: their numbers begin at `start` and go up to `end`, exclusively. */
interface Level {
  readonly depth: number;
  readonly start: number;
  readonly end: number;
  /** `end` of the next level; where there is none, of this one. */
  readonly nextEnd: number;
}

function levelsOf({ levels }: Exploration): Level[] {
  return levels.slice(0, -1).map((start, depth) => {
    const end = levels[depth + 1] ?? start;
    return { depth, start, end, nextEnd: levels[depth + 2] ?? end };
  });
}

/** The goals, as a set of indices, that `violations` after `depth` steps reach. */
function goalsAmong(goals: readonly Goal[], violations: number, depth: number): number {
  let found = 0;
  goals.forEach((goal, index) => {
    if (goal.depth === depth && goal.state === undefined && (violations >>> goal.bit) & 1) found |= 1 << index;
  });
  return found;
}

/** A schedule up to some state; `who` names the thread in each column, which sorting moves about. */
interface Partial {
  readonly fields: Int32Array;
  readonly who: readonly number[];
  readonly switches: number;
  readonly move?: Move;
  readonly before?: Partial;
}

function fewestSwitches(exploration: Exploration, goal: Goal, index: number, marks: Uint32Array): Move[] {
  const { system, columns, visited } = exploration;
  const levels = levelsOf(exploration);
  const words = system.shared;
  const stepper = system.newStepper();
  const leadsOn = (depth: number): boolean => {
    if (depth === goal.depth && goalsAmong([goal], stepper.violations, depth) !== 0) return true;
    const level = levels[depth];
    const successor = visited.find(stepper.fields);
    if (!level || successor < level.start || successor >= level.end) return false;
    return (((marks[successor] ?? 0) >>> index) & 1) === 1;
  };

  let layer: Iterable<Partial> = [{ fields: system.initial(columns.starts), who: columns.threads, switches: 0 }];
  for (let depth = 1; depth <= goal.depth; depth++) {
    const next = new Map<string, Partial>();
    for (const before of layer) {
      for (const [column, thread] of before.who.entries()) {
        const switches = before.switches + (before.move && before.move.thread !== thread ? 1 : 0);
        for (let way = 0; way < stepper.choices(before.fields, column); way++) {
          stepper.execute(before.fields, column, way);
          // Threads of one class in one place are interchangeable, so of the last mover only class and place matter.
          const mover = `${columns.classes[column]}.${stepper.fields[words + column]}`;
          const who = [...before.who];
          sortClasses(stepper.fields, words, columns.joined, who);
          if (!leadsOn(depth)) continue;
          const key = `${stepper.fields.join()};${mover}`;
          const known = next.get(key);
          if (known && known.switches <= switches) continue;
          next.set(key, { fields: stepper.fields.slice(), who, switches, move: { thread, way }, before });
        }
      }
    }
    layer = next.values();
  }
  const best = [...layer].reduce((left, right) => (right.switches < left.switches ? right : left));
  const moves: Move[] = [];
  for (let at: Partial | undefined = best; at?.move; at = at.before) moves.unshift(at.move);
  return moves;
}
