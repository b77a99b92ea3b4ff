// Runs a litmus test: explores it under each memory model, with the explorer that checks protocols.

import { MOST_SOURCE_BYTES, readRegularFile, Unreadable } from '../../regular-file.js';
import type { MemoryModel } from '../../results/check-result.js';
import type { LitmusAnswer, LitmusOutcome, LitmusResult, LitmusRun } from '../../results/litmus-result.js';
import { UsageError } from '../../usage-error.js';
import { type Exploration, explore } from '../explore/explore.js';
import { Automaton } from '../machine/automaton.js';
import { overSequentialMemory, type System } from '../machine/system.js';
import { Words } from '../machine/words.js';
import { Interpreter } from '../program/interpreter.js';
import { overWeakMemory } from '../weak/over-weak-memory.js';
import { countSchedules } from './count-schedules.js';
import { type LitmusTest, parseLitmus } from './parse.js';
import type { LitmusFile } from './shipped.js';

/** Runs the test in a file under sc and ra. @throws UsageError, LitmusError */
export function runLitmusFile({ named, path }: LitmusFile, maxStates: number): LitmusResult {
  let text: string;
  try {
    text = readRegularFile(path, MOST_SOURCE_BYTES).toString('utf8');
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new UsageError(`no litmus test to read at "${named}": ${error.message}`);
  }
  return runLitmus(parseLitmus(named, text), maxStates);
}

export function runLitmus(test: LitmusTest, maxStates: number): LitmusResult {
  const started = performance.now();
  const sc = runUnder(test, 'sc', maxStates);
  const ra = runUnder(test, 'ra', maxStates);
  const kernelAnswer = test.kernelAnswer ?? null;
  return {
    schema: 'reftorture/litmus@1',
    file: test.file,
    name: test.name,
    quantifier: test.condition.quantifier,
    condition: test.conditionText,
    runs: [sc, ra],
    kernelAnswer,
    agrees: kernelAnswer === null ? null : kernelAnswer === ra.answer,
    differs: test.differs ?? null,
    elapsedMs: performance.now() - started,
  };
}

/** The test as a transition system. It has no invariants. */
export function litmusSystem({ words, threads }: LitmusTest, memory: MemoryModel): System {
  const program = {
    functions: threads.map(({ body }) => body),
    exportedFunctions: new Map(),
    exportedGlobals: new Map(),
    globals: [],
    initializer: -1,
  };
  const automaton = new Automaton(new Interpreter(program), new Words(words));
  const starts = threads.map((_, thread) => automaton.begin(thread, [], []));
  const system: System = { automaton, starts, ...overSequentialMemory(automaton, starts), violationsAtRest: () => 0 };
  return memory === 'ra' ? overWeakMemory(system) : system;
}

function runUnder(test: LitmusTest, memory: MemoryModel, maxStates: number): LitmusRun {
  const system = litmusSystem(test, memory);
  const exploration = explore(system, { symmetry: false }, { maxStates });
  if (!exploration.complete) throw new UsageError(`${test.file}: more than ${maxStates} states: raise --max-states`);
  const outcomes = outcomesOf(test, exploration);
  return { memory, answer: answerOf(outcomes), outcomes, states: exploration.visited.size };
}

function outcomesOf(test: LitmusTest, exploration: Exploration): LitmusOutcome[] {
  const { condition, extraNames } = test;
  const outcomes = new Map<string, LitmusOutcome>();
  const names = [...new Set([...extraNames, ...condition.names])].sort();
  for (const { fields, schedules } of countSchedules(exploration)) {
    const valuation = finalValues(test, exploration.system, fields);
    const values = Object.fromEntries(names.map((name) => [name, valuation(name)]));
    const key = Object.values(values).join();
    const known = outcomes.get(key)?.schedules ?? 0;
    outcomes.set(key, { values, holds: condition.holds(valuation), schedules: known + schedules });
  }
  return [...outcomes.values()].sort((left, right) => compare(Object.values(left.values), Object.values(right.values)));
}

/** Lexicographic order of lists of the same length. */
function compare(left: readonly number[], right: readonly number[]): number {
  const differences = left.map((value, index) => value - (right[index] ?? value));
  return differences.find((difference) => difference !== 0) ?? 0;
}

/** The values of registers and locations in a state in which every thread has ended. */
function finalValues({ words, threads }: LitmusTest, system: System, fields: Int32Array): (name: string) => number {
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
  return (name) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`${name} has no final value`);
    return value;
  };
}

function answerOf(outcomes: readonly LitmusOutcome[]): LitmusAnswer {
  if (outcomes.every(({ holds }) => holds)) return 'Always';
  return outcomes.some(({ holds }) => holds) ? 'Sometimes' : 'Never';
}
