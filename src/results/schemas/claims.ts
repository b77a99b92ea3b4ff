// The shape of the claims table, as read from a file.

import * as v from 'valibot';
import { environment, positive, text } from './parts.js';

export const CLAIM_VERDICTS = ['confirmed', 'refuted', 'confirmed under conditions', 'not decided here'] as const;

const claim = v.object({
  id: text,
  who: text,
  claim: text,
  verdict: v.picklist(CLAIM_VERDICTS),
  /** One line. */
  evidence: text,
  /** The command that reproduces it. */
  command: text,
});

export const claimsSchema = v.object({
  schema: v.literal('reftorture/claims@1'),
  environment,
  elapsedMs: positive,
  claims: v.array(claim),
  interrupted: v.boolean(),
});

export type ClaimsResult = v.InferOutput<typeof claimsSchema>;
