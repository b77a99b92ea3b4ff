// The shape of what litmus tests give.

import * as v from 'valibot';
import type { LitmusOutcome, LitmusResult, LitmusRun } from '../litmus-result.js';
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
});

const run: SchemaOf<LitmusRun> = v.object({
  memory: memoryModel,
  answer: described(answer, 'Whether the condition holds in no execution, in some, or in all.'),
  outcomes: described(v.array(outcome), 'Every final state, in the order of its values.'),
  states: described(count, 'Number of distinct states explored.'),
});

const litmusResult = v.object({
  ...head('reftorture/litmus@1'),
  file: described(text, 'Path of the test as it was given, or the name of one that comes with reftorture.'),
  name: described(text, 'Name of the test, from its first line.'),
  quantifier: described(v.picklist(['exists', '~exists', 'forall']), 'What the test asks about its condition.'),
  condition: described(text, 'The question as it stands in the file: quantifier and condition.'),
  runs: described(v.array(run), 'One for each memory model, sc before ra.'),
  kernelAnswer: described(
    v.nullable(answer),
    'What the file says that the Linux-kernel memory model gives. Null: it says nothing.',
  ),
  agrees: described(
    v.nullable(v.boolean()),
    'Whether the run under ra gives the same as the Linux-kernel memory model. Null: the file does not say what that is.',
  ),
  differs: described(v.nullable(text), 'The reason that the file gives for a difference. Null: it gives none.'),
  elapsedMs: described(positive, 'Time that all runs of the test took, in milliseconds.'),
}) satisfies SchemaOf<LitmusResult>;

export const litmusSchema = titled(
  litmusResult,
  'Litmus test',
  'One litmus test, explored under every memory model. Written by check --litmus.',
);

export const litmusSetSchema = titled(
  v.object({
    ...head('reftorture/litmus-set@1'),
    runs: described(v.array(litmusSchema), 'One for each test, in the order in which the files were named.'),
  }),
  'Set of litmus tests',
  'The litmus tests of one command. Written by check --litmus for several files.',
);
