// Exploration for memory models that have states: breadth-first, then livelocks and shortest schedules in the states found.

import type { LitmusTest } from '../../litmus/parse.js';
import { grouped, plural } from '../../statistics/digits.js';
import { type Property, properties, propertyTitle } from '../../violations/table.js';
import type { KernelSystem } from '../model/kernel-model.js';
import type { Stepper, System } from '../model/system.js';
import { bitOf } from '../monitors/property-bits.js';
import { type Exploration, explore } from '../search/explore.js';
import { isStopRequested, type Limits, Stopped, unlessStopped } from '../search/limits.js';
import { OutOfMemory, type Shortage } from '../search/memory-budget.js';
import { countSchedules } from '../trace/count-schedules.js';
import { firstLivelock } from '../trace/livelock.js';
import type { ScheduleStep } from '../trace/schedule.js';
import { type Goal, shortestSchedules, tracedQuickly } from '../trace/shortest.js';
import type { Explored, LitmusFinals, Scope, SearchOptions } from './memory-model.js';

/** `scopeOf` is called after a complete exploration. */
export function exploreStates(
  system: KernelSystem,
  wanted: readonly Property[],
  options: SearchOptions,
  scopeOf: () => Scope,
): Explored {
  const exploration = explore(system, options, options);
  const { complete, visited, transitions, finals, levels, frontier } = exploration;
  const { goals, schedules, undecided, interrupted } = tracedGoals(exploration, wanted, options);
  return {
    states: visited.size,
    transitions,
    finals,
    depth: levels.length - 2,
    complete,
    interrupted,
    frontier,
    bytesPerState: bytesPerState(exploration),
    found: new Map(
      goals.map((goal) => {
        const schedule = schedules.get(goal);
        return [goal.property, schedule && { schedule }];
      }),
    ),
    withoutWitness: `Finding one takes ${interrupted ? 'longer than an interrupted check may' : 'more memory than --max-memory allows'}.`,
    undecided,
    reach: complete ? scopeOf() : { incomplete: incompleteNote(exploration) },
    notes: undecided
      ? [
          `${interrupted ? 'Interrupted' : 'Out of memory'} before it was known whether there is a ${propertyTitle(undecided)}.`,
        ]
      : [],
  };
}

type PropertyGoal = Goal & { readonly property: Property };

interface TracedGoals {
  readonly goals: readonly PropertyGoal[];
  /** Of those that were traced. */
  readonly schedules: ReadonlyMap<PropertyGoal, ScheduleStep[]>;
  readonly undecided: Property | undefined;
  readonly interrupted: boolean;
}

/** Once it is interrupted or out of memory, only what takes a moment is still found out. */
function tracedGoals(exploration: Exploration, wanted: readonly Property[], { stop }: SearchOptions): TracedGoals {
  const limits = { stop, budget: exploration.budget };
  const searched = exploration.complete && wanted.includes('livelock');
  const livelock = searched ? unlessStopped(() => firstLivelock(exploration, limits)) : -1;
  const goals = goalsFor(exploration, wanted, livelock);
  const tracesAll = !exploration.interrupted && livelock !== undefined;
  const all = tracesAll ? unlessStopped(() => shortestSchedules(exploration, goals, limits)) : undefined;
  const traced = all ? goals : tracedQuickly(exploration, goals);
  const schedules = all ?? shortestSchedules(exploration, traced);
  return {
    goals,
    schedules: new Map(traced.map((goal, index) => [goal, schedules[index] as ScheduleStep[]])),
    undecided: livelock === undefined ? 'livelock' : undefined,
    interrupted: exploration.interrupted || (!all && isStopRequested({ stop })),
  };
}

/**
 * The violated properties among `wanted`, in the order of `properties`, each with the depth of its witnesses.
 * `livelock`: see firstLivelock().
 */
function goalsFor({ violationDepths, levels }: Exploration, wanted: readonly Property[], livelock = -1) {
  const goals: PropertyGoal[] = [];
  for (const property of properties) {
    if (!wanted.includes(property)) continue;
    const bit = bitOf(property);
    const depth = violationDepths.get(bit);
    if (depth !== undefined) goals.push({ property, bit, depth });
    if (property !== 'livelock' || livelock < 0) continue;
    goals.push({ property, bit, state: livelock, depth: levels.findLastIndex((start) => start <= livelock) });
  }
  return goals;
}

/** Bytes that grow with the number of states, for one state, to a tenth. */
function bytesPerState({ visited, system }: Exploration): number {
  return Math.round((10 * (visited.bytes + system.bytesOfStates())) / visited.size) / 10;
}

const REMEDIES: Readonly<Record<Shortage, string>> = {
  budget: 'Raise --max-memory, or take',
  heap: 'The heap of Node.js is full: raise it by NODE_OPTIONS=--max-old-space-size=MB, or take',
  machine: 'Take',
};

function incompleteNote({ visited, frontier, outOfMemory, interrupted }: Exploration): string {
  const why = interrupted ? 'Interrupted' : outOfMemory ? 'Out of memory' : 'Stopped';
  const remedy = outOfMemory ? REMEDIES[outOfMemory] : 'Raise --max-states, or take';
  return (
    `${why} at ${plural(visited.size, 'state')} with ${grouped(frontier)} of them still to expand: nothing is shown beyond them. ` +
    `${interrupted ? 'Give it longer, or take' : remedy} fewer threads, rounds or pages.`
  );
}

/** The final states of `test` in `system`, with the number of schedules to each. @throws Stopped, OutOfMemory, ProgramError */
export function exploreLitmus(test: LitmusTest, system: System, limits: Limits): LitmusFinals {
  if (hasRcu(test)) return { unfit: 'it has RCU, and this model has no grace periods' };
  const exploration = explore(system, { symmetry: false }, limits);
  if (exploration.outOfMemory) throw new OutOfMemory(exploration.outOfMemory);
  if (exploration.interrupted) throw new Stopped(`${exploration.visited.size} states`);
  if (!exploration.complete) return { undecided: `more than ${limits.maxStates} states: raise --max-states` };
  const stepper = system.newStepper();
  const finals = countSchedules(exploration, limits).flatMap(({ fields, schedules }) => {
    const values = finalValues(test, system, stepper, fields);
    return values ? [{ values, ways: schedules }] : [];
  });
  return { finals, states: exploration.visited.size };
}

function hasRcu({ threads }: LitmusTest): boolean {
  return threads.some(({ body: { code } }) =>
    code.some(
      (one) => (one.op === 'fence' && /^s?rcu-/.test(one.fence)) || (one.op === 'access' && one.lock === 'srcu'),
    ),
  );
}

/** The values of registers and locations in a final state; undefined where a thread waits for ever, for a lock. */
function finalValues(
  { words, threads }: LitmusTest,
  { automaton }: System,
  stepper: Stepper,
  fields: Int32Array,
): Map<string, number> | undefined {
  const newest = stepper.newestValues(fields);
  const values = new Map(words.map(({ name }, word) => [name, automaton.words.valueIn(newest, word)]));
  for (const [thread, { registers }] of threads.entries()) {
    const { instruction, inputs } = automaton.pauseAt(stepper.localState(fields, thread));
    if (instruction?.op !== 'finish') return undefined;
    for (const [index, value] of inputs.entries()) values.set(`${thread}:${registers[index]}`, value);
  }
  return values;
}
