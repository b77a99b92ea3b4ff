// Certificates of proofs, and the result of verifying one: their schemas and types.

import * as v from 'valibot';
import { checkConfig } from './check-result.js';
import {
  count,
  described,
  environment,
  head,
  type Infer,
  interrupted,
  positive,
  property,
  type SchemaOf,
  text,
  titled,
} from './parts.js';

const proved = described(v.array(property), 'Properties that hold for any number of threads and rounds.');
const parts = (meaning: string) => described(v.array(v.unknown()), meaning);

const proof = v.object({
  ...head('reftorture/proof@1'),
  config: checkConfig,
  digest: text('Digest of the sources and of the configuration.'),
  proved,
  localStates: parts('Local states of threads: the values of all that they still need.'),
  shared: parts(
    'Shared parts: base and residue of the count word, holders without a thread, and the values of all words.',
  ),
  members: parts('Threads: index in `localStates`, share of the count word, references held, and what it owes.'),
  views: parts(
    'Views: indices of a shared part and a member, then of other members, each with the rests as a set of bits.',
  ),
});
export interface ProofFile extends Infer<typeof proof> {}

export const proofSchema: SchemaOf<ProofFile> = titled(
  proof,
  'Proof',
  'The views that prove something of any number of threads. Written by check --proof, read by verify.',
);

const verification = v.object({
  ...head('reftorture/verify@1'),
  config: checkConfig,
  environment,
  verdict: described(
    v.picklist(['confirmed', 'refuted', 'inconclusive']),
    'confirmed: it is a proof. refuted: it is none. inconclusive: it was interrupted, or there was no memory for it.',
  ),
  proved,
  assumes: text('What the proof takes for granted.'),
  views: count('Number of views.'),
  reason: described(v.nullable(text()), 'Why it is no proof, or why nobody can tell. Null: it is one.'),
  elapsedMs: positive('Time that it took, in milliseconds.'),
  interrupted,
});
export interface VerifyResult extends Infer<typeof verification> {}

export const verifySchema: SchemaOf<VerifyResult> = titled(
  verification,
  'Verification',
  'Whether a proof of any number of threads is one. Written by verify.',
);
