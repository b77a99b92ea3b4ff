// From what a caller asks of `scale` to a measurement that can run: defaults, limits and the errors that explain them.

import { host } from '#host';
import { nativeCompiler, nativeProblem } from '#native';
import { MAX_ARENA_BYTES } from '../arena/arena.js';
import { scaleBytes } from '../arena/trial-arena.js';
import { SINGLE_INSTRUCTION_TIER, TIERS } from '../engines/tier.js';
import { ENGINES, type Engine } from '../front-end/sources.js';
import { usableCpus } from '../machine/environment.js';
import { PIN_ORDERS } from '../machine/pin-order.js';
import type { ScaleConfig } from '../results/scale-result.js';
import { findWorkload, type Workload } from '../scenarios/workloads.js';
import { pickName, UsageError } from '../usage-error.js';
import { MAX_THREADS } from './race-request.js';
import { type ResolvedProtocol, resolveProtocol } from './resolve-protocol.js';
import { undefinedIfAborted } from './unless-aborted.js';
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
  /** What a reader of the result has to know about what was filled in. */
  readonly remarks: readonly string[];
}

/**
 * Fills in what `request` leaves open, for which the C compiler is asked who it is. Where `signal` fires before it has said
 * that, nothing will be measured. @throws UsageError for what cannot be measured, NativeError without a compiler
 */
export async function resolveScale(request: ScaleRequest, signal?: AbortSignal): Promise<ResolvedScale> {
  const protocols = distinctItems('protocol', request.protocols ?? ['old', 'v4']).map(resolveProtocol);
  const workloads = distinctItems('workload', request.workloads ?? ['shared']).map(findWorkload);
  const threads = distinctItems('threads', request.threads ?? powersUpTo(usableCpus()));
  for (const number of threads) wholeNumber('threads', number, 1, MAX_THREADS);
  const problem = isOpen(request) ? await undefinedIfAborted(nativeProblem(signal), signal) : undefined;
  const engines = enginesOf(request, problem);
  const native = engines.includes('native');
  const compiler = native ? await undefinedIfAborted(nativeCompiler(signal), signal) : undefined;
  const config: ScaleConfig = {
    protocols: protocols.map(({ name }) => name),
    workloads: workloads.map(({ name }) => name),
    engines,
    native,
    ...(compiler && { compiler: compiler.version }),
    ...(host.canPinThreads && { tier: pickName('tier', TIERS, request.tier ?? SINGLE_INSTRUCTION_TIER) }),
    threads: [...threads].sort((a, b) => a - b),
    durationMs: request.durationMs ?? TRIAL_MS,
    trials: wholeNumber('trials', request.trials ?? TRIALS, 1, 10_000),
    pages: wholeNumber('pages', request.pages ?? 64, 1, 100_000),
    pin: request.pin ?? host.canPinThreads,
    pinOrder: pickName('pin order', PIN_ORDERS, request.pinOrder ?? 'cores'),
    seed: wholeNumber('seed', request.seed ?? 1, 0, 2 ** 32 - 1),
  };
  refuseWhatCannotRun(config, workloads, Math.max(...protocols.map(({ perThreadWords }) => perThreadWords)));
  return { config, protocols, workloads, remarks: remarksOn(problem) };
}

function refuseWhatCannotRun(
  { durationMs, pages, threads }: ScaleConfig,
  workloads: readonly Workload[],
  perThreadWords: number,
): void {
  if (!(durationMs >= 1 && durationMs <= 3_600_000)) {
    throw new UsageError(`a trial must last from 1 ms to 1 hour, not ${durationMs} ms`);
  }
  const shapes = workloads.map((workload) => ({ workload, pages, threads: Math.max(...threads), perThreadWords }));
  if (scaleBytes(shapes) > MAX_ARENA_BYTES) throw new UsageError(`${pages} pages do not fit: ask for fewer`);
}

/** Whether nothing in the request says on which engine. */
function isOpen({ engines, native, tier }: ScaleRequest): boolean {
  return !engines && !native && !tier;
}

/** `native` names one more engine. Where none is named, it is the native one, unless there is a `problem` with that. */
function enginesOf(request: ScaleRequest, problem: string | undefined): Engine[] {
  const { engines, native } = request;
  const byDefault: Engine = isOpen(request) && problem === undefined ? 'native' : 'wasm';
  const named = distinctItems('engine', engines ?? [byDefault]).map((name) => pickName('engine', ENGINES, name));
  return native && !named.includes('native') ? [...named, 'native'] : named;
}

function remarksOn(problem: string | undefined): string[] {
  return problem === undefined
    ? []
    : [`measured on wasm, where ratios between protocols are those of V8's code: ${problem}`];
}

/** 1, 2, 4, ... and `most` itself. */
export function powersUpTo(most: number): number[] {
  const powers = Array.from({ length: Math.floor(Math.log2(most)) + 1 }, (_, exponent) => 2 ** exponent);
  return powers.at(-1) === most ? powers : [...powers, most];
}
