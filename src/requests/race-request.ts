// From what a caller asks for to a configuration that can run: defaults, limits and the errors that explain them.

import { arenaBytes, MAX_ARENA_BYTES } from '../arena/arena.js';
import { ENGINES } from '../engines/sources.js';
import { SINGLE_INSTRUCTION_TIER, TIERS } from '../engines/tier.js';
import { allowedCpus } from '../machine/cpus.js';
import type { RaceConfig, Stall } from '../results/race-result.js';
import { pick, UsageError } from '../usage-error.js';
import { resolveProtocol } from './resolve-protocol.js';
import { resolveScenario } from './resolve-scenario.js';

export const MAX_THREADS = 1024;
export const LONGEST_SLEEP_US = 10_000_000;
export const LONGEST_SPIN = 1_000_000_000;
/** One for every two pages of the largest array. */
const MAX_SLOTS = 2 ** 24;

const NO_STALL: Stall = { kind: 'none', amount: 0, probability: 0 };

/** Fills in what `asked` leaves open. @throws UsageError for what cannot be run. */
export function raceConfig(asked: Partial<RaceConfig>): RaceConfig {
  const protocol = resolveProtocol(asked.protocol ?? 'v4').name;
  const scenario = resolveScenario(asked.scenario ?? 'email');
  const engine = pick('engine', named(ENGINES), asked.engine ?? 'wasm').name;
  const threads = whole('threads', asked.threads ?? Math.max(2, scenario.minThreads), 1, MAX_THREADS);
  if (threads < scenario.minThreads) {
    throw new UsageError(
      `scenario "${scenario.name}" needs at least ${scenario.minThreads} threads, not ${threads}: its roles are ${roleNames(scenario.roles(scenario.minThreads))}`,
    );
  }
  const config: RaceConfig = {
    protocol,
    scenario: scenario.name,
    engine,
    tier: pick('tier', named(TIERS), asked.tier ?? SINGLE_INSTRUCTION_TIER).name,
    threads,
    pages: whole('pages', asked.pages ?? scenario.pages, 1, MAX_ARENA_BYTES),
    pageBytes: asked.pageBytes ?? 64,
    slots: whole('slots', asked.slots ?? slotsFor(asked.pages, scenario), 1, MAX_SLOTS),
    durationMs: asked.durationMs ?? 5000,
    stall: asked.stall ?? NO_STALL,
    dtor: asked.dtor ?? 'captured',
    recheck: asked.recheck ?? true,
    seed: whole('seed', asked.seed ?? 1, 0, 2 ** 32 - 1),
    pin: asked.pin ?? threads <= allowedCpus().length, // two workers on one CPU hardly meet

    stopOnViolation: asked.stopOnViolation ?? false,
  };
  if (config.pageBytes !== 64 && config.pageBytes !== 128) {
    throw new UsageError(`page bytes must be 64 or 128, not ${config.pageBytes}`);
  }
  if ((config.slots & (config.slots - 1)) !== 0) {
    throw new UsageError(`slots must be a power of two, not ${config.slots}`);
  }
  if (!(config.durationMs > 0 && config.durationMs < 2 ** 31)) {
    throw new UsageError(`the duration must be positive and under 24 days, not ${config.durationMs} ms`);
  }
  const bytes = arenaBytes({ ...config, workers: threads });
  if (bytes > MAX_ARENA_BYTES) {
    const most = Math.floor((MAX_ARENA_BYTES * config.pages) / bytes);
    throw new UsageError(
      `${config.pages} pages need ${(bytes / 2 ** 30).toFixed(1)} GiB, but 32-bit kernels reach 2 GiB: ask for about ${most} pages at most`,
    );
  }
  return config;
}

/** One slot for every two pages, as a power of two, unless the scenario is about one page. */
function slotsFor(pages: number | undefined, scenario: { readonly pages: number; readonly slots: number }): number {
  if (pages === undefined || scenario.slots === 1) return scenario.slots;
  return 2 ** Math.max(1, Math.floor(Math.log2(Math.max(2, pages / 2))));
}

function whole(what: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(`${what} must be a whole number from ${least} to ${most}, not ${value}`);
}

function named<T extends string>(names: readonly T[]): { readonly name: T }[] {
  return names.map((name) => ({ name }));
}

function roleNames(roles: readonly { readonly name: string }[]): string {
  return roles.map(({ name }) => name).join(', ');
}
