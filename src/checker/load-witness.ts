// Loads a witness from a file or a token, and verifies that the model of the current sources still behaves that way.

import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import type { Maker } from '../engines/kernels.js';
import { sourceLines } from '../front-end/places.js';
import type { ModelCode } from '../printers/model/instructions.js';
import { type CheckRequest, type ResolvedCheck, resolveCheck } from '../requests/check-request.js';
import { type WitnessNote, type WitnessStep, witnessStep } from '../results/check-result.js';
import { readJson } from '../results/read-result.js';
import { UsageError } from '../usage-error.js';
import { type Property, properties } from '../violations/table.js';
import { buildSystem } from './build.js';
import type { KernelSystem } from './model/kernel-model.js';
import { forEachSuccessor, type System } from './model/system.js';
import { bitOf } from './monitors/property-bits.js';
import { ImpossibleStep, parseSchedule, type ScheduleStep, scheduleText, statesAlong } from './trace/schedule.js';
import { codeOf } from './unexplored.js';
import { digestOf, parseToken } from './witness/token.js';
import { witnessSteps } from './witness/witness.js';

export interface LoadedWitness {
  readonly resolved: ResolvedCheck;
  readonly property: Property;
  readonly steps: readonly WitnessStep[];
}

/** Why a witness of other sources is no way to a violation any more, behind its last step that was followed. */
export type Closed =
  /** The last step does not do what it did. */
  | { readonly kind: 'differs'; readonly was: WitnessStep }
  /** The thread that was next has no such step. */
  | { readonly kind: 'impossible'; readonly thread: number }
  | { readonly kind: 'harmless' };

/** A witness of other sources, as far as those of today can follow it. */
export interface FollowedWitness extends Omit<LoadedWitness, 'property'> {
  /** Null where a token leads nowhere: it does not name what was violated. */
  readonly property: Property | null;
  readonly closed?: Closed;
}

const FILE_SCHEMA = v.object({
  schema: v.string(),
  config: v.record(v.string(), v.unknown()),
  witness: v.object({
    property: v.picklist(properties),
    digest: v.string(),
    schedule: v.string(),
    steps: v.array(witnessStep),
  }),
});

/**
 * @throws UsageError when it is no witness, is outdated, or differs from the behaviour of the model
 */
export async function loadWitness(fileOrToken: string, maker: Maker): Promise<LoadedWitness> {
  const { resolved, digest, schedule, told } = written(fileOrToken);
  const { program, digest: sources } = await codeOf(resolved, maker);
  if (digestOf(sources, resolved.config) !== digest) {
    throw new UsageError(
      'the witness is outdated: the sources or the configuration have changed since it was found; run check again, or ask with --anyway how far it still goes',
    );
  }
  const run = runSchedule(program, resolved, schedule);
  const { steps } = run;
  if (steps.length < schedule.length) {
    const thread = (schedule[steps.length]?.thread ?? 0) + 1;
    throw new UsageError(`the witness was edited: thread ${thread} cannot take step ${steps.length + 1}`);
  }
  if (!told) {
    const property = violatedBy(run, schedule);
    if (property) return { resolved, property, steps };
    throw new UsageError(`the schedule "${scheduleText(schedule)}" ends without a violation: has it been cut short?`);
  }
  const edited = steps.findIndex((step, index) => !isDeepStrictEqual(step, told.steps[index]));
  if (edited >= 0 || steps.length !== told.steps.length) {
    const step = edited >= 0 ? `step ${edited + 1}` : 'the number of steps';
    throw new UsageError(`"${fileOrToken}" was edited: ${step} is not what the model does under its own schedule`);
  }
  return { resolved, property: told.property, steps };
}

/**
 * Follows a witness through the sources of today, whatever they were when it was found: to its first step that no longer
 * does what it did, or that its thread can no longer take. A token has a schedule alone.
 *
 * @throws UsageError when it is no witness
 */
