// The shape of a replay's result.

import * as v from 'valibot';
import type { ReplayResult } from '../replay-result.js';
import { checkConfig } from './check.js';
import { count, described, head, positive, type SchemaOf, text, titled } from './parts.js';
import { property } from './witness.js';

export const replaySchema = titled(
  v.object({
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
  }) satisfies SchemaOf<ReplayResult>,
  'Replay',
  'Whether real threads did what a witness says. Written by replay.',
);
