// From what a caller asks of `check` to a configuration that can be checked: defaults, limits and the errors that
// explain them.

import type { Constants } from '../front-end/front-end.js';
import { MEMORY_MODELS, memoryFacts, suits } from '../memory-facts.js';
import type { CheckConfig } from '../results/check-result.js';
import { builtInRoles } from '../scenarios/index.js';
import { type Role, type Scenario, type ScenarioWithRoles, withThreadRoles } from '../scenarios/scenario.js';
import { pick, pickName, UsageError } from '../usage-error.js';
import { descriptorOptionsOf } from './descriptor-options.js';
import { refuseIdleReset, refuseIdleWidth, refuseUnheeded } from './inapplicable-options.js';
import { type ResolvedProtocol, resolveProtocol } from './resolve-protocol.js';
import { resolveScenario } from './resolve-scenario.js';
import { slotNumber, wholeNumber } from './values.js';

const MAX_THREADS = 16;
export const MAX_ROUNDS = 1000;

/** What a caller may leave open; `threads` is the short way to say how many roles. */
export type CheckRequest = Partial<CheckConfig> & { readonly threads?: number };

/** A check that can run: every name is looked up. Plain data, so that it can be sent to a worker thread. */
export interface ResolvedCheck {
  readonly config: CheckConfig;
  /** The configuration that the names of protocol and scenario alone stand for. A token holds only what differs. */
  readonly defaults: CheckConfig;
  readonly protocol: ResolvedProtocol;
  readonly scenario: ScenarioWithRoles;
}

/** Fills in what `request` leaves open. @throws UsageError for what cannot be checked. */
export function resolveCheck(request: CheckRequest): ResolvedCheck {
  if (request.roles && request.threads !== undefined) {
    throw new UsageError('give one of threads and roles: there is one thread for each role');
  }
  const protocol = resolveProtocol(request.protocol ?? 'v4');
  const scenario = resolveScenario(request.scenario ?? 'email', protocol);
  const threadRoles = request.roles
    ? threadRolesOf(scenario, request.roles)
    : defaultThreadRoles(scenario, request.threads);
  const names = { protocol: protocol.name, scenario: scenario.name };
  const config = {
    ...names,
    ...valuesOf(request, protocol, scenario, threadRoles),
    ...descriptorOptionsOf(request, scenario.name, threadRoles),
  };
  const defaults = {
    ...names,
    ...valuesOf({}, protocol, scenario, scenario.roles(scenario.check.threads)),
    ...descriptorOptionsOf({}, scenario.name, threadRoles), // of the roles that play: what a token leaves out is read with it
  };
  for (const option of ['recheck', 'unmap', 'slots'] as const) {
    if (config[option] !== defaults[option]) refuseUnheeded(option, scenario.name, threadRoles);
  }
  if (config.width !== 32) refuseIdleWidth(protocol);
  if (!suits(config.memory, scenario.name)) {
    const suited = memoryFacts[config.memory].scenarios?.join(', ');
    const others = MEMORY_MODELS.filter((memory) => suits(memory, scenario.name)).join(' or ');
    throw new UsageError(
      `under ${config.memory} the scenarios ${suited} can be explored, not "${scenario.name}": take one of them, or --memory ${others}`,
    );
  }
  if (config.resetAfter !== null) refuseIdleReset(protocol.name, protocol.entry);
  return {
    config,
    defaults,
    protocol,
    scenario: withThreadRoles(scenario, threadRoles),
  };
}

/** The constants that a check has other values for: the width of the count word, and the limit of failed gets. */
export function constantsOf({ width, resetAfter }: CheckConfig): Constants {
  return {
    ...(width === 32 ? {} : { WIDTH: width }),
    ...(resetAfter === null ? {} : { RESET_AFTER: resetAfter }),
  };
}

/** The number of rounds of each thread. */
export function roundsOf({ config, scenario }: Pick<ResolvedCheck, 'config' | 'scenario'>): number[] {
  return scenario.threadRoles.map(({ rounds }) => rounds * config.rounds);
}

function valuesOf(
  request: CheckRequest,
  { narrows }: ResolvedProtocol,
  { check }: Scenario,
  threadRoles: readonly Role[],
): Omit<CheckConfig, 'protocol' | 'scenario'> {
  const narrow = narrows ? check.width : undefined;
  const width = wholeNumber('width', request.width ?? narrow ?? 32, 3, 32);
  const resetAfter = request.resetAfter ?? null;
  return {
    roles: threadRoles.map(({ name }) => name),
    rounds: wholeNumber('rounds', request.rounds ?? check.rounds ?? 1, 1, MAX_ROUNDS),
    pages: wholeNumber('pages', request.pages ?? check.pages, 1, 64),
    slots: slotNumber(request.slots ?? check.slots, 64),
    dtor: request.dtor ?? 'captured',
    recheck: request.recheck ?? true,
    unmap: request.unmap ?? 'before-put',
    memory: pickName('memory model', MEMORY_MODELS, request.memory ?? 'sc'),
    width,
    resetAfter: resetAfter === null ? null : wholeNumber('reset after', resetAfter, 1, 2 ** (width - 1) - 1),
  };
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

/** Its own roles where the user's scenario brings some, or else any of those that are built in. */
function threadRolesOf({ userRoles, minThreads, roles }: Scenario, names: readonly string[]): readonly Role[] {
  if (names.length > MAX_THREADS) {
    throw new UsageError(`at most ${MAX_THREADS} roles can be checked, not ${names.length}`);
  }
  const known = userRoles ? roles(minThreads) : builtInRoles();
  return names.map((name) => pick('role', known, name));
}
