// The shape of the claims table, as read from a file.

import * as v from 'valibot';
import type { ClaimResult, ClaimsResult } from '../claims-result.js';
import { toldWitness } from './check.js';
import { environment, positive, type SchemaOf, text } from './parts.js';

const claim: SchemaOf<ClaimResult> = v.object({
  id: text,
  who: text,
  claim: text,
  verdict: v.picklist(['confirmed', 'refuted', 'confirmed under conditions', 'not decided here']),
  evidence: text,
  details: v.array(text),
  bound: text,
  commands: v.array(text),
  witness: v.nullable(toldWitness),
  elapsedMs: positive,
});

export const claimsSchema = v.object({
  schema: v.literal('reftorture/claims@1'),
  quick: v.boolean(),
  environment,
  claims: v.array(claim),
  elapsedMs: positive,
  interrupted: v.boolean(),
}) satisfies SchemaOf<ClaimsResult>;
