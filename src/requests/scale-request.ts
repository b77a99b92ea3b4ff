// Requests of `scale`, resolved to a measurement that can run.

import { nativeCompiler, nativeProblem } from '#native';
import { MAX_ARENA_BYTES } from '../arena/arena.js';
import { scaleBytes } from '../arena/trial-arena.js';
import type { Engine } from '../front-end/sources.js';
import { type ScaleConfig, type ScaleRequest, scaleOptions } from '../options/scale-options.js';
import { findWorkload, type Workload } from '../scenarios/workloads.js';
import { UsageError } from '../usage-error.js';
import { applicable, resolveOptions } from './resolve-options.js';
import { type ResolvedProtocol, resolveProtocol } from './resolve-protocol.js';
import { undefinedIfAborted } from './run-options.js';

export type { ScaleRequest };

/** A measurement that can run: every name looked up, once. */
export interface ResolvedScale {
  readonly config: ScaleConfig;
  readonly protocols: readonly ResolvedProtocol[];
  readonly workloads: readonly Workload[];
  /** Remarks for the reader of the result on what was filled in. */
  readonly remarks: readonly string[];
}

/**
 * Fills in what `request` leaves open, for which the C compiler is asked who it is. Where `signal` fires before it has said
 * that, nothing will be measured. @throws UsageError for what cannot be measured, NativeError without a compiler
 */
export async function resolveScale(request: ScaleRequest, signal?: AbortSignal): Promise<ResolvedScale> {
  const { engines: _, native: __, ...asked } = applicable(resolveOptions(scaleOptions, request, {}));
  const protocols = asked.protocols.map(resolveProtocol);
  const workloads = asked.workloads.map(findWorkload);
  const problem = isOpen(request) ? await undefinedIfAborted(nativeProblem(signal), signal) : undefined;
  const engines = enginesOf(request, problem);
  const native = engines.includes('native');
  const compiler = native ? await undefinedIfAborted(nativeCompiler(signal), signal) : undefined;
  const config: ScaleConfig = {
    ...{ protocols: asked.protocols, workloads: asked.workloads, engines, native },
    ...(compiler && { compiler: compiler.version }),
    ...asked,
    threads: [...asked.threads].sort((a, b) => a - b),
  };
  refuseTooLarge(config, workloads, Math.max(...protocols.map(({ perThreadWords }) => perThreadWords)));
  return { config, protocols, workloads, remarks: remarksOn(problem) };
}

function refuseTooLarge({ pages, threads }: ScaleConfig, workloads: readonly Workload[], perThreadWords: number): void {
  const shapes = workloads.map((workload) => ({ workload, pages, threads: Math.max(...threads), perThreadWords }));
  if (scaleBytes(shapes) > MAX_ARENA_BYTES) throw new UsageError(`${pages} pages do not fit: ask for fewer`);
}

/** Tells whether nothing in the request says on which engine. */
function isOpen({ engines, native, tier }: ScaleRequest): boolean {
  return !engines && !native && !tier;
}

/** `native` names one more engine. Where none is named, it is the native one, unless there is a `problem` with that. */
function enginesOf(request: ScaleRequest, problem: string | undefined): Engine[] {
  const { engines, native } = request;
  const byDefault: Engine = isOpen(request) && problem === undefined ? 'native' : 'wasm';
  const named = engines ?? [byDefault];
  return native && !named.includes('native') ? [...named, 'native'] : [...named];
}

function remarksOn(problem: string | undefined): string[] {
  return problem === undefined
    ? []
    : [`measured on wasm, where ratios between protocols are those of V8's code: ${problem}`];
}
