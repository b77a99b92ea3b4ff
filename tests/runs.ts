// The runs of the library by what a test asks for: the request is resolved here, once.

import { type ExploreOptions, runCheck } from '../src/checker/check.js';
import { type LoadedWitness, loadWitness as loadWitnessBy } from '../src/checker/load-witness.js';
import { codeOf } from '../src/checker/unexplored.js';
import type { Maker } from '../src/engines/kernels.js';
import { make } from '../src/engines/make.js';
import { check as checkOfHarness } from '../src/harness/check/check.js';
import { race as raceResolved, runCrew } from '../src/harness/race/race.js';
import { scale as scaleResolved } from '../src/harness/scale/scale.js';
import { type CheckRequest, type ResolvedCheck, resolveCheck } from '../src/requests/check-request.js';
import { type RaceRequest, resolveRace } from '../src/requests/race-request.js';
import type { CheckOptions, RaceOptions, RaceProgress, ScaleOptions } from '../src/requests/run-options.js';
import { resolveScale, type ScaleRequest } from '../src/requests/scale-request.js';
import type { CheckResult } from '../src/results/check-result.js';
import type { RaceResult } from '../src/results/race-result.js';
import type { ScaleResult } from '../src/results/scale-result.js';
import { kept } from './kept.js';

/** Makes kernels in the test's own thread. */
export const here: Maker = async (task) => make(task);

/**
 * Explores in the test's own thread, or hands out what a test of this run has explored before. Under sc nothing is too
 * large to be explored whole, and other tests ask for the same; a limit under weak memory is one that the exploration has.
 */
export async function check(request: CheckRequest, options: ExploreOptions = {}): Promise<CheckResult> {
  const resolved = resolveCheck(request);
  const { maxStates, ...others } = options;
  if (Object.keys(others).length > 0 || !isBuiltIn(resolved)) return explored(resolved, options);
  if (maxStates === undefined) return exploredOnce(resolved);
  if (resolved.config.memory !== 'sc') return exploredOnce(resolved, maxStates);
  const known = await exploredOnce(resolved);
  return known.states <= maxStates ? known : explored(resolved, options);
}

/** Explores in the test's own thread, no further than `options` allow. */
export async function explored(resolved: ResolvedCheck, options?: ExploreOptions): Promise<CheckResult> {
  return runCheck(resolved, await codeOf(resolved, here), options);
}

/** Files of the user's may have changed since. */
function isBuiltIn({ protocol, scenario }: ResolvedCheck): boolean {
  return protocol.entry !== undefined && scenario.userRoles === undefined;
}

async function exploredOnce(resolved: ResolvedCheck, maxStates?: number): Promise<CheckResult> {
  const limits = maxStates === undefined ? {} : { maxStates };
  return kept([resolved.config, limits], () => explored(resolved, limits));
}

export function loadWitness(fileOrToken: string): Promise<LoadedWitness> {
  return loadWitnessBy(fileOrToken, here);
}

/** Explores as the command line does. */
export async function threadedCheck(request: CheckRequest, options?: CheckOptions): Promise<CheckResult> {
  return checkOfHarness(resolveCheck(request), options);
}

export async function race(
  request: RaceRequest,
  options?: RaceOptions,
  crew?: Parameters<typeof raceResolved>[2],
): Promise<RaceResult> {
  return raceResolved(resolveRace(request), options, crew);
}

/** Ends the race as soon as it is `enough`, however long a busy machine takes. Nobody looks at its speed. */
export function raceUntil(enough: (progress: RaceProgress) => boolean, request: RaceRequest): Promise<RaceResult> {
  const controller = new AbortController();
  return race(
    { ...request, durationMs: 60_000 },
    { signal: controller.signal, onProgress: (progress) => enough(progress) && controller.abort() },
    watchedCrew,
  );
}

const LOOK_AT_RACE_MS = 5;

/** As runCrew(), hardly warmed up and with many more ticks once it runs: most races are enough long before the second one. */
const watchedCrew: typeof runCrew = async (job) => {
  let looks: NodeJS.Timeout | undefined;
  const onTick = (elapsedMs: number): void => {
    looks ??= setInterval(job.onTick, LOOK_AT_RACE_MS, elapsedMs);
    job.onTick(elapsedMs);
  };
  try {
    return await runCrew({ ...job, warmUpMs: Math.min(job.warmUpMs, 1), onTick });
  } finally {
    clearInterval(looks);
  }
};

/** For races that are to stay clean: `ms` long, and longer if nobody had a CPU until then. Nobody looks at their speed. */
export async function raceFor(ms: number, request: RaceRequest): Promise<RaceResult> {
  const result = await race({ ...request, durationMs: ms }, {}, (job) => runCrew({ ...job, warmUpMs: 1 }));
  return result.totals.operations > 0 ? result : raceUntil(({ operations }) => operations > 0, request);
}

export async function scale(
  request: ScaleRequest,
  options?: ScaleOptions,
  crew?: Parameters<typeof scaleResolved>[2],
): Promise<ScaleResult> {
  return scaleResolved(await resolveScale(request), options, crew);
}
