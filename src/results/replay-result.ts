// Result of a replay: its schema and its type.

import { checkConfig } from './check-result.js';
import * as is from './parts.js';

export const replaySchema = is.file(
  'reftorture/replay@1',
  'Replay',
  'Whether real threads did what a witness says. Written by replay.',
  {
    config: checkConfig,
    property: is.orNull(
      is.property,
      'What the witness violates. Null: it is a token of other sources, which does not say it, and shows nothing under those of today.',
    ),
    verdict: is.oneOf(
      ['confirmed', 'differs', 'inconclusive'],
      'confirmed: in every replay, all values and what the detectors saw agreed with the witness. differs: something did not, or the witness is of other sources and is no way to a violation under those of today. inconclusive: a thread died, or had no turn in time.',
    ),
    steps: is.count(
      'Number of steps of the witness, or of those that the sources of today can follow. Each is compared in every replay.',
    ),
    replays: is.count('Number of replays. 0: the witness leads nowhere, so that there was nothing to replay.'),
    agreed: is.count('Number of replays in which everything agreed.'),
    interrupted: is.interrupted,
    elapsedMs: is.positive('Time that all replays took, in milliseconds.'),
    problems: is.list(is.text(), 'The first few differences, or what went wrong.'),
  },
);
export interface ReplayResult extends is.Infer<typeof replaySchema> {}
