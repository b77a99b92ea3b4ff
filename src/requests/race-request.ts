// From what a caller asks of `race` to a race that can run: defaults, limits and the errors that explain them.

import { host } from '#host';
import { arenaBytes, MAX_ARENA_BYTES } from '../arena/arena.js';
import { SINGLE_INSTRUCTION_TIER, TIERS } from '../engines/tier.js';
import { ENGINES } from '../front-end/sources.js';
import { allowedCpus } from '../machine/cpus.js';
import { type RaceConfig, REUSES, type Stall } from '../results/race-result.js';
import { type Scenario, type ScenarioWithRoles, withThreadRoles } from '../scenarios/scenario.js';
import { pickName, UsageError } from '../usage-error.js';
import { descriptorOptionsOf } from './descriptor-options.js';
import { IdleOption, refuseUnheeded } from './inapplicable-options.js';
import { type ResolvedProtocol, resolveProtocol } from './resolve-protocol.js';
import { resolveScenario } from './resolve-scenario.js';
import { slotNumber, wholeNumber } from './values.js';

export const MAX_THREADS = 1024;
export const LONGEST_SLEEP_US = 10_000_000;
export const LONGEST_SPIN = 1_000_000_000;
/** One for every two pages of the largest array. */
const MAX_SLOTS = 2 ** 24;
/** What `--stall noise` is: short interruptions often, and now and then one as long as a scheduler's. */
export const NOISE: Stall = { kind: 'noise', amount: 2 ** 16, probability: 0.02 };
const NO_STALL: Stall = { kind: 'none', amount: 0, probability: 0 };

/** What a caller may leave open. A stall that is none needs no numbers. */
export type RaceRequest = Partial<Omit<RaceConfig, 'stall'>> & { readonly stall?: Stall | { readonly kind: 'none' } };

/** A race that can run: every name looked up, once. */
export interface ResolvedRace {
  readonly config: RaceConfig;
  readonly protocol: ResolvedProtocol;
  readonly scenario: ScenarioWithRoles;
}

/** Fills in what `request` leaves open. @throws UsageError for what cannot be run. */
export function resolveRace(request: RaceRequest): ResolvedRace {
  const protocol = resolveProtocol(request.protocol ?? 'v4');
  const scenario = resolveScenario(request.scenario ?? 'email', protocol);
  const threads = threadsOf(request, scenario);
  const engine = pickName('engine', ENGINES, request.engine ?? 'wasm');
  const threadRoles = scenario.roles(threads);
  const config: RaceConfig = {
    protocol: protocol.name,
    scenario: scenario.name,
    engine,
    ...(host.canPinThreads && { tier: pickName('tier', TIERS, request.tier ?? SINGLE_INSTRUCTION_TIER) }),
    threads,
    pages: wholeNumber('pages', request.pages ?? scenario.pages, 1, MAX_ARENA_BYTES),
    pageBytes: request.pageBytes ?? 64,
    slots: slotNumber(request.slots ?? slotsFor(request.pages, scenario), MAX_SLOTS),
    durationMs: request.durationMs ?? 5000,
    stall: request.stall === undefined || request.stall.kind === 'none' ? NO_STALL : request.stall,
    dtor: request.dtor ?? 'captured',
    recheck: request.recheck ?? true,
    reuse: pickName('reuse', REUSES, request.reuse ?? 'hot'),
    ...descriptorOptionsOf(request, scenario.name, threadRoles),
    seed: wholeNumber('seed', request.seed ?? 1, 0, 2 ** 32 - 1),
    pin: request.pin ?? (host.canPinThreads && threads <= allowedCpus().length), // two workers on one CPU hardly ever meet in a window
    stopOnViolation: request.stopOnViolation ?? false,
  };
  refuseWhatCannotRun(config, protocol);
  if (config.reuse === 'cold' && config.pages === 1) {
    throw new IdleOption(
      'reuse',
      '--reuse cold does nothing with one page: ask for more with --pages, or leave it out',
    );
  }
  if (config.pageBytes !== 64 && config.pages === 1 && protocol.perThreadWords === 0) {
    throw new IdleOption(
      'pageBytes',
      '--page-bytes does nothing with one page, which has no next one: ask for more with --pages, or leave it out',
    );
  }
  if (!config.recheck) refuseUnheeded('recheck', scenario.name, threadRoles);
  if (config.slots !== slotsFor(request.pages, scenario)) refuseUnheeded('slots', scenario.name, threadRoles);
  return { config, protocol, scenario: withThreadRoles(scenario, threadRoles) };
}

function threadsOf(request: RaceRequest, { name, minThreads, roles }: Scenario): number {
  if (minThreads > MAX_THREADS) {
    throw new UsageError(
      `scenario "${name}" has a thread for each of its ${minThreads} roles, and at most ${MAX_THREADS} threads can race`,
    );
  }
  const threads = wholeNumber('threads', request.threads ?? Math.max(2, minThreads), 1, MAX_THREADS);
  if (threads >= minThreads) return threads;
  const threadRoles = roles(minThreads).map((role) => role.name);
  throw new UsageError(
    `scenario "${name}" needs at least ${minThreads} threads, not ${threads}: its roles are ${threadRoles.join(', ')}`,
  );
}

/** One slot for every two pages, as a power of two, unless the scenario is about one page. */
function slotsFor(pages: number | undefined, scenario: Scenario): number {
  if (pages === undefined || scenario.slots === 1) return scenario.slots;
  return 2 ** Math.max(1, Math.floor(Math.log2(Math.max(2, pages / 2))));
}

function refuseWhatCannotRun(config: RaceConfig, { perThreadWords }: ResolvedProtocol): void {
  const { pageBytes, durationMs, pages, threads } = config;
  if (pageBytes !== 64 && pageBytes !== 128) throw new UsageError(`page bytes must be 64 or 128, not ${pageBytes}`);
  if (!(durationMs > 0 && durationMs < 2 ** 31)) {
    throw new UsageError(`the duration must be positive and under 24 days, not ${durationMs} ms`);
  }
  const bytes = arenaBytes({ ...config, workers: threads, perThreadWords });
  if (bytes <= MAX_ARENA_BYTES) return;
  const most = Math.floor((MAX_ARENA_BYTES * pages) / bytes);
  throw new UsageError(
    `${pages} pages need ${(bytes / 2 ** 30).toFixed(1)} GiB, but 32-bit kernels reach 2 GiB: ask for about ${most} pages at most`,
  );
}
