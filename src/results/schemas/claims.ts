// The shape of the claims table, as read from a file.

import * as v from 'valibot';
import type { ClaimResult, ClaimsResult } from '../claims-result.js';
import { toldWitness } from './check.js';
import { described, environment, head, interrupted, positive, type SchemaOf, text, titled } from './parts.js';

const claim: SchemaOf<ClaimResult> = v.object({
  id: described(text, 'Number of the claim, as in C6.'),
  who: described(text, 'Who made the claim, and when.'),
  message: v.exactOptional(described(text, 'Address of the message in a public archive of the list.')),
  claim: described(text, 'What was claimed, in words of this project.'),
  verdict: described(
    v.picklist(['confirmed', 'refuted', 'confirmed under conditions', 'not decided here']),
    'confirmed under conditions: the claim holds in some of the cases that it speaks of; the evidence says in which.',
  ),
  evidence: described(text, 'The evidence in one line.'),
  details: described(v.array(text), 'The evidence step by step.'),
  bound: described(text, 'What was explored, sampled or measured: threads, rounds, widths, memory model, time.'),
  commands: described(v.array(text), 'Commands that show it again.'),
  witness: described(v.nullable(toldWitness), 'The shortest witness. Null: the evidence has none.'),
  elapsedMs: described(positive, 'Time that it took to settle the claim, in milliseconds.'),
});

export const claimsSchema = titled(
  v.object({
    ...head('reftorture/claims@1'),
    quick: described(v.boolean(), 'Whether races and measurements were shorter than usual.'),
    environment,
    claims: described(v.array(claim), 'One for each claim that was settled.'),
    elapsedMs: described(positive, 'Time that it took to settle all of them, in milliseconds.'),
    interrupted,
  }) satisfies SchemaOf<ClaimsResult>,
  'Claims',
  'What was said in the thread about the series, settled by running it. Written by claims.',
);
