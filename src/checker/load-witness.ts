// Loads a witness from a file or a token, and verifies that the model of the current sources still behaves that way.

import { existsSync } from 'node:fs';
import * as v from 'valibot';
import type { Maker } from '../engines/kernels.js';
import { sourceLines } from '../front-end/places.js';
import { type CheckRequest, type ResolvedCheck, resolveCheck } from '../requests/check-request.js';
import type { WitnessNote, WitnessStep } from '../results/check-result.js';
import { readJson } from '../results/read-result.js';
import { UsageError } from '../usage-error.js';
import { type Property, properties } from '../violations/table.js';
import { buildSystem } from './build.js';
import { codeOf } from './check.js';
import type { KernelSystem } from './model/kernel-model.js';
import { forEachSuccessor, type System } from './model/system.js';
import { bitOf } from './monitors/property-bits.js';
import { ImpossibleStep, parseSchedule, type ScheduleStep, scheduleText, statesAlong } from './trace/schedule.js';
import { digestOf, parseToken } from './witness/token.js';
import { witnessSteps } from './witness/witness.js';

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

/**
 * @throws UsageError when it is no witness, is outdated, or differs from the behaviour of the model
 */
export async function loadWitness(fileOrToken: string, maker: Maker): Promise<LoadedWitness> {
  if (!existsSync(fileOrToken)) {
    if (!fileOrToken.includes('@')) throw new UsageError(`there is no witness file "${fileOrToken}"`);
    const { resolved, digest, schedule } = parseToken(fileOrToken);
    const run = await runSchedule(resolved, digest, schedule, maker);
    return { resolved, property: violatedBy(run, schedule), steps: run.steps };
  }
  const file = parseFile(fileOrToken);
  const resolved = resolveCheck(file.config as CheckRequest);
  const schedule = parseSchedule(file.witness.schedule);
  if (!schedule) throw new UsageError(`"${fileOrToken}" holds a schedule that is none: "${file.witness.schedule}"`);
  const { steps } = await runSchedule(resolved, file.witness.digest, schedule, maker);
  const edited = steps.findIndex((step, index) => JSON.stringify(step) !== JSON.stringify(file.witness.steps[index]));
  if (edited >= 0 || steps.length !== file.witness.steps.length) {
    const step = edited >= 0 ? `step ${edited + 1}` : 'the number of steps';
    throw new UsageError(`"${fileOrToken}" was edited: ${step} is not what the model does under its own schedule`);
  }
  return { resolved, property: file.witness.property, steps };
}

function parseFile(file: string): v.InferOutput<typeof FILE_SCHEMA> {
  const json = readJson(file);
  const problem = whyNotWitness(json);
  if (problem !== undefined) throw new UsageError(`"${file}" ${problem}`);
  const parsed = v.safeParse(FILE_SCHEMA, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new UsageError(`"${file}" is damaged: ${v.getDotPath(issue) ?? 'it'}: ${issue.message}`);
}

/** Says of a file that holds no witness what it holds instead, and what to do. The text continues `"FILE" ...`. */
function whyNotWitness(json: unknown): string | undefined {
  const { schema, runs = [json] } = (json ?? {}) as { schema?: unknown; runs?: unknown };
  if (schema === 'reftorture/witness@1') return undefined;
  if (typeof schema !== 'string' || !schema.startsWith('reftorture/')) return 'is not a result of reftorture';
  if (schema === 'reftorture/check@1' || schema === 'reftorture/check-set@1') {
    const hasWitness = Array.isArray(runs) && runs.some((run: { witness?: unknown } | null) => run?.witness);
    return hasWitness
      ? 'is a result of check: write a witness with: reftorture check --witness FILE'
      : 'is a result of check that found no violation, so there is no witness to replay';
  }
  return `is not a witness of this version: its schema is ${JSON.stringify(schema)}, not "reftorture/witness@1"`;
}

interface Run {
  readonly system: KernelSystem;
  readonly steps: readonly WitnessStep[];
}

/** Runs the schedule on the system of the current sources. @throws UsageError */
async function runSchedule(
  resolved: ResolvedCheck,
  digest: string,
  schedule: readonly ScheduleStep[],
  maker: Maker,
): Promise<Run> {
  const { program, digest: sources } = await codeOf(resolved, maker);
  if (digestOf(sources, resolved.config) !== digest) {
    throw new UsageError(
      'the witness is outdated: the sources or the configuration have changed since it was found; run check again',
    );
  }
  const system = buildSystem(program, resolved);
  try {
    return { system, steps: witnessSteps({ system, lineOf: sourceLines(program.files) }, schedule) };
  } catch (error) {
    if (!(error instanceof ImpossibleStep)) throw error;
    const { index } = error;
    throw new UsageError(
      `the witness was edited: thread ${(schedule[index]?.thread ?? 0) + 1} cannot take step ${index + 1}`,
    );
  }
}

/**
 * The property that a schedule violates, since a token does not name it: what was reported last, or else what is wrong at
 * the end, the first in the order of `properties`. A judged claim goes on behind what it shows.
 * @throws UsageError when none is violated: the token was cut short
 */
function violatedBy({ system, steps }: Run, schedule: readonly ScheduleStep[]): Property {
  const reported = steps.flatMap(({ notes }) => [...notes].reverse().flatMap(propertiesOfNote)).at(-1);
  if (reported) return reported;
  const stepper = system.newStepper();
  const fields = statesAlong(system, schedule).at(-1) as Int32Array;
  const ended = system.starts.every((_, thread) => stepper.choices(fields, thread) === 0);
  const violations = ended ? system.violationsAtRest(fields) : 0;
  const atEnd = properties.find((property) => (violations >>> bitOf(property)) & 1);
  if (atEnd) return atEnd;
  if (!ended && !canTerminate(system, fields)) return 'livelock';
  throw new UsageError(`the schedule "${scheduleText(schedule)}" ends without a violation: has it been cut short?`);
}

/** Returns the property that is violated by what `note` tells, if one is. */
export function propertiesOfNote(note: WitnessNote): Property[] {
  switch (note.kind) {
    case 'violation':
      return [note.property];
    case 'freedUnderHolder':
      return ['useAfterFree'];
    case 'touchedFreed':
    case 'assertion':
    case 'trap':
      return [note.kind];
    case 'holds':
      return [];
  }
}

/** Tells whether some schedule from the state `start` lets every thread end. */
function canTerminate(system: System, start: Int32Array): boolean {
  const stepper = system.newStepper();
  const visited = new Set([start.join()]);
  const frontier = [start];
  for (let fields = frontier.pop(); fields; fields = frontier.pop()) {
    const ended = forEachSuccessor(stepper, system.starts.length, fields, () => {
      const key = stepper.fields.join();
      if (visited.has(key)) return;
      visited.add(key);
      frontier.push(stepper.fields.slice());
    });
    if (ended || system.hasStopped(fields)) return true;
  }
  return false;
}
