// Runs a litmus test under each memory model, and says whether it gives what its file states.

import { MOST_SOURCE_BYTES } from '../front-end/sources.js';
import { lineAt } from '../litmus/lexer.js';
import { type LitmusTest, parseLitmus } from '../litmus/parse.js';
import type { Valuation } from '../litmus/proposition.js';
import type { LitmusFile } from '../litmus/shipped.js';
import { KERNEL_MODEL, MEMORY_MODELS, type MemoryModelName, memoryFacts } from '../memory-facts.js';
import { ProgramError } from '../printers/model/instructions.js';
import { readRegularFile, Unreadable } from '../regular-file.js';
import type { LitmusAnswer, LitmusOutcome, LitmusResult, LitmusRun, NotRun } from '../results/litmus-result.js';
import { UsageError } from '../usage-error.js';
import type { FinalValues, LitmusFinals } from './memory/memory-model.js';
import { memoryModels } from './memory-models.js';
import { type Limits, Stopped } from './search/limits.js';
import { shortageIn } from './search/memory-budget.js';

export interface LitmusSettings extends Pick<Limits, 'maxMemoryBytes'> {
  /** By default as many as suit the memory model. */
  readonly maxStates?: number | undefined;
  /**
   * The thread that explores looks at no clock: another thread does, and stops it by `stop`, a shared word that is nonzero
   * when the time is over. The memory model that the test is under is given up then, and the next has as long again.
   */
  readonly time?: { readonly ms: number; readonly stop: Int32Array } | undefined;
  /**
   * The memory models that a test runs under. Unless given, one that states a result runs under the model that it is of, and
   * any other one under all.
   */
  readonly memory?: readonly MemoryModelName[] | undefined;
}

/** Runs the test in a file. @throws UsageError, LitmusError when it is not read */
export function runLitmusFile({ named, path }: LitmusFile, settings: LitmusSettings): LitmusResult {
  let text: string;
  try {
    text = readRegularFile(path, MOST_SOURCE_BYTES).toString('utf8');
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new UsageError(`no litmus test to read at "${named}": ${error.message}`);
  }
  return runLitmus(parseLitmus(named, text), settings);
}

export function runLitmus(test: LitmusTest, { memory: asked, ...limits }: LitmusSettings): LitmusResult {
  const started = performance.now();
  const runs: LitmusRun[] = [];
  const notRun: NotRun[] = [];
  const notes = test.threads.flatMap((thread) => thread.notes);
  const wanted = (name: MemoryModelName): boolean =>
    (asked?.includes(name) ?? test.kernelAnswer === undefined) ||
    (test.kernelAnswer !== undefined && name === KERNEL_MODEL);
  for (const memory of MEMORY_MODELS.filter(wanted)) {
    const result = finalsUnder(memory, test, limits);
    if ('finals' in result) {
      const { finals, states, races, notes: said = [] } = result;
      runs.push({ memory, ...answered(test, finals), states, ...(races !== undefined && { races }) });
      notes.push(...said);
    } else if ('unfit' in result) notRun.push({ memory, why: 'unfit', reason: result.unfit });
    else notRun.push({ memory, why: 'limit', reason: result.undecided });
  }
  const kernelAnswer = test.kernelAnswer ?? null;
  const compared = runs.find(({ memory }) => memory === KERNEL_MODEL);
  return {
    schema: 'reftorture/litmus@1',
    file: test.file,
    name: test.name,
    quantifier: test.condition.quantifier,
    condition: test.conditionText,
    runs,
    notRun,
    notes,
    kernelAnswer,
    kernelRace: test.kernelRace ?? null,
    agrees: kernelAnswer === null || !compared ? null : agree(test, compared),
    comparedWith: KERNEL_MODEL,
    differs: test.differs ?? null,
    elapsedMs: performance.now() - started,
  };
}

/** Explores the test under one memory model, within the limits. */
function finalsUnder(memory: MemoryModelName, test: LitmusTest, limits: LitmusSettings): LitmusFinals {
  const { maxStates = memoryFacts[memory].maxStates, maxMemoryBytes, time } = limits;
  try {
    return memoryModels[memory].litmus(test, { maxStates, maxMemoryBytes, stop: time?.stop });
  } catch (error) {
    if (error instanceof Stopped) {
      const reached = error.message === '' ? '' : ` (${error.message})`;
      if (time) Atomics.store(time.stop, 0, 0);
      return { undecided: `the time limit of ${(time?.ms ?? 0) / 1000} s is over${reached}: raise --time-limit` };
    }
    if (shortageIn(error)) return { undecided: 'there is no memory for more states: raise --max-memory' };
    if (!(error instanceof ProgramError)) throw error;
    const [place] = error.places;
    const line = place ? ` (line ${lineAt(test.text, place.position)})` : '';
    return { unfit: `${error.message}${line}` };
  }
}

/** Compares the answers; where an access should race, and the values mean nothing, whether one does. */
function agree({ kernelAnswer, kernelRace }: LitmusTest, { answer, races = 0 }: LitmusRun): boolean {
  return kernelRace ? races > 0 : answer === kernelAnswer;
}

/** The final states that count, by the values that the test asks about. */
function answered(test: LitmusTest, finals: readonly FinalValues[]): Pick<LitmusRun, 'answer' | 'outcomes'> {
  const { condition, extraNames, filter } = test;
  const outcomes = new Map<string, LitmusOutcome>();
  const names = [...new Set([...extraNames, ...condition.names])].sort();
  const locations = new Map(test.words.map(({ address, name }) => [address, name]));
  for (const { values: finalValues, ways } of finals) {
    const valuation = valuationBy(finalValues);
    if (filter && !filter.holds(valuation)) continue;
    const values = Object.fromEntries(names.map((name) => [name, valuation(name)]));
    const key = Object.values(values).join();
    const known = outcomes.get(key)?.schedules ?? 0;
    const pointers = Object.entries(values).flatMap(([name, value]) => {
      const location = locations.get(value);
      return location === undefined ? [] : [[name, location] as const];
    });
    outcomes.set(key, {
      ...{ values, holds: condition.holds(valuation), schedules: known + ways },
      ...(pointers.length > 0 && { pointers: Object.fromEntries(pointers) }),
    });
  }
  const sorted = [...outcomes.values()].sort((left, right) =>
    compare(Object.values(left.values), Object.values(right.values)),
  );
  return { answer: answerOf(sorted), outcomes: sorted };
}

function valuationBy(values: ReadonlyMap<string, number>): Valuation {
  return (name) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`${name} has no final value`);
    return value;
  };
}

/** Lexicographic order of lists of the same length. */
function compare(left: readonly number[], right: readonly number[]): number {
  const differences = left.map((value, index) => value - (right[index] ?? value));
  return differences.find((difference) => difference !== 0) ?? 0;
}

/** Never, too, when the filter leaves no execution. */
function answerOf(outcomes: readonly LitmusOutcome[]): LitmusAnswer {
  if (!outcomes.some(({ holds }) => holds)) return 'Never';
  return outcomes.every(({ holds }) => holds) ? 'Always' : 'Sometimes';
}
