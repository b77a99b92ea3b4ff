// The shape of what litmus tests give.

import * as v from 'valibot';
import type {
  LitmusCounts,
  LitmusOutcome,
  LitmusResult,
  LitmusRun,
  LitmusSet,
  NotRead,
  NotRun,
} from '../litmus-result.js';
import { memoryModel } from './check.js';
import { count, described, head, positive, type SchemaOf, text, titled, whole } from './parts.js';

const answer = v.picklist(['Never', 'Sometimes', 'Always']);

const outcome: SchemaOf<LitmusOutcome> = v.object({
  values: described(
    v.record(text, whole),
    'Final value of each register and location that the test names. A register is called thread:name, as in 0:r0.',
  ),
  holds: described(v.boolean(), 'Whether the condition holds of these values.'),
  schedules: described(
    positive,
    'Number of executions that end so: schedules, with what each access of them finds. Exact up to 2^53.',
  ),
  pointers: v.exactOptional(
    described(
      v.record(text, text),
      'Of each value that is the address of a location: the location, by the name that has the value. Absent: none is.',
    ),
  ),
});

const run: SchemaOf<LitmusRun> = v.object({
  memory: memoryModel,
  answer: described(answer, 'Whether the condition holds in no execution, in some, or in all.'),
  outcomes: described(v.array(outcome), 'Every final state, in the order of its values.'),
  states: described(count, 'Number of distinct states explored. Under lkmm: of partial executions.'),
  races: v.exactOptional(
    described(
      count,
      'Under lkmm: number of executions in which two accesses race, one of them plain. Where there is one, the values mean nothing to a compiler.',
    ),
  ),
});

const notRun: SchemaOf<NotRun> = v.object({
  memory: memoryModel,
  why: described(
    v.picklist(['unfit', 'limit']),
    'unfit: the model does not have what the test asks for. limit: it was given up, undecided.',
  ),
  reason: text,
});

const litmusResult = v.object({
  ...head('reftorture/litmus@1'),
  file: described(text, 'Path of the test as it was given, or the name of one that comes with reftorture.'),
  name: described(text, 'Name of the test, from its first line.'),
  quantifier: described(v.picklist(['exists', '~exists', 'forall']), 'What the test asks about its condition.'),
  condition: described(text, 'The question as it stands in the file: quantifier and condition.'),
  runs: described(v.array(run), 'One for each memory model that decided it, sc before ra before lkmm.'),
  notRun: v.exactOptional(
    described(v.array(notRun), 'The memory models that did not decide it. Absent before 0.3.0: each did.'),
  ),
  notes: v.exactOptional(
    described(
      v.array(text),
      'What in the file may not be meant as it is read, and what a model left out. Absent before 0.3.0.',
    ),
  ),
  kernelAnswer: described(
    v.nullable(answer),
    'What the file says that the Linux-kernel memory model gives. Null: it says nothing.',
  ),
  kernelRace: v.exactOptional(
    described(
      v.nullable(v.boolean()),
      'Whether the file says that the Linux-kernel memory model finds a data race (DATARACE). Null: it states no answer. Absent before 0.3.0.',
    ),
  ),
  agrees: described(
    v.nullable(v.boolean()),
    'Whether the run under the model of comparedWith gives the same as the Linux-kernel memory model. Null: the file does not say what that is, or there is no such run.',
  ),
  comparedWith: v.exactOptional(
    described(memoryModel, 'The memory model whose run is held against what the file states. Absent before 0.3.0: ra.'),
  ),
  differs: described(v.nullable(text), 'The reason that the file gives for a difference. Null: it gives none.'),
  elapsedMs: described(positive, 'Time that all runs of the test took, in milliseconds.'),
}) satisfies SchemaOf<LitmusResult>;

export const litmusSchema = titled(
  litmusResult,
  'Litmus test',
  'One litmus test, explored under one or more memory models. Written by check --litmus.',
);

const notRead: SchemaOf<NotRead> = v.object({
  file: described(text, 'Path of the file or folder.'),
  kind: described(text, 'What it is counted under: RCU, SRCU, locks, another construct or the complaint itself.'),
  reason: described(text, 'The complaint, with file and line.'),
});

const counts: SchemaOf<LitmusCounts> = v.object({
  tests: described(count, 'Files, read or not. The sum of the others.'),
  agree: described(count, 'As the Linux-kernel memory model has it, by what the file states.'),
  differ: described(count, 'Otherwise, whether the file gives a reason or not.'),
  notStated: described(count, 'Decided, but the file does not state a result.'),
  notDecided: described(count, 'Read, but no memory model that could be compared decided it.'),
  notRead: described(count, 'Not read.'),
});

const litmusSet = v.object({
  ...head('reftorture/litmus-set@1'),
  runs: described(
    v.array(litmusSchema),
    'One for each test that was read, in the order in which the files were named.',
  ),
  notRead: v.exactOptional(described(v.array(notRead), 'Files that were not read. Absent before 0.3.0: all were.')),
  counts: v.exactOptional(described(counts, 'How many tests came out how. Absent before 0.3.0.')),
  interrupted: v.exactOptional(
    described(v.boolean(), 'Whether a signal ended the command before the last test. Absent before 0.3.0.'),
  ),
}) satisfies SchemaOf<LitmusSet>;

export const litmusSetSchema = titled(
  litmusSet,
  'Set of litmus tests',
  'The litmus tests of one command. Written by check --litmus for several files.',
);
