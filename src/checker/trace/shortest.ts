// Shortest witnesses. The visited set stores no predecessors, to save memory. Instead, two passes over the levels
// determine, for every violation, all schedules with the fewest steps, and then one of those with the fewest context
// switches. The first pass goes backwards and marks the states on shortest paths. The second pass goes forwards over
// marked states.

import { forEachSuccessor } from '../model/system.js';
import { type Exploration, type Level, levelsOf } from '../search/explore.js';
import { type SearchLimits, stopAt } from '../search/limits.js';
import { canonicalize } from '../search/symmetry.js';
import { predecessorsIn } from './predecessors.js';
import type { ScheduleStep } from './schedule.js';

/** A violation that needs a witness: `depth` steps lead to it, in the last transition or in the state after it. */
export interface Goal {
  /** See properties.ts. */
  readonly bit: number;
  readonly depth: number;
  /** The state that violates the property, if neither a transition nor a final state shows the violation: livelocks. */
  readonly state?: number;
}

/** A fraction of a second. */
const STATES_TRACED_QUICKLY = 200_000;

/** Those of `goals` that shortestSchedules() traces at once: it looks at every state up to the depth of a goal. */
export function tracedQuickly<G extends Goal>({ levels }: Pick<Exploration, 'levels'>, goals: readonly G[]): G[] {
  return goals.filter(({ depth }) => (levels[depth + 1] ?? Number.POSITIVE_INFINITY) <= STATES_TRACED_QUICKLY);
}

/**
 * One schedule for each goal: among those with `depth` steps, one with the fewest context switches.
 * @throws Stopped, OutOfMemory
 */
export function shortestSchedules(
  exploration: Exploration,
  goals: readonly Goal[],
  limits: SearchLimits = {},
): ScheduleStep[][] {
  if (goals.length === 0) return [];
  const marks = markShortest(exploration, goals, limits);
  return goals.map((goal, index) => fewestSwitches(exploration, goal, { index, marks, limits }));
}

/** By state: the set of goals (a bit for each index) to which a shortest path leads through the state. 0: none. */
type Marks = ReadonlyMap<number, number>;

/** Bytes of a mark in its map. An estimate, rounded up. */
const MARK_BYTES = 80;

function markShortest(exploration: Exploration, goals: readonly Goal[], limits: SearchLimits): Marks {
  const deepest = Math.max(...goals.map(({ depth }) => depth));
  const marks = new Map<number, number>();
  const searching: SearchLimits = {
    ...limits,
    ...(limits.budget && { budget: limits.budget.with({ bytesHeld: () => marks.size * MARK_BYTES }) }),
  };
  const forEachPredecessor = predecessorsIn(exploration, searching);
  let next = new Map<number, number>();
  for (const level of levelsOf(exploration)
    .slice(0, deepest + 1)
    .reverse()) {
    stopAt(0, searching);
    const marked = markGoals(exploration, goals, level, searching);
    forEachPredecessor(next, level, (state, successor) => {
      marked.set(state, (marked.get(state) ?? 0) | (next.get(successor) ?? 0));
    });
    for (const [state, mark] of marked) marks.set(state, mark);
    next = marked;
  }
  return marks;
}

/** Marks of the states of a level that violate what a goal is about, or have a transition that does. */
function markGoals(
  { visited, system }: Exploration,
  goals: readonly Goal[],
  { depth, start, end }: Level,
  limits: SearchLimits,
): Map<number, number> {
  const marks = new Map<number, number>();
  goals.forEach((goal, index) => {
    const { state } = goal;
    if (state !== undefined && start <= state && state < end) marks.set(state, (marks.get(state) ?? 0) | (1 << index));
  });
  if (!goals.some((goal) => goal.state === undefined && (goal.depth === depth || goal.depth === depth + 1)))
    return marks;
  const stepper = system.newStepper();
  const fields = new Int32Array(stepper.fields.length);
  for (let state = start; state < end; state++) {
    stopAt(state, limits);
    visited.read(state, fields);
    let mark = 0;
    const ended = forEachSuccessor(stepper, system.starts.length, fields, () => {
      if (stepper.violations !== 0) mark |= goalsReached(goals, stepper.violations, depth + 1);
    });
    if (ended) mark |= goalsReached(goals, system.violationsAtRest(fields), depth);
    if (mark !== 0) marks.set(state, (marks.get(state) ?? 0) | mark);
  }
  return marks;
}

/** The set of goals (a bit for each index) that `violations` after `depth` steps reach. */
function goalsReached(goals: readonly Goal[], violations: number, depth: number): number {
  let reached = 0;
  goals.forEach((goal, index) => {
    if (goal.depth === depth && goal.state === undefined && (violations >>> goal.bit) & 1) reached |= 1 << index;
  });
  return reached;
}

/** A prefix of a schedule, and its state. `threadAt`: the thread in each column, which canonicalize() permutes. */
interface PartialSchedule {
  readonly fields: Int32Array;
  readonly threadAt: readonly number[];
  readonly switches: number;
  readonly lastStep?: ScheduleStep;
  readonly previous?: PartialSchedule;
}

/** `index`: of the goal in `marks`. */
function fewestSwitches(
  exploration: Exploration,
  goal: Goal,
  { index, marks, limits }: { index: number; marks: Marks; limits: SearchLimits },
): ScheduleStep[] {
  const { system, layout, visited } = exploration;
  const levels = levelsOf(exploration);
  const words = system.shared;
  const stepper = system.newStepper();
  const isOnShortestPath = (depth: number): boolean => {
    if (depth === goal.depth && goalsReached([goal], stepper.violations, depth) !== 0) return true;
    const level = levels[depth];
    const successor = visited.find(stepper.fields);
    if (!level || successor < level.start || successor >= level.end) return false;
    return (((marks.get(successor) ?? 0) >>> index) & 1) === 1;
  };

  let frontier: Iterable<PartialSchedule> = [
    { fields: system.initial(layout.starts), threadAt: layout.threads, switches: 0 },
  ];
  for (let depth = 1; depth <= goal.depth; depth++) {
    const next = new Map<string, PartialSchedule>();
    let looked = 0;
    for (const previous of frontier) {
      stopAt(looked++, limits);
      for (const [column, thread] of previous.threadAt.entries()) {
        const switches = previous.switches + (previous.lastStep && previous.lastStep.thread !== thread ? 1 : 0);
        for (let choice = 0; choice < stepper.choices(previous.fields, column); choice++) {
          stepper.execute(previous.fields, column, choice);
          // Threads of one symmetry class in one local state are interchangeable, so only these two tell last threads
          // apart.
          const lastThread = `${layout.classes[column]}.${stepper.fields[words + column]}`;
          const threadAt = [...previous.threadAt];
          canonicalize(stepper.fields, words, layout.sameClass, threadAt);
          if (!isOnShortestPath(depth)) continue;
          const key = `${stepper.fields.join()};${lastThread}`;
          const known = next.get(key);
          if (known && known.switches <= switches) continue;
          next.set(key, { fields: stepper.fields.slice(), threadAt, switches, lastStep: { thread, choice }, previous });
        }
      }
    }
    frontier = next.values();
  }
  const best = [...frontier].reduce((left, right) => (right.switches < left.switches ? right : left));
  const schedule: ScheduleStep[] = [];
  for (let last: PartialSchedule | undefined = best; last?.lastStep; last = last.previous)
    schedule.unshift(last.lastStep);
  return schedule;
}
