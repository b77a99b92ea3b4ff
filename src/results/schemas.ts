// The schema of everything that a command writes with --out or prints with --json, by the name that stands in the file.

import { checkSchema, checkSetSchema, witnessSchema } from './check-result.js';
import { claimsSchema } from './claims-result.js';
import { compareSchema } from './compare-result.js';
import { demoSchema } from './demo-result.js';
import { doctorSchema } from './doctor-result.js';
import { judgeSchema } from './judge-result.js';
import { listSchema } from './list-result.js';
import { litmusSchema, litmusSetSchema } from './litmus-result.js';
import { mutantsSchema } from './mutants-result.js';
import { proofSchema, verifySchema } from './proof-result.js';
import { raceSchema, raceSetSchema } from './race-result.js';
import { replaySchema } from './replay-result.js';
import { resultsSchema } from './results-listing.js';
import { scaleSchema } from './scale-result.js';

export const schemas = {
  'reftorture/race@1': raceSchema,
  'reftorture/race-set@1': raceSetSchema,
  'reftorture/check@1': checkSchema,
  'reftorture/check-set@1': checkSetSchema,
  'reftorture/witness@1': witnessSchema,
  'reftorture/proof@1': proofSchema,
  'reftorture/verify@1': verifySchema,
  'reftorture/replay@1': replaySchema,
  'reftorture/judge@1': judgeSchema,
  'reftorture/scale@1': scaleSchema,
  'reftorture/claims@1': claimsSchema,
  'reftorture/litmus@1': litmusSchema,
  'reftorture/litmus-set@1': litmusSetSchema,
  'reftorture/compare@1': compareSchema,
  'reftorture/results@1': resultsSchema,
  'reftorture/list@1': listSchema,
  'reftorture/mutants@1': mutantsSchema,
  'reftorture/doctor@1': doctorSchema,
  'reftorture/demo@1': demoSchema,
} as const;

export type SchemaName = keyof typeof schemas;
