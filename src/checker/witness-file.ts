// From a witness file or a token to a witness that is known to be true of the sources as they are now.

import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { bundleFor } from '../engines/link-model.js';
import { type CheckRequest, type ResolvedCheck, resolveCheck } from '../requests/check-request.js';
import type { WitnessStep } from '../results/check-result.js';
import { reasonOf } from '../system-error.js';
import { UsageError } from '../usage-error.js';
import { type Property, properties } from '../violations/table.js';
import { buildModel } from './build.js';
import type { Move } from './explore/shortest.js';
import type { Model } from './machine/model.js';
import { forEachSuccessor } from './machine/system.js';
import { bitOf } from './properties.js';
import { sourceLines } from './source-lines.js';
import { witnessSteps } from './witness-steps.js';
import { digestOf, movesOf, parseToken, scheduleText } from './witness-token.js';

export interface LoadedWitness {
  readonly resolved: ResolvedCheck;
  readonly property: Property;
  readonly steps: readonly WitnessStep[];
}

const FILE_SCHEMA = v.object({
  schema: v.string(),
  config: v.record(v.string(), v.unknown()),
  witness: v.object({
    property: v.picklist(properties),
    digest: v.string(),
    schedule: v.string(),
    steps: v.array(v.unknown()),
  }),
});

/** @throws UsageError when it is no witness, outdated, or not what the model does. */
export async function loadWitness(fileOrToken: string): Promise<LoadedWitness> {
  if (!existsSync(fileOrToken)) {
    if (!fileOrToken.includes('@')) throw new UsageError(`there is no witness file "${fileOrToken}"`);
    const { resolved, digest, moves } = parseToken(fileOrToken);
    const { model, steps } = await retell(resolved, digest, moves);
    return { resolved, property: violatedBy(model, steps, moves), steps };
  }
  const file = parseFile(fileOrToken);
  const resolved = resolveCheck(file.config as CheckRequest);
  const moves = movesOf(file.witness.schedule);
  if (!moves) throw new UsageError(`"${fileOrToken}" holds a schedule that is none: "${file.witness.schedule}"`);
  const { steps } = await retell(resolved, file.witness.digest, moves);
  const edited = steps.findIndex((step, index) => JSON.stringify(step) !== JSON.stringify(file.witness.steps[index]));
  if (edited >= 0 || steps.length !== file.witness.steps.length) {
    const step = edited >= 0 ? `step ${edited + 1}` : 'the number of steps';
    throw new UsageError(`"${fileOrToken}" was edited: ${step} is not what the model does under its own schedule`);
  }
  return { resolved, property: file.witness.property, steps };
}

function parseFile(file: string): v.InferOutput<typeof FILE_SCHEMA> {
  const json = parseJson(file, read(file));
  const problem = otherThanWitness(json);
  if (problem !== undefined) throw new UsageError(`"${file}" ${problem}`);
  const parsed = v.safeParse(FILE_SCHEMA, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new UsageError(`"${file}" is damaged: ${v.getDotPath(issue) ?? 'it'}: ${issue.message}`);
}

/** What is in a file that holds no witness, and what to do about it. */
function otherThanWitness(json: unknown): string | undefined {
  const { schema, runs = [json] } = (json ?? {}) as { schema?: unknown; runs?: unknown };
  if (schema === 'reftorture/witness@1') return undefined;
  if (typeof schema !== 'string' || !schema.startsWith('reftorture/')) return 'is not a result of reftorture';
  if (schema === 'reftorture/check@1' || schema === 'reftorture/check-set@1') {
    const found = Array.isArray(runs) && runs.some((run: { witness?: unknown } | null) => run?.witness);
    return found
      ? 'is a result of check: write a witness with: reftorture check --witness FILE'
      : 'is a result of check that found no violation, so there is no witness to replay';
  }
  return `is not a witness of this version: its schema is ${JSON.stringify(schema)}, not "reftorture/witness@1"`;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read "${file}": ${reasonOf(error, 'file')}`);
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`"${file}" is not JSON: ${(error as Error).message}`);
  }
}

/** What the model does under the schedule today. */
async function retell(
  resolved: ResolvedCheck,
  digest: string,
  moves: readonly Move[],
): Promise<{ model: Model; steps: WitnessStep[] }> {
  const bundle = await bundleFor(resolved.protocol.file, resolved.scenario.userRoles);
  if (digestOf(bundle.digest, resolved.config) !== digest) {
    throw new UsageError(
      'the witness is outdated: the sources or the configuration have changed since it was found; run check again',
    );
  }
  const model = buildModel(bundle.text, resolved);
  refuseImpossible(model, moves);
  return { model, steps: witnessSteps(model, moves, sourceLines(bundle)) };
}

/** @throws UsageError for a move that its thread cannot make. */
function refuseImpossible(model: Model, moves: readonly Move[]): void {
  const stepper = model.newStepper();
  let fields = model.initial(model.starts);
  moves.forEach(({ thread, way }, index) => {
    if (thread >= model.starts.length || way >= stepper.choices(fields, thread)) {
      throw new UsageError(`the witness was edited: thread ${thread + 1} cannot take step ${index + 1}`);
    }
    stepper.execute(fields, thread, way);
    fields = stepper.fields.slice();
  });
}

/**
 * A token names no property: what is violated at its end, the most telling first.
 * @throws UsageError when nothing is: then the token was cut short.
 */
function violatedBy(model: Model, steps: readonly WitnessStep[], moves: readonly Move[]): Property {
  const reported = steps.at(-1)?.notes.find((note) => note.kind === 'violation');
  if (reported?.kind === 'violation') return reported.property;
  const stepper = model.newStepper();
  let fields = model.initial(model.starts);
  for (const { thread, way } of moves) {
    stepper.execute(fields, thread, way);
    fields = stepper.fields.slice();
  }
  const ended = model.starts.every((_, thread) => stepper.choices(fields, thread) === 0);
  const violations = ended ? model.violationsAtRest(fields) : 0;
  const atEnd = properties.find((property) => (violations >>> bitOf(property)) & 1);
  if (atEnd) return atEnd;
  if (!ended && !canEnd(model, fields)) return 'livelock';
  throw new UsageError(`the schedule "${scheduleText(moves)}" ends without a violation: has it been cut short?`);
}

/** Whether some schedule lets every thread end from the state `start`. */
function canEnd(model: Model, start: Int32Array): boolean {
  const stepper = model.newStepper();
  const known = new Set([start.join()]);
  const open = [start];
  for (let fields = open.pop(); fields; fields = open.pop()) {
    const ended = forEachSuccessor(stepper, model.starts.length, fields, () => {
      const key = stepper.fields.join();
      if (known.has(key)) return;
      known.add(key);
      open.push(stepper.fields.slice());
    });
    if (ended) return true;
  }
  return false;
}
