// Certificates of proofs, and the result of verifying one: their schemas and types.

import * as v from 'valibot';
import { checkConfig } from './check-result.js';
import * as is from './parts.js';

const proved = is.list(is.property, 'Properties that hold for any number of threads and rounds.');
const rows = (meaning: string) => is.list(v.unknown(), meaning);

export const proofSchema = is.file(
  'reftorture/proof@1',
  'Proof',
  'The views that prove something of any number of threads. Written by check --proof, read by verify.',
  {
    config: checkConfig,
    digest: is.text('Digest of the sources and of the configuration.'),
    proved,
    localStates: rows('Local states of threads: the values of all that they still need.'),
    shared: rows(
      'Shared parts: base and residue of the count word, holders without a thread, the values of all words.',
    ),
    members: rows('Threads: index in `localStates`, share of the count word, references held, and what it owes.'),
    views: rows(
      'Views: indices of a shared part and a member, then of other members, each with the rests as a set of bits.',
    ),
  },
);
export interface ProofFile extends is.Infer<typeof proofSchema> {}

export const verifySchema = is.file(
  'reftorture/verify@1',
  'Verification',
  'Whether a proof of any number of threads is one. Written by verify.',
  {
    config: checkConfig,
    environment: is.environment,
    verdict: is.oneOf(
      ['confirmed', 'refuted', 'inconclusive'],
      'confirmed: it is a proof. refuted: it is none. inconclusive: it was interrupted, or there was no memory for it.',
    ),
    proved,
    assumes: is.text('What the proof takes for granted.'),
    views: is.count('Number of views.'),
    reason: is.orNull(is.text(), 'Why it is no proof, or why nobody can tell. Null: it is one.'),
    elapsedMs: is.positive('Time that it took, in milliseconds.'),
    interrupted: is.interrupted,
  },
);
export interface VerifyResult extends is.Infer<typeof verifySchema> {}
