// The runs of the library by what a test asks for: the request is resolved here, once.

import { check as checkHere, type ExploreOptions } from '../src/checker/check.js';
import { check as checkInThread } from '../src/harness/check/check.js';
import { race as raceResolved } from '../src/harness/race/race.js';
import { scale as scaleResolved } from '../src/harness/scale/scale.js';
import { type CheckRequest, resolveCheck } from '../src/requests/check-request.js';
import type { CheckOptions, RaceOptions, RaceProgress, ScaleOptions } from '../src/requests/options.js';
import { type RaceRequest, resolveRace } from '../src/requests/race-request.js';
import { resolveScale, type ScaleRequest } from '../src/requests/scale-request.js';
import type { CheckResult } from '../src/results/check-result.js';
import type { RaceResult } from '../src/results/race-result.js';
import type { ScaleResult } from '../src/results/scale-result.js';

/** Explores in the test's own thread. */
export async function check(request: CheckRequest, options?: ExploreOptions): Promise<CheckResult> {
  return checkHere(resolveCheck(request), options);
}

/** Explores as the command line does. */
export async function threadedCheck(request: CheckRequest, options?: CheckOptions): Promise<CheckResult> {
  return checkInThread(resolveCheck(request), options);
}

export async function race(
  request: RaceRequest,
  options?: RaceOptions,
  crew?: Parameters<typeof raceResolved>[2],
): Promise<RaceResult> {
  return raceResolved(resolveRace(request), options, crew);
}

/** Ends the race as soon as it is `enough`, however long a busy machine takes. */
export function raceUntil(enough: (progress: RaceProgress) => boolean, request: RaceRequest): Promise<RaceResult> {
  const controller = new AbortController();
  return race(
    { ...request, durationMs: 60_000 },
    { signal: controller.signal, onProgress: (progress) => enough(progress) && controller.abort() },
  );
}

/** For races that are to stay clean: `ms` long, and longer if nobody had a CPU until then. */
export function raceFor(ms: number, request: RaceRequest): Promise<RaceResult> {
  return raceUntil(({ elapsedMs, operations }) => elapsedMs >= ms && operations > 0, request);
}

export async function scale(
  request: ScaleRequest,
  options?: ScaleOptions,
  crew?: Parameters<typeof scaleResolved>[2],
): Promise<ScaleResult> {
  return scaleResolved(resolveScale(request), options, crew);
}
