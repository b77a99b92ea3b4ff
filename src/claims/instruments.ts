// The runs behind the answers: checks, races and measurements, each cached for all claims that rest on it.

import { loadWitness } from '../checker/load-witness.js';
import { check } from '../harness/check/check.js';
import { workerCompiler } from '../harness/compile-in-worker.js';
import { type LitmusOutcomes, runLitmusFiles } from '../harness/litmus.js';
import { race } from '../harness/race/race.js';
import { replay } from '../harness/replay/replay.js';
import { scale } from '../harness/scale/scale.js';
import { litmusFiles } from '../litmus/shipped.js';
import { othersSince, readCpuTimes } from '../machine/other-load.js';
import { KERNEL_MODEL } from '../memory-facts.js';
import { type CheckRequest, resolveCheck } from '../requests/check-request.js';
import { type RaceRequest, resolveRace } from '../requests/race-request.js';
import type { CheckOptions } from '../requests/run-options.js';
import { resolveScale, type ScaleRequest } from '../requests/scale-request.js';
import type { CheckResult } from '../results/check-result.js';
import type { RaceResult } from '../results/race-result.js';
import type { ReplayResult } from '../results/replay-result.js';
import type { ScaleResult } from '../results/scale-result.js';
import { UsageError } from '../usage-error.js';

export interface InstrumentsOptions {
  /** Shorter races and measurements. */
  readonly quick: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onRun?: (what: string) => void;
}

/** Thrown when the signal ends the work. */
export class Interrupted extends UsageError {
  override name = 'Interrupted';
}

/** Returns the runs that answers rest on, each configuration run once. */
export function cachedInstruments({ quick, signal, onRun }: InstrumentsOptions) {
  const done = new Map<string, Promise<unknown>>();

  async function once<T>(what: string, key: unknown, run: () => Promise<T>): Promise<T> {
    const name = JSON.stringify(key);
    if (!done.has(name)) {
      if (signal?.aborted) throw new Interrupted('interrupted');
      onRun?.(what);
      done.set(name, run());
    }
    const settled = (await done.get(name)) as T;
    if (signal?.aborted) throw new Interrupted('interrupted');
    return settled;
  }

  return {
    quick,

    check(request: CheckRequest, options: CheckOptions = {}): Promise<CheckResult> {
      const what = `check ${request.protocol} in ${request.scenario ?? 'email'}`;
      return once(what, ['check', request, options], () => check(resolveCheck(request), { ...options, signal }));
    },

    /** Proves what can be proved for any number of threads. */
    async prove({ protocol, scenario, dtor, unmap }: CheckRequest): Promise<CheckResult['anyThreads']> {
      const what = `prove ${protocol} in ${scenario ?? 'email'} for any number of threads`;
      const request = resolveCheck({ protocol, scenario, dtor, unmap, threads: 'any' } as CheckRequest);
      const result = await once(what, ['prove', request.config], () => check(request, { proofOnly: true, signal }));
      return result.anyThreads;
    },

    race(request: RaceRequest): Promise<RaceResult> {
      const what = `race ${request.protocol} in ${request.scenario ?? 'email'}`;
      return once(what, ['race', request], () => race(resolveRace(request), { signal }));
    },

    scale(request: ScaleRequest): Promise<ScaleResult> {
      const what = `measure ${request.workloads?.join(', ')} of ${request.protocols?.join(', ')}`;
      return once(what, ['scale', request], async () => scale(await resolveScale(request, signal), { signal }));
    },

    replay(token: string, times: number): Promise<ReplayResult> {
      return once('replay a witness on real threads', ['replay', token, times], async () =>
        replay(await loadWitness(token, workerCompiler(signal)), { times, signal }),
      );
    },

    /** Runs litmus tests that come along, by name, under the Linux-kernel model. */
    litmus(names: readonly string[]): Promise<LitmusOutcomes> {
      const settings = { memory: [KERNEL_MODEL] };
      return once(`litmus tests ${names[0]} to ${names.at(-1)}`, ['litmus', names], () =>
        runLitmusFiles(litmusFiles(names).files, { settings, timeLimitMs: 60_000, ...(signal && { signal }) }),
      );
    },

    /** `run`, and what share of the CPUs' time others took meanwhile; null where the system does not say. */
    async besideOthers<T>(run: () => Promise<T>): Promise<{ readonly result: T; readonly othersShare: number | null }> {
      const before = readCpuTimes();
      return { result: await run(), othersShare: othersSince(before) };
    },
  };
}
