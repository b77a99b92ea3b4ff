// Result of a demonstration: its schema and its type.

import { checkSchema } from './check-result.js';
import * as is from './parts.js';
import { raceSchema } from './race-result.js';
import { replaySchema } from './replay-result.js';
import { scaleSchema } from './scale-result.js';

export const demoSchema = is.file(
  'reftorture/demo@1',
  'Demonstration',
  'The race of the report, end to end. Written by demo.',
  {
    environment: is.environment,
    races: is.list(
      raceSchema,
      'The races in the order in which they ran: old, v4, and v4 with a stall if v4 showed nothing.',
    ),
    shown: is.oneOf(
      ['naturally', 'stalled', 'not at all'],
      'How stolen frees showed on real threads when nobody dictated the schedule.',
    ),
    check: is.orNull(checkSchema, 'Every interleaving of v4. Null: interrupted before.'),
    replay: is.orNull(replaySchema, 'The shortest witness on real threads. Null: interrupted before.'),
    scale: is.orNull(scaleSchema, 'Throughput of old and v4. Null: interrupted before.'),
    broken: is.list(
      is.text(),
      'What was not as it should be: a defect of reftorture or of a protocol that is taken for sound.',
    ),
    elapsedMs: is.positive('Time that it took, in milliseconds.'),
    interrupted: is.interrupted,
  },
);
export interface DemoResult extends is.Infer<typeof demoSchema> {}
