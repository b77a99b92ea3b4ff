// Requests of `check`, resolved to a check that can run.

import type { Constants } from '../front-end/front-end.js';
import { MEMORY_MODELS, memoryFacts, suits } from '../memory-facts.js';
import { type CheckConfig, type CheckRequest, checkOptions } from '../options/check-options.js';
import { DEFAULT_PROTOCOL, DEFAULT_SCENARIO } from '../options/shared.js';
import { builtInRoles, scenarios } from '../scenarios/index.js';
import type { Role, Scenario, ScenarioWithRoles } from '../scenarios/scenario.js';
import { pick, UsageError } from '../usage-error.js';
import { DESTRUCTOR_POLICIES } from '../violations/words.js';
import { applicable, type Examined, resolveOptions } from './resolve-options.js';
import { type ResolvedProtocol, resolveProtocol } from './resolve-protocol.js';
import { resolveScenario } from './scenario-file.js';

export type { CheckRequest };

const MAX_THREADS = 16;

/** A check that can run: every name is looked up. Plain data, so that it can be sent to a worker thread. */
export interface ResolvedCheck {
  readonly config: CheckConfig;
  /** The configuration that the names of protocol and scenario alone stand for. A token holds only what differs. */
  readonly defaults: CheckConfig;
  readonly protocol: ResolvedProtocol;
  readonly scenario: ScenarioWithRoles;
}

/** Fills in what `request` leaves open. @throws UsageError for what cannot be checked, or would do nothing. */
export function resolveCheck(request: CheckRequest): ResolvedCheck {
  return applicable(examineCheck(request));
}

/** Fills in what `request` leaves open, and tells what would do nothing. @throws UsageError for what cannot be checked. */
export function examineCheck(request: CheckRequest): Examined<ResolvedCheck> {
  const anyThreads = request.threads === 'any' || request.anyThreads === true;
  if (request.roles && typeof request.threads === 'number') {
    throw new UsageError('give one of threads and roles: there is one thread for each role');
  }
  const protocol = resolveProtocol(request.protocol ?? DEFAULT_PROTOCOL);
  const scenario = resolveScenario(request.scenario ?? DEFAULT_SCENARIO, protocol);
  const playing = request.roles
    ? threadRolesOf(scenario, request.roles)
    : defaultThreadRoles(scenario, request.threads === 'any' ? undefined : request.threads);
  const threadRoles = anyThreads ? playing.filter((role, index) => playing.indexOf(role) === index) : playing;
  // Defaults of descriptors are those of the roles that play, too: what a token leaves out is read with it.
  const settled = (asked: CheckRequest, roles: readonly Role[], more?: Partial<CheckConfig>): Examined<CheckConfig> =>
    resolveOptions(
      checkOptions,
      asked,
      { protocol, scenario, threadRoles },
      { protocol: protocol.name, scenario: scenario.name, roles: roles.map(({ name }) => name), ...more },
    );
  const forAny = anyThreads ? { anyThreads, width: request.width ?? 32 } : {};
  const { resolved: config, inapplicable } = settled(request, threadRoles, forAny);
  const { resolved: defaults } = settled({}, scenario.roles(scenario.check.threads));
  if (!scenario.userRoles && !suits(config.memory, scenario.name)) {
    const suited = memoryFacts[config.memory].scenarios?.join(', ');
    const others = MEMORY_MODELS.filter((memory) => suits(memory, scenario.name)).join(' or ');
    throw new UsageError(
      `under ${config.memory} the scenarios ${suited} can be explored, not "${scenario.name}": take one of them, or --memory ${others}`,
    );
  }
  const { name, userRoles } = scenario;
  const played = { name, ...(userRoles && { userRoles }), threadRoles };
  return { resolved: { config, defaults, protocol, scenario: played }, inapplicable };
}

/** Returns the constants that a check has other values for: the width of the count word, and the limit of failed gets. */
export function constantsOf({ width, resetAfter }: CheckConfig): Constants {
  return {
    ...(width === 32 ? {} : { WIDTH: width }),
    ...(resetAfter === null ? {} : { RESET_AFTER: resetAfter }),
  };
}

/** Returns the number of rounds of each thread. */
export function roundsOf({ config, scenario }: Pick<ResolvedCheck, 'config' | 'scenario'>): number[] {
  return scenario.threadRoles.map(({ rounds }) => rounds * config.rounds);
}

function defaultThreadRoles(scenario: Scenario, asked: number | undefined): readonly Role[] {
  const { minThreads, check } = scenario;
  if (minThreads > check.maxThreads) {
    throw new UsageError(
      `scenario "${scenario.name}" has a thread for each of its ${minThreads} roles, and at most ${check.maxThreads} threads can be checked: list some of the roles with --roles`,
    );
  }
  const threads = asked ?? check.threads;
  if (Number.isInteger(threads) && threads >= minThreads && threads <= check.maxThreads) return scenario.roles(threads);
  const most = scenario.roles(check.maxThreads).map(({ name }) => name);
  const roles = check.maxThreads < MAX_THREADS ? `: its roles are ${most.join(', ')}` : '';
  const range = minThreads === check.maxThreads ? `${minThreads}` : `${minThreads} to ${check.maxThreads}`;
  throw new UsageError(
    `scenario "${scenario.name}" is checked with ${range} threads, not ${threads}${roles}; to repeat roles, list them with --roles`,
  );
}

/** Returns the roles of those names: of the user's scenario where it brings some, or else of those that are built in. */
function threadRolesOf({ userRoles, minThreads, roles }: Scenario, names: readonly string[]): readonly Role[] {
  if (names.length > MAX_THREADS) {
    throw new UsageError(`at most ${MAX_THREADS} roles can be checked, not ${names.length}`);
  }
  const known = userRoles ? roles(minThreads) : builtInRoles();
  return names.map((name) => pick('role', known, name));
}

/**
 * Returns the cells of a matrix that `request` leaves open: each protocol in each scenario, all unless `names` says which,
 * under each destructor policy.
 */
export function matrixCells(
  request: CheckRequest,
  protocols: readonly string[],
  names?: readonly string[],
): CheckRequest[] {
  const policies = request.dtor ? [request.dtor] : DESTRUCTOR_POLICIES;
  const explored = scenarios.filter(({ name }) => suits(request.memory ?? 'sc', name));
  const among = names ?? explored.map(({ name }) => name);
  return protocols.flatMap((protocol) =>
    among.flatMap((scenario) => policies.map((dtor) => ({ ...request, scenario, protocol, dtor }))),
  );
}
