// Result of a demonstration: its schema and its type.

import * as v from 'valibot';
import { checkSchema } from './check-result.js';
import {
  described,
  environment,
  head,
  type Infer,
  interrupted,
  positive,
  type SchemaOf,
  text,
  titled,
} from './parts.js';
import { raceSchema } from './race-result.js';
import { replaySchema } from './replay-result.js';
import { scaleSchema } from './scale-result.js';

const demoResult = v.object({
  ...head('reftorture/demo@1'),
  environment,
  races: described(
    v.array(raceSchema),
    'The races in the order in which they ran: old, v4, and v4 with a stall if v4 showed nothing.',
  ),
  shown: described(
    v.picklist(['naturally', 'stalled', 'not at all']),
    'How stolen frees showed on real threads when nobody dictated the schedule.',
  ),
  check: described(v.nullable(checkSchema), 'Every interleaving of v4. Null: interrupted before.'),
  replay: described(v.nullable(replaySchema), 'The shortest witness on real threads. Null: interrupted before.'),
  scale: described(v.nullable(scaleSchema), 'Throughput of old and v4. Null: interrupted before.'),
  broken: described(
    v.array(text),
    'What was not as it should be: a defect of reftorture or of a protocol that is taken for sound.',
  ),
  elapsedMs: described(positive, 'Time that it took, in milliseconds.'),
  interrupted,
});
export interface DemoResult extends Infer<typeof demoResult> {}

export const demoSchema: SchemaOf<DemoResult> = titled(
  demoResult,
  'Demonstration',
  'The race of the report, end to end. Written by demo.',
);
