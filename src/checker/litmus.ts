// Runs a litmus test under each memory model, and says whether it gives what its file states.

import { MOST_SOURCE_BYTES } from '../front-end/sources.js';
import { type LitmusTest, parseLitmus } from '../litmus/parse.js';
import type { LitmusFile } from '../litmus/shipped.js';
import { readRegularFile, Unreadable } from '../regular-file.js';
import type { MemoryModel } from '../results/check-result.js';
import type { LitmusAnswer, LitmusOutcome, LitmusResult, LitmusRun, NotRun } from '../results/litmus-result.js';
import { UsageError } from '../usage-error.js';
import { COMPARED, type FinalValues, type Limits, type LitmusModel, MODELS } from './memory/litmus-models.js';

export interface LitmusSettings extends Limits {
  /**
   * The memory models that a test runs under. Unless given, one that states a result runs under the model that it is of, and
   * any other one under all.
   */
  readonly memory?: readonly MemoryModel[] | undefined;
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
  const wanted = ({ name }: LitmusModel): boolean =>
    (asked?.includes(name) ?? test.kernelAnswer === undefined) ||
    (test.kernelAnswer !== undefined && name === COMPARED.name);
  for (const { name: memory, run } of MODELS.filter(wanted)) {
    const result = run(test, limits);
    if ('finals' in result) {
      const { finals, states, races, note } = result;
      runs.push({ memory, ...answered(test, finals), states, ...(races !== undefined && { races }) });
      if (note !== undefined) notes.push(note);
    } else if ('unfit' in result) notRun.push({ memory, why: 'unfit', reason: result.unfit });
    else notRun.push({ memory, why: 'limit', reason: result.undecided });
  }
  const kernelAnswer = test.kernelAnswer ?? null;
  const compared = runs.find(({ memory }) => memory === COMPARED.name);
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
    comparedWith: COMPARED.name,
    differs: test.differs ?? null,
    elapsedMs: performance.now() - started,
  };
}

/** Where an access races, the values mean nothing: there what is compared is whether one does. */
function agree({ kernelAnswer, kernelRace }: LitmusTest, { answer, races = 0 }: LitmusRun): boolean {
  return kernelRace ? races > 0 : answer === kernelAnswer;
}

/** The final states that count, by the values that the test asks about. */
function answered(test: LitmusTest, finals: readonly FinalValues[]): Pick<LitmusRun, 'answer' | 'outcomes'> {
  const { condition, extraNames, filter } = test;
  const outcomes = new Map<string, LitmusOutcome>();
  const names = [...new Set([...extraNames, ...condition.names])].sort();
  const locations = new Map(test.words.map(({ address, name }) => [address, name]));
  for (const { valuation, schedules } of finals) {
    if (filter && !filter.holds(valuation)) continue;
    const values = Object.fromEntries(names.map((name) => [name, valuation(name)]));
    const key = Object.values(values).join();
    const known = outcomes.get(key)?.schedules ?? 0;
    const pointers = Object.entries(values).flatMap(([name, value]) => {
      const location = locations.get(value);
      return location === undefined ? [] : [[name, location] as const];
    });
    outcomes.set(key, {
      ...{ values, holds: condition.holds(valuation), schedules: known + schedules },
      ...(pointers.length > 0 && { pointers: Object.fromEntries(pointers) }),
    });
  }
  const sorted = [...outcomes.values()].sort((left, right) =>
    compare(Object.values(left.values), Object.values(right.values)),
  );
  return { answer: answerOf(sorted), outcomes: sorted };
}

/** Lexicographic order of lists of the same length. */
function compare(left: readonly number[], right: readonly number[]): number {
  const differences = left.map((value, index) => value - (right[index] ?? value));
  return differences.find((difference) => difference !== 0) ?? 0;
}

/** Where the filter leaves no execution, none is like the condition. */
function answerOf(outcomes: readonly LitmusOutcome[]): LitmusAnswer {
  if (!outcomes.some(({ holds }) => holds)) return 'Never';
  return outcomes.every(({ holds }) => holds) ? 'Always' : 'Sometimes';
}
