// The shape of a check's result, as read from a file.

import * as v from 'valibot';
import { properties } from '../../violations/table.js';
import type { CheckConfig, CheckResult, Witness, WitnessFile, WitnessNote, WitnessStep } from '../check-result.js';
import type { ReplayResult } from '../replay-result.js';
import { count, destructorPolicy, environment, positive, type SchemaOf, text, verdict, whole } from './parts.js';

export const property = v.picklist(properties);

export const checkConfig: SchemaOf<CheckConfig> = v.object({
  protocol: text,
  scenario: text,
  roles: v.pipe(v.array(text), v.minLength(1), v.maxLength(64)),
  rounds: count,
  pages: count,
  slots: count,
  dtor: destructorPolicy,
  recheck: v.boolean(),
  unmap: v.picklist(['before-put', 'after-put']),
  memory: v.picklist(['sc', 'ra']),
  width: v.pipe(count, v.minValue(2), v.maxValue(32)),
  resetAfter: v.nullable(count),
});

const note: SchemaOf<WitnessNote> = v.variant('kind', [
  v.object({ kind: v.literal('holds'), page: whole, generation: whole }),
  v.object({
    kind: v.literal('violation'),
    property,
    page: whole,
    heldGeneration: whole,
    believedType: whole,
    generation: whole,
    type: whole,
    word: whole,
  }),
]);

const step: SchemaOf<WitnessStep> = v.object({
  thread: count,
  operation: text,
  location: text,
  before: whole,
  after: whole,
  newer: v.exactOptional(count),
  newest: v.exactOptional(whole),
  source: text,
  code: text,
  path: v.pipe(v.array(text), v.maxLength(100)),
  half: v.picklist([0, 1, 2]),
  notes: v.pipe(v.array(note), v.maxLength(100)),
});

export const witness: SchemaOf<Witness> = v.object({
  property,
  steps: v.pipe(v.array(step), v.minLength(1), v.maxLength(10_000)),
  countAccesses: count,
  switches: count,
  digest: text,
  schedule: text,
  token: text,
});

const FOREIGN_STEP = 'a step of the witness belongs to a thread that the configuration does not have';

function belongs({ roles }: CheckConfig, { steps }: Witness): boolean {
  return steps.every(({ thread }) => thread < roles.length);
}

export const checkSchema: SchemaOf<CheckResult> = v.pipe(
  v.object({
    schema: v.literal('reftorture/check@1'),
    config: checkConfig,
    environment,
    verdict,
    properties: v.record(property, v.picklist(['holds', 'violated', 'unknown'])),
    states: count,
    transitions: count,
    finals: count,
    depth: count,
    complete: v.boolean(),
    interrupted: v.boolean(),
    frontier: count,
    elapsedMs: positive,
    bytesPerState: positive,
    witness: v.nullable(witness),
    witnesses: v.array(witness),
    notes: v.array(text),
  }),
  v.check(({ config, witnesses }) => witnesses.every((found) => belongs(config, found)), FOREIGN_STEP),
);

/** A witness with the configuration that it belongs to, in a file or beside a claim. */
const told = { config: checkConfig, witness };
export const toldWitness = v.pipe(
  v.object(told),
  v.check((value) => belongs(value.config, value.witness), FOREIGN_STEP),
);

export const witnessSchema: SchemaOf<WitnessFile> = v.pipe(
  v.object({ schema: v.literal('reftorture/witness@1'), ...told }),
  v.check((value) => belongs(value.config, value.witness), FOREIGN_STEP),
);

export const replaySchema = v.object({
  schema: v.literal('reftorture/replay@1'),
  config: checkConfig,
  property,
  verdict: v.picklist(['confirmed', 'differs', 'inconclusive']),
  steps: count,
  replays: count,
  agreed: count,
  elapsedMs: positive,
  problems: v.array(text),
}) satisfies SchemaOf<ReplayResult>;

/** The cells of a matrix. */
export const checkSetSchema = v.object({
  schema: v.literal('reftorture/check-set@1'),
  runs: v.array(checkSchema),
});
