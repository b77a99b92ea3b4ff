// The memory models that litmus tests run under. Each is an entry here: it takes a test, and gives its final states or
// the reason why it does not run it.

import { lineAt } from '../../litmus/lexer.js';
import type { LitmusTest } from '../../litmus/parse.js';
import type { Valuation } from '../../litmus/proposition.js';
import { PLAIN, ProgramError } from '../../printers/model/instructions.js';
import type { MemoryModel } from '../../results/check-result.js';
import { DEFAULT_MAX_STATES } from '../max-states.js';
import { Automaton } from '../model/automaton.js';
import { overSequentialMemory, type System } from '../model/system.js';
import { Interpreter } from '../program/interpreter.js';
import { type Exploration, explore } from '../search/explore.js';
import { type Limits as ExploreLimits, isStopRequested, Stopped } from '../search/limits.js';
import { shortageIn } from '../search/out-of-memory.js';
import { countSchedules } from '../trace/count-schedules.js';
import { Words } from '../words/words.js';
import { litmusProgram } from './litmus-program.js';
import { litmusExecutions } from './lkmm/litmus.js';
import { overWeakMemory } from './ra/over-weak-memory.js';

export interface Limits extends Pick<ExploreLimits, 'maxMemoryBytes'> {
  /** By default as many as suit the model: see max-states.ts. */
  readonly maxStates?: number | undefined;
  readonly time?: TimeLimit | undefined;
}

/** Who explores looks at no clock: another thread does, and stops it. */
export interface TimeLimit {
  readonly ms: number;
  /** A shared word, nonzero when the time is over. */
  readonly stop: Int32Array;
}

/** A final state of a test, with the number of ways in which it is reached: schedules, or executions. */
export interface FinalValues {
  readonly valuation: Valuation;
  readonly schedules: number;
}

export type ModelResult =
  | {
      readonly finals: readonly FinalValues[];
      readonly states: number;
      readonly races?: number;
      readonly note?: string;
    }
  /** The model does not have what the test asks for: `unfit`. A limit was hit: `undecided`. */
  | { readonly unfit: string }
  | { readonly undecided: string };

export interface LitmusModel {
  readonly name: MemoryModel;
  run(test: LitmusTest, limits: Limits): ModelResult;
}

const SC: LitmusModel = { name: 'sc', run: (test, limits) => runUnder(test, 'sc', limits) };

const RA: LitmusModel = {
  name: 'ra',
  run: (test, limits) =>
    hasPlainAccess(test)
      ? { unfit: 'it has plain accesses, such as *x = 1, and this model has none' }
      : runUnder(test, 'ra', limits),
};

const LKMM: LitmusModel = { name: 'lkmm', run: runUnderAxioms };

/** In the order in which they run. */
export const MODELS: readonly LitmusModel[] = [SC, RA, LKMM];

/** The model of the Linux kernel: what a test states of it is compared with this one. */
export const COMPARED = LKMM;

const NO_THIN_AIR =
  'lkmm: values out of thin air are left out, since too many reads decide what is written: an outcome with them is missed';
const OUT_OF_MEMORY = 'there is no memory for more states: raise --max-memory';

/** The test as a transition system. It has no invariants. @throws ProgramError */
export function litmusSystem({ words, threads }: LitmusTest, memory: MemoryModel): System {
  const automaton = new Automaton(new Interpreter(litmusProgram(threads)), new Words(words));
  const starts = threads.map((_, thread) => automaton.begin(thread, [], []));
  const system: System = { automaton, starts, ...overSequentialMemory(automaton, starts), violationsAtRest: () => 0 };
  return memory === 'ra' ? overWeakMemory(system) : system;
}

function runUnder(test: LitmusTest, memory: MemoryModel, limits: Limits): ModelResult {
  const { maxStates = DEFAULT_MAX_STATES[memory], maxMemoryBytes, time } = limits;
  return unlessUnfit(test, time, () => {
    const heeded = { maxStates, maxMemoryBytes, stop: time?.stop };
    const exploration = explore(litmusSystem(test, memory), { symmetry: false }, heeded);
    if (exploration.outOfMemory) return { undecided: OUT_OF_MEMORY };
    if (exploration.interrupted) throw new Stopped();
    if (!exploration.complete) return { undecided: `more than ${maxStates} states: raise --max-states` };
    return { finals: finalsOf(test, exploration, heeded), states: exploration.visited.size };
  });
}

function runUnderAxioms(test: LitmusTest, { maxStates = DEFAULT_MAX_STATES.lkmm, time }: Limits): ModelResult {
  return unlessUnfit(test, time, () => {
    const isOver = (): boolean => isStopRequested({ stop: time?.stop });
    const { ends, racy, states, complete, hasThinAir } = litmusExecutions(test, { maxStates, stop: isOver });
    if (!complete && isOver()) throw new Stopped();
    if (!complete) return { undecided: `more than ${maxStates} partial executions: raise --max-states` };
    const finals = ends.map(({ values, executions }) => ({ valuation: valuationBy(values), schedules: executions }));
    return { finals, states, races: racy, ...(!hasThinAir && { note: NO_THIN_AIR }) };
  });
}

/** What `run` gives, or why the test cannot be run. */
function unlessUnfit(test: LitmusTest, time: TimeLimit | undefined, run: () => ModelResult): ModelResult {
  try {
    return run();
  } catch (error) {
    if (error instanceof Stopped) return { undecided: `more than ${(time?.ms ?? 0) / 1000} s: raise --time-limit` };
    if (shortageIn(error)) return { undecided: OUT_OF_MEMORY };
    if (!(error instanceof ProgramError)) throw error;
    const [place] = error.places;
    const line = place ? ` (line ${lineAt(test.text, place.position)})` : '';
    return { unfit: `${error.message}${line}` };
  }
}

function finalsOf(test: LitmusTest, exploration: Exploration, limits: Pick<ExploreLimits, 'stop'>): FinalValues[] {
  return countSchedules(exploration, limits).map(({ fields, schedules }) => ({
    valuation: finalValues(test, exploration.system, fields),
    schedules,
  }));
}

/** The values of registers and locations in a state in which every thread has ended. */
function finalValues({ words, threads }: LitmusTest, system: System, fields: Int32Array): Valuation {
  const { automaton } = system;
  const stepper = system.newStepper();
  const values = new Map<string, number>();
  const newest = stepper.newestValues(fields);
  for (const [word, { name }] of words.entries()) {
    values.set(name, automaton.words.valueIn(newest, word));
  }
  for (const [thread, { registers }] of threads.entries()) {
    const { inputs } = automaton.pauseAt(stepper.localState(fields, thread));
    for (const [index, value] of inputs.entries()) values.set(`${thread}:${registers[index]}`, value);
  }
  return valuationBy(values);
}

function valuationBy(values: ReadonlyMap<string, number>): Valuation {
  return (name) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`${name} has no final value`);
    return value;
  };
}

/** Whether a thread has an access that is not marked. */
function hasPlainAccess({ threads }: LitmusTest): boolean {
  return threads.some(({ body: { code } }) => {
    const orders = new Set(code.flatMap((one) => (one.op === 'access' ? [one.inputs.at(-1)] : [])));
    return code.some((one) => one.op === 'constant' && one.value === PLAIN && orders.has(one.to));
  });
}