export async function followWitness(fileOrToken: string, maker: Maker): Promise<FollowedWitness> {
  const { resolved, schedule, told } = written(fileOrToken);
  const run = runSchedule((await codeOf(resolved, maker)).program, resolved, schedule);
  const leadsTo = (steps: readonly WitnessStep[], closed: Closed): FollowedWitness => ({
    ...{ resolved, steps, closed },
    property: told?.property ?? null,
  });
  for (const [index, step] of run.steps.entries()) {
    const was = told?.steps[index];
    if (was && !doesTheSame(step, was)) return leadsTo(run.steps.slice(0, index + 1), { kind: 'differs', was });
  }
  const next = schedule[run.steps.length];
  if (next) return leadsTo(run.steps, { kind: 'impossible', thread: next.thread });
  const property = violatedBy(run, schedule);
  return property ? { resolved, property, steps: run.steps } : leadsTo(run.steps, { kind: 'harmless' });
}

/** Tells whether a step is what it was, wherever in the source it stands by now. */
function doesTheSame(step: WitnessStep, old: WitnessStep): boolean {
  return (['thread', 'operation', 'location', 'before', 'after'] as const).every((key) => step[key] === old[key]);
}

interface Written {
  readonly resolved: ResolvedCheck;
  readonly digest: string;
  readonly schedule: readonly ScheduleStep[];
  /** Absent: a token has no more. */
  readonly told?: { readonly property: Property; readonly steps: readonly WitnessStep[] };
}

/** Returns the contents of a file or token. @throws UsageError */
function written(fileOrToken: string): Written {
  if (!existsSync(fileOrToken)) {
    if (!fileOrToken.includes('@')) throw new UsageError(`there is no witness file "${fileOrToken}"`);
    return parseToken(fileOrToken);
  }
  const { config, witness } = parseFile(fileOrToken);
  const schedule = parseSchedule(witness.schedule);
  if (!schedule) throw new UsageError(`"${fileOrToken}" holds a schedule that is none: "${witness.schedule}"`);
  const resolved = resolveCheck(config as CheckRequest);
  const stray = witness.steps.findIndex(({ thread }) => thread >= resolved.config.roles.length);
  if (stray >= 0) throw new UsageError(`"${fileOrToken}" was edited: there is no thread for step ${stray + 1}`);
  return { resolved, digest: witness.digest, schedule, told: witness };
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

/** Runs the schedule on the system of the current sources, up to the first step that its thread cannot take. */
function runSchedule(program: ModelCode['program'], resolved: ResolvedCheck, schedule: readonly ScheduleStep[]): Run {
  const walk = { system: buildSystem(program, resolved), lineOf: sourceLines(program.files) };
  try {
    return { ...walk, steps: witnessSteps(walk, schedule) };
  } catch (error) {
    if (!(error instanceof ImpossibleStep)) throw error;
    return { ...walk, steps: witnessSteps(walk, schedule.slice(0, error.index)) };
  }
}

/**
 * The property that a schedule violates, since a token does not name it: what was reported last, or else what is wrong at
 * the end, the first in the order of `properties`; undefined when nothing is. A judged claim goes on behind what it shows.
 */
function violatedBy({ system, steps }: Run, schedule: readonly ScheduleStep[]): Property | undefined {
  const reported = steps.flatMap(({ notes }) => [...notes].reverse().flatMap(propertiesOfNote)).at(-1);
  if (reported) return reported;
  const stepper = system.newStepper();
  const fields = statesAlong(system, schedule).at(-1) as Int32Array;
  const ended = system.starts.every((_, thread) => stepper.choices(fields, thread) === 0);
  const violations = ended ? system.violationsAtRest(fields) : 0;
  const atEnd = properties.find((property) => (violations >>> bitOf(property)) & 1);
  if (atEnd) return atEnd;
  return !ended && !canTerminate(system, fields) ? 'livelock' : undefined;
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
