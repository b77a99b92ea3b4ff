// From what a caller asks of `scale` to a measurement that can run: defaults, limits and the errors that explain them.

import { MAX_ARENA_BYTES } from '../arena/arena.js';
import { scaleBytes } from '../arena/trial-arena.js';
import { ENGINES } from '../engines/sources.js';
import { SINGLE_INSTRUCTION_TIER, TIERS } from '../engines/tier.js';
import { usableCpus } from '../machine/environment.js';
import { PIN_ORDERS } from '../machine/pin-order.js';
import type { ScaleConfig } from '../results/scale-result.js';
import { findWorkload, type Workload } from '../scenarios/workloads.js';
import { pickName, UsageError } from '../usage-error.js';
import { MAX_THREADS } from './race-request.js';
import { type ResolvedProtocol, resolveProtocol } from './resolve-protocol.js';
import { distinctItems, wholeNumber } from './values.js';

/** Under 1 % is lost to starting two threads; a sweep to 16 threads ends in two minutes. Figures: docs/scale.md. */
export const TRIAL_MS = 250;
export const TRIALS = 15;

/** What a caller may leave open. */
export type ScaleRequest = Partial<ScaleConfig>;

/** A measurement that can run: every name looked up, once. */
export interface ResolvedScale {
  readonly config: ScaleConfig;
  readonly protocols: readonly ResolvedProtocol[];
  readonly workloads: readonly Workload[];
}

/** Fills in what `request` leaves open. @throws UsageError for what cannot be measured. */
export function resolveScale(request: ScaleRequest): ResolvedScale {
  const protocols = distinctItems('protocol', request.protocols ?? ['old', 'v4']).map(resolveProtocol);
  const workloads = distinctItems('workload', request.workloads ?? ['shared']).map(findWorkload);
  const threads = distinctItems('threads', request.threads ?? powersUpTo(usableCpus()));
  for (const number of threads) wholeNumber('threads', number, 1, MAX_THREADS);
  const config: ScaleConfig = {
    protocols: protocols.map(({ name }) => name),
    workloads: workloads.map(({ name }) => name),
    engines: distinctItems('engine', request.engines ?? ['wasm']).map((name) => pickName('engine', ENGINES, name)),
    native: request.native ?? false,
    tier: pickName('tier', TIERS, request.tier ?? SINGLE_INSTRUCTION_TIER),
    threads: [...threads].sort((a, b) => a - b),
    durationMs: request.durationMs ?? TRIAL_MS,
    trials: wholeNumber('trials', request.trials ?? TRIALS, 1, 10_000),
    pages: wholeNumber('pages', request.pages ?? 64, 1, 100_000),
    pin: request.pin ?? true,
    pinOrder: pickName('pin order', PIN_ORDERS, request.pinOrder ?? 'cores'),
    seed: wholeNumber('seed', request.seed ?? 1, 0, 2 ** 32 - 1),
  };
  refuseWhatCannotRun(config, workloads);
  return { config, protocols, workloads };
}

function refuseWhatCannotRun({ durationMs, pages, threads }: ScaleConfig, workloads: readonly Workload[]): void {
  if (!(durationMs >= 1 && durationMs <= 3_600_000)) {
    throw new UsageError(`a trial must last from 1 ms to 1 hour, not ${durationMs} ms`);
  }
  const shapes = workloads.map((workload) => ({ workload, pages, threads: Math.max(...threads) }));
  if (scaleBytes(shapes) > MAX_ARENA_BYTES) throw new UsageError(`${pages} pages do not fit: ask for fewer`);
}

/** 1, 2, 4, ... and `most` itself. */
export function powersUpTo(most: number): number[] {
  const powers = Array.from({ length: Math.floor(Math.log2(most)) + 1 }, (_, exponent) => 2 ** exponent);
  return powers.at(-1) === most ? powers : [...powers, most];
}
