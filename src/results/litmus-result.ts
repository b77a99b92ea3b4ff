// Result of a litmus test, and of a set of them: schemas, types, and whether a test came out as its file states.

import * as v from 'valibot';
import type { MemoryModelName } from '../memory-facts.js';
import { memoryModel } from './check-result.js';
import * as is from './parts.js';

const answer = is.oneOf(['Never', 'Sometimes', 'Always']);
export type LitmusAnswer = v.InferOutput<typeof answer>;

const outcome = is.object({
  values: is.described(
    v.record(is.text(), is.whole()),
    'Final value of each register and location that the test names. A register is called thread:name, as in 0:r0.',
  ),
  holds: is.flag('Whether the condition holds of these values.'),
  schedules: is.positive(
    'Number of executions that end so: schedules, with what each access of them finds. Exact up to 2^53.',
  ),
  pointers: is.optional(
    is.described(
      v.record(is.text(), is.text()),
      'Of each value that is the address of a location: the location, by the name that has the value. Absent: none is.',
    ),
  ),
});
export type LitmusOutcome = is.Infer<typeof outcome>;

const run = is.object({
  memory: memoryModel,
  answer: is.described(answer, 'Whether the condition holds in no execution, in some, or in all.'),
  outcomes: is.list(outcome, 'Every final state, in the order of its values.'),
  states: is.count('Number of distinct states explored. Under lkmm: of partial executions.'),
  races: is.optional(
    is.count(
      'Under lkmm: number of executions in which two accesses race, one of them plain. Where there is one, the values mean nothing to a compiler.',
    ),
  ),
});
export type LitmusRun = is.Infer<typeof run>;

const notRun = is.object({
  memory: memoryModel,
  why: is.oneOf(
    ['unfit', 'limit'],
    'unfit: the model does not have what the test asks for. limit: it was given up, undecided.',
  ),
  reason: is.text(),
});
/** A memory model under which a test was not decided. */
export type NotRun = is.Infer<typeof notRun>;

export const litmusSchema = is.file(
  'reftorture/litmus@1',
  'Litmus test',
  'One litmus test, explored under one or more memory models. Written by check --litmus.',
  {
    file: is.text('Path of the test as it was given, or the name of one that comes with reftorture.'),
    name: is.text('Name of the test, from its first line.'),
    quantifier: is.oneOf(['exists', '~exists', 'forall'], 'What the test asks about its condition.'),
    condition: is.text('The question as it stands in the file: quantifier and condition.'),
    runs: is.list(run, 'One for each memory model that decided it, sc before ra before lkmm.'),
    notRun: is.list(notRun, 'The memory models that did not decide it.'),
    notes: is.list(is.text(), 'What in the file may not be meant as it is read, and what a model left out.'),
    kernelAnswer: is.orNull(
      answer,
      'What the file says that the Linux-kernel memory model gives. Null: it says nothing.',
    ),
    kernelRace: is.orNull(
      is.flag(),
      'Whether the file says that the Linux-kernel memory model finds a data race (DATARACE). Null: it states no answer.',
    ),
    agrees: is.orNull(
      is.flag(),
      'Whether the run under the model of comparedWith gives the same as the Linux-kernel memory model. Null: the file does not say what that is, or there is no such run.',
    ),
    comparedWith: is.described(memoryModel, 'The memory model whose run is held against what the file states.'),
    differs: is.orNull(is.text(), 'The reason that the file gives for a difference. Null: it gives none.'),
    elapsedMs: is.positive('Time that all runs of the test took, in milliseconds.'),
  },
);
export interface LitmusResult extends is.Infer<typeof litmusSchema> {}

const notRead = is.object({
  file: is.text('Path of the file or folder.'),
  kind: is.text('What it is counted under: RCU, SRCU, locks, another construct or the complaint itself.'),
  reason: is.text('The complaint, with file and line.'),
});
/** A file in which there is no test for this release, or none at all. */
export type NotRead = is.Infer<typeof notRead>;

const counts = is.object({
  tests: is.count('Files, read or not. The sum of the others.'),
  agree: is.count('As the Linux-kernel memory model has it, by what the file states.'),
  differ: is.count('Otherwise, whether the file gives a reason or not.'),
  notStated: is.count('Decided, but the file does not state a result.'),
  notDecided: is.count('Read, but no memory model that could be compared decided it.'),
  notRead: is.count('Not read.'),
});
/** Counts of the tests of a set by how they came out. Each is in one of them. */
export type LitmusCounts = is.Infer<typeof counts>;

export const litmusSetSchema = is.file(
  'reftorture/litmus-set@1',
  'Set of litmus tests',
  'The litmus tests of one command. Written by check --litmus for several files.',
  {
    runs: is.list(litmusSchema, 'One for each test that was read, in the order in which the files were named.'),
    notRead: is.list(notRead, 'Files that were not read.'),
    counts: is.described(counts, 'How many tests came out how.'),
    interrupted: is.flag('Whether a signal ended the command before the last test.'),
  },
);
export interface LitmusSet extends is.Infer<typeof litmusSetSchema> {}

export function litmusCounts(results: readonly LitmusResult[], notRead: number): LitmusCounts {
  const count = (wanted: (result: LitmusResult) => boolean): number => results.filter(wanted).length;
  return {
    tests: results.length + notRead,
    agree: count(({ agrees }) => agrees === true),
    differ: count(({ agrees }) => agrees === false),
    notStated: count((result) => result.kernelAnswer === null && !isUndecided(result)),
    notDecided: count(isUndecided),
    notRead,
  };
}

/** Returns the memory model whose answer is held against that of the Linux-kernel model. */
export function comparedWith(result: Pick<LitmusResult, 'comparedWith'> | undefined): MemoryModelName {
  return result?.comparedWith ?? 'ra';
}

/** Tells whether no model decided the test, or not the one that is compared with what its file states. */
export function isUndecided({ kernelAnswer, agrees, runs }: LitmusResult): boolean {
  return runs.length === 0 || (kernelAnswer !== null && agrees === null);
}

/**
 * Tells whether the test came out as its file states: as the Linux-kernel model has it, or differently for a stated reason, which
 * may be about ra alone. In a file that does not say, ~exists and forall are taken at their word. A test that was not
 * decided is not accused.
 */
export function isAsStated(result: LitmusResult): boolean {
  const { agrees, differs, kernelAnswer, quantifier, runs } = result;
  if (agrees === false) return differs !== null;
  const ra = runs.find(({ memory }) => memory === 'ra');
  if (agrees) return differs === null || ra?.answer !== kernelAnswer;
  if (isUndecided(result)) return true;
  const wanted = { exists: null, '~exists': 'Never', forall: 'Always' }[quantifier];
  return wanted === null || runs.every(({ answer }) => answer === wanted);
}
