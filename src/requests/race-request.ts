// Requests of `race`, resolved to a race that can run.

import { arenaBytes, MAX_ARENA_BYTES } from '../arena/arena.js';
import { MAX_THREADS, type RaceConfig, type RaceRequest, raceOptions, threadsFor } from '../options/race-options.js';
import { DEFAULT_PROTOCOL, DEFAULT_SCENARIO } from '../options/shared.js';
import { NO_STALL } from '../options/stall.js';
import { withinLimits } from '../options/value.js';
import type { Role, Scenario } from '../scenarios/scenario.js';
import { UsageError } from '../usage-error.js';
import { applicable, type Examined, resolveOptions } from './resolve-options.js';
import { type ResolvedProtocol, resolveProtocol } from './resolve-protocol.js';
import { resolveScenario } from './scenario-file.js';

export { NOISE } from '../options/stall.js';
export type { RaceRequest };

/** A race that can run: every name looked up, once. */
export interface ResolvedRace {
  readonly config: RaceConfig;
  readonly protocol: ResolvedProtocol;
  /** With the roles by thread. */
  readonly scenario: Scenario & { readonly threadRoles: readonly Role[] };
}

/** Fills in what `request` leaves open. @throws UsageError for what cannot be run, or would do nothing. */
export function resolveRace(request: RaceRequest): ResolvedRace {
  return applicable(examineRace(request));
}

/** Fills in what `request` leaves open, and tells what would do nothing. @throws UsageError for what cannot be run. */
export function examineRace(request: RaceRequest): Examined<ResolvedRace> {
  const protocol = resolveProtocol(request.protocol ?? DEFAULT_PROTOCOL);
  const scenario = resolveScenario(request.scenario ?? DEFAULT_SCENARIO, protocol);
  const threads = threadsOf(request, scenario);
  const threadRoles = scenario.roles(threads);
  const { stall = NO_STALL } = request;
  const { resolved: config, inapplicable } = resolveOptions(
    raceOptions,
    { ...request, stall: stall.kind === 'none' ? NO_STALL : stall },
    { protocol, scenario, threadRoles, threads },
    { protocol: protocol.name, scenario: scenario.name, threads },
  );
  refuseTooLarge(config, protocol);
  return { resolved: { config, protocol, scenario: { ...scenario, threadRoles } }, inapplicable };
}

function threadsOf(request: RaceRequest, scenario: Scenario): number {
  const { name, minThreads, roles } = scenario;
  if (minThreads > MAX_THREADS) {
    throw new UsageError(
      `scenario "${name}" has a thread for each of its ${minThreads} roles, and at most ${MAX_THREADS} threads can race`,
    );
  }
  const asked = request.threads ?? threadsFor(scenario);
  const threads = withinLimits(raceOptions.threads.value, asked, {}) as number;
  if (threads >= minThreads) return threads;
  const threadRoles = roles(minThreads).map((role) => role.name);
  throw new UsageError(
    `scenario "${name}" needs at least ${minThreads} threads, not ${threads}: its roles are ${threadRoles.join(', ')}`,
  );
}

function refuseTooLarge(config: RaceConfig, { perThreadWords }: ResolvedProtocol): void {
  const { pages, threads } = config;
  const bytes = arenaBytes({ ...config, workers: threads, perThreadWords });
  if (bytes <= MAX_ARENA_BYTES) return;
  const most = Math.floor((MAX_ARENA_BYTES * pages) / bytes);
  throw new UsageError(
    `${pages} pages need ${(bytes / 2 ** 30).toFixed(1)} GiB, but 32-bit kernels reach 2 GiB: ask for about ${most} pages at most`,
  );
}
