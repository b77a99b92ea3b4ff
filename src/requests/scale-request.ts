// From what a caller asks for to a measurement that can run: defaults, limits and the errors that explain them.

import { MAX_ARENA_BYTES } from '../arena/arena.js';
import { ENGINES } from '../engines/sources.js';
import { SINGLE_INSTRUCTION_TIER, TIERS } from '../engines/tier.js';
import { scaleBytes } from '../harness/scale/trial-arena.js';
import { describeEnvironment } from '../machine/environment.js';
import { PIN_ORDERS, type ScaleConfig } from '../results/scale-result.js';
import { findWorkload } from '../scenarios/workloads.js';
import { pick, UsageError } from '../usage-error.js';
import { MAX_THREADS } from './race-request.js';
import { resolveProtocol } from './resolve-protocol.js';

/** Under 1 % is lost to starting two threads; a sweep to 16 threads ends in a minute. Figures: docs/scale.md. */
export const TRIAL_MS = 250;
export const TRIALS = 15;

/** CPUs that can be kept busy at once: what the affinity allows and the container pays for. */
export function usableCpus({ cpus, cpuQuota } = describeEnvironment()): number {
  return Math.max(1, Math.min(cpus, Math.ceil(cpuQuota ?? cpus)));
}

/** Fills in what `asked` leaves open. @throws UsageError for what cannot be measured. */
export function scaleConfig(asked: Partial<ScaleConfig>): ScaleConfig {
  const config: ScaleConfig = {
    protocols: unique('protocol', asked.protocols ?? ['old', 'v4']).map((name) => resolveProtocol(name).name),
    workloads: unique('workload', asked.workloads ?? ['shared']).map((name) => findWorkload(name).name),
    engines: unique('engine', asked.engines ?? ['wasm']).map((name) => pick('engine', named(ENGINES), name).name),
    native: asked.native ?? false,
    tier: pick('tier', named(TIERS), asked.tier ?? SINGLE_INSTRUCTION_TIER).name,
    threads: [...unique('threads', asked.threads ?? powersUpTo(usableCpus()))].sort((a, b) => a - b),
    durationMs: asked.durationMs ?? TRIAL_MS,
    trials: whole('trials', asked.trials ?? TRIALS, 1, 10_000),
    pages: whole('pages', asked.pages ?? 64, 1, 100_000),
    pin: asked.pin ?? true,
    pinOrder: pick('pin order', named(PIN_ORDERS), asked.pinOrder ?? 'cores').name,
    seed: whole('seed', asked.seed ?? 1, 0, 2 ** 32 - 1),
  };
  for (const threads of config.threads) whole('threads', threads, 1, MAX_THREADS);
  if (!(config.durationMs >= 1 && config.durationMs <= 3_600_000)) {
    throw new UsageError(`a trial must last from 1 ms to 1 hour, not ${config.durationMs} ms`);
  }
  const shapes = config.workloads.map((name) => ({
    ...{ workload: findWorkload(name), pages: config.pages },
    threads: Math.max(...config.threads),
  }));
  if (scaleBytes(shapes) > MAX_ARENA_BYTES) throw new UsageError(`${config.pages} pages do not fit: ask for fewer`);
  return config;
}

/** 1, 2, 4, ... and `most` itself. */
export function powersUpTo(most: number): number[] {
  const powers = Array.from({ length: Math.floor(Math.log2(most)) + 1 }, (_, exponent) => 2 ** exponent);
  return powers.at(-1) === most ? powers : [...powers, most];
}

function named<T extends string>(names: readonly T[]): { name: T }[] {
  return names.map((name) => ({ name }));
}

function unique<T>(what: string, items: readonly T[]): readonly T[] {
  if (items.length === 0) throw new UsageError(`at least one ${what} is needed`);
  const twice = items.find((item, index) => items.indexOf(item) !== index);
  if (twice !== undefined) throw new UsageError(`${what} "${twice}" is named twice`);
  return items;
}

function whole(what: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(`${what} must be a whole number from ${least} to ${most}, not ${value}`);
}
