// Result of a judged claim: its schema and its type.

import * as v from 'valibot';
import { checkConfig, foreignStepIn, witness, witnessStep } from './check-result.js';
import * as is from './parts.js';

const judgeResult = is.object({
  ...is.head('reftorture/judge@1'),
  config: checkConfig,
  environment: is.environment,
  claim: is.object(
    {
      steps: is.described(
        v.pipe(
          is.list(is.object({ thread: is.text('Name of the thread.'), does: is.text('Words of the step.') })),
          v.minLength(1),
        ),
        'The posted steps, in their order.',
      ),
      shows: is.orNull(is.property, 'What they are to show. Null: the claim is that they are possible.'),
    },
    'What was posted.',
  ),
  verdict: is.oneOf(
    ['as-written', 'otherwise', 'impossible', 'undecided'],
    'as-written: the steps can happen in their order, and show what they are to show. otherwise: that shows by another way alone. impossible: not at all in these bounds. undecided: there are more states than --max-states.',
  ),
  possible: is.count('How many of the posted steps can happen in their order.'),
  steps: is.list(
    witnessStep,
    'The shortest way as written, where no violation was claimed; else empty, since it is in `witness`.',
  ),
  among: is.list(is.count(), 'Indices of the posted steps in the way as written.'),
  instead: is.list(
    witnessStep,
    'Steps that the thread of the first impossible one takes in its place, the most similar first.',
  ),
  witness: is.orNull(
    witness,
    'Of the violation that was claimed: the shortest way, as written or otherwise. Null: none was claimed, or there is none.',
  ),
  states: is.count('Number of distinct states explored, each with the posted steps behind it.'),
});
export interface JudgeResult extends is.Infer<typeof judgeResult> {}

export const judgeSchema: is.SchemaOf<JudgeResult> = is.titled(
  is.consistent(judgeResult, ({ config, witness: found }) =>
    found ? foreignStepIn({ config, witness: found }) : undefined,
  ),
  'Judgement',
  'Whether an interleaving that somebody posted can happen. Written by judge.',
);
