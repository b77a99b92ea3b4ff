// Result of a replay: its schema and its type.

import { checkConfig } from './check-result.js';
import * as is from './parts.js';

export const replaySchema = is.file(
  'reftorture/replay@1',
  'Replay',
  'Whether real threads did what a witness says. Written by replay.',
  {
    config: checkConfig,
    property: is.described(is.property, 'What the witness violates.'),
    verdict: is.oneOf(
      ['confirmed', 'differs', 'inconclusive'],
      'confirmed: in every replay, all values and what the detectors saw agreed with the witness. differs: something did not. inconclusive: a thread died, or had no turn in time.',
    ),
    steps: is.count('Number of steps of the witness. Each is compared in every replay.'),
    replays: is.count('Number of replays.'),
    agreed: is.count('Number of replays in which everything agreed.'),
    elapsedMs: is.positive('Time that all replays took, in milliseconds.'),
    problems: is.list(is.text(), 'The first few differences, or what went wrong.'),
  },
);
export interface ReplayResult extends is.Infer<typeof replaySchema> {}
export type ReplayVerdict = ReplayResult['verdict'];
