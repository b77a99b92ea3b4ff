// From what a caller asks for to a configuration that can be checked: defaults, limits and the errors that explain them.

import type { ModelConfig } from '../checker/machine/model.js';
import type { CheckConfig, MemoryModel } from '../results/check-result.js';
import { type Role, type Scenario, scenarios } from '../scenarios/index.js';
import { pick, UsageError } from '../usage-error.js';
import { resolveProtocol } from './resolve-protocol.js';
import { resolveScenario } from './resolve-scenario.js';

/** What a caller may leave open; `threads` is the short way to say how many roles. */
export type CheckRequest = Partial<CheckConfig> & { readonly threads?: number };

const MEMORY_MODELS: readonly { name: MemoryModel }[] = [{ name: 'sc' }, { name: 'ra' }];
const MAX_THREADS = 16;
const MAX_ROUNDS = 1000;

/** Fills in what `asked` leaves open. @throws UsageError for what cannot be checked. */
export function checkConfig(asked: CheckRequest): CheckConfig {
  if (asked.roles && asked.threads !== undefined) {
    throw new UsageError('give one of threads and roles: there is one thread for each role');
  }
  const protocol = resolveProtocol(asked.protocol ?? 'v4').name;
  const scenario = resolveScenario(asked.scenario ?? 'email');
  const width = whole('width', asked.width ?? 32, 3, 32);
  const slots = whole('slots', asked.slots ?? scenario.check.slots, 1, 64);
  if ((slots & (slots - 1)) !== 0) throw new UsageError(`slots must be a power of two, not ${slots}`);
  const resetAfter = asked.resetAfter ?? null;
  if (resetAfter !== null) whole('reset after', resetAfter, 1, 2 ** (width - 1) - 1);
  return {
    protocol,
    scenario: scenario.name,
    roles: asked.roles ? castOf(scenario, asked.roles) : defaultCast(scenario, asked.threads),
    rounds: whole('rounds', asked.rounds ?? 1, 1, MAX_ROUNDS),
    pages: whole('pages', asked.pages ?? scenario.check.pages, 1, 64),
    slots,
    dtor: asked.dtor ?? 'captured',
    recheck: asked.recheck ?? true,
    unmap: asked.unmap ?? 'before-put',
    memory: pick('memory model', MEMORY_MODELS, asked.memory ?? 'sc').name,
    width,
    resetAfter,
  };
}

function defaultCast(scenario: Scenario, asked: number | undefined): string[] {
  const { minThreads, check } = scenario;
  const threads = asked ?? check.threads;
  if (Number.isInteger(threads) && threads >= minThreads && threads <= check.maxThreads) {
    return scenario.roles(threads).map(({ name }) => name);
  }
  const most = scenario.roles(check.maxThreads).map(({ name }) => name);
  const roles = check.maxThreads < MAX_THREADS ? `: its roles are ${most.join(', ')}` : '';
  const range = minThreads === check.maxThreads ? `${minThreads}` : `${minThreads} to ${check.maxThreads}`;
  throw new UsageError(
    `scenario "${scenario.name}" is checked with ${range} threads, not ${threads}${roles}; to repeat roles, list them with --roles`,
  );
}

function castOf(scenario: Scenario, names: readonly string[]): string[] {
  if (names.length > MAX_THREADS)
    throw new UsageError(`at most ${MAX_THREADS} roles can be checked, not ${names.length}`);
  return names.map((name) => pick('role', rolesFor(scenario), name).name);
}

/** The roles that can play in `scenario`: its own if it brings some, or else all of the box. */
function rolesFor({ file, minThreads, roles }: Scenario): readonly Role[] {
  return file === undefined ? allRoles() : roles(minThreads);
}

/** Every role that a scenario of the box casts, once. */
export function allRoles(): Role[] {
  const roles = new Map<string, Role>();
  for (const { minThreads, check, roles: cast } of scenarios) {
    for (const threads of [minThreads, check.threads]) for (const role of cast(threads)) roles.set(role.name, role);
  }
  return [...roles.values()];
}

/** What the model of `config` needs to know. */
export function modelConfigOf(config: CheckConfig): ModelConfig {
  const cast = config.roles.map((name) => pick('role', rolesFor(resolveScenario(config.scenario)), name));
  return {
    roles: cast.map(({ number }) => number),
    rounds: cast.map(({ rounds }) => rounds * config.rounds),
    pages: config.pages,
    slots: config.slots,
    lookedUp: config.dtor === 'looked-up',
    recheck: config.recheck,
    unmapLate: config.unmap === 'after-put',
    width: config.width,
    resetAfter: config.resetAfter ?? undefined,
  };
}

function whole(what: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(`${what} must be a whole number from ${least} to ${most}, not ${value}`);
}
