// Result of a replay: its schema and its type.

import * as v from 'valibot';
import { checkConfig } from './check-result.js';
import { count, described, head, type Infer, positive, property, type SchemaOf, text, titled } from './parts.js';

const replayResult = v.object({
  ...head('reftorture/replay@1'),
  config: checkConfig,
  property: described(property, 'What the witness violates.'),
  verdict: described(
    v.picklist(['confirmed', 'differs', 'inconclusive']),
    'confirmed: in every replay, all values and what the detectors saw agreed with the witness. differs: something did not. inconclusive: a thread died, or had no turn in time.',
  ),
  steps: described(count, 'Number of steps of the witness. Each is compared in every replay.'),
  replays: described(count, 'Number of replays.'),
  agreed: described(count, 'Number of replays in which everything agreed.'),
  elapsedMs: described(positive, 'Time that all replays took, in milliseconds.'),
  problems: described(v.array(text), 'The first few differences, or what went wrong.'),
});
export interface ReplayResult extends Infer<typeof replayResult> {}
export type ReplayVerdict = ReplayResult['verdict'];

export const replaySchema: SchemaOf<ReplayResult> = titled(
  replayResult,
  'Replay',
  'Whether real threads did what a witness says. Written by replay.',
);
