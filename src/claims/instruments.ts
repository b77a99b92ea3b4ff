// Where claims are settled: checks, races and measurements, each run once however many claims it bears on.

import { type CheckOptions, check } from '../checker/check.js';
import { loadWitness } from '../checker/witness-file.js';
import { race } from '../harness/race/race.js';
import { replay } from '../harness/replay/replay.js';
import { scale } from '../harness/scale/scale.js';
import type { CheckRequest } from '../requests/check-request.js';
import { scaleConfig } from '../requests/scale-request.js';
import type { CheckResult, Property } from '../results/check-result.js';
import type { RaceConfig, RaceResult } from '../results/race-result.js';
import type { ReplayResult } from '../results/replay-result.js';
import type { ScaleConfig, ScaleResult } from '../results/scale-result.js';
import { UsageError } from '../usage-error.js';

export interface InstrumentsOptions {
  /** Shorter races and measurements. */
  readonly quick: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Told before each run. */
  readonly onRun?: (what: string) => void;
}

/** Thrown when the signal ends the work. */
export class Interrupted extends UsageError {
  override name = 'Interrupted';
}

/** Check, race, replay and scale for the claims, each configuration run once. */
export class CachedInstruments {
  readonly quick: boolean;
  readonly #options: InstrumentsOptions;
  readonly #done = new Map<string, Promise<unknown>>();

  constructor(options: InstrumentsOptions) {
    this.quick = options.quick;
    this.#options = options;
  }

  check(request: CheckRequest, options: CheckOptions = {}): Promise<CheckResult> {
    const what = `check ${request.protocol} in ${request.scenario ?? 'email'}`;
    return this.#once(what, ['check', request, options], () => check(request, options));
  }

  race(config: Partial<RaceConfig>): Promise<RaceResult> {
    const what = `race ${config.protocol} in ${config.scenario ?? 'email'}`;
    return this.#once(what, ['race', config], () => race(config, { signal: this.#options.signal }));
  }

  scale(config: Partial<ScaleConfig>): Promise<ScaleResult> {
    const what = `measure ${config.workloads?.join(', ')} of ${config.protocols?.join(', ')}`;
    return this.#once(what, ['scale', config], () => scale(scaleConfig(config), { signal: this.#options.signal }));
  }

  /** Replays the witness of a token on real threads. */
  replay(token: string, times: number): Promise<ReplayResult> {
    return this.#once('replay a witness on real threads', ['replay', token, times], async () =>
      replay(await loadWitness(token), { times }),
    );
  }

  async #once<T>(what: string, key: unknown, run: () => Promise<T>): Promise<T> {
    const name = JSON.stringify(key);
    let result = this.#done.get(name) as Promise<T> | undefined;
    if (!result) {
      if (this.#options.signal?.aborted) throw new Interrupted('interrupted');
      this.#options.onRun?.(what);
      result = run();
      this.#done.set(name, result);
    }
    const settled = await result;
    if (this.#options.signal?.aborted) throw new Interrupted('interrupted');
    return settled;
  }
}

/** What is violated in `result`. */
export function violated(result: CheckResult): Property[] {
  return (Object.keys(result.properties) as Property[]).filter((name) => result.properties[name] === 'violated');
}
