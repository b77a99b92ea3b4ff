// The table of all combinations: what holds, the shortest witness of what does not, and how often that shows in races.

import { stallAsTyped } from '../analysis/stall-words.js';
import type {
  ClaimCombination,
  CombinationRace,
  CombinationVerdict,
  CombinationWitness,
} from '../results/claims-result.js';
import type { RaceResult, Stall } from '../results/race-result.js';
import { poissonRate } from '../statistics/poisson-rate.js';
import { type Violation, violations } from '../violations/table.js';
import type { Instruments } from './claim.js';
import {
  brokenIn,
  type ExploredCombination,
  explore,
  exploreWeakly,
  listed,
  optionsOf,
  PROTOCOLS,
  requestOf,
  SCENARIOS,
  SETTINGS,
  type Setting,
  shortestIn,
  statesOf,
  verdictOn,
} from './combinations.js';

export async function combinationsOf(instruments: Instruments): Promise<ClaimCombination[]> {
  const all: ClaimCombination[] = [];
  for (const protocol of PROTOCOLS) {
    for (const setting of SETTINGS) all.push(await combinationOf(instruments, protocol, setting));
  }
  return all;
}

async function combinationOf(instruments: Instruments, protocol: string, setting: Setting): Promise<ClaimCombination> {
  const explored = await explore(instruments, protocol, setting);
  const weak = await exploreWeakly(instruments, explored);
  const shortest = witnessIn(explored);
  const raced = violations.find((violation) => violation === shortest?.property);
  return {
    protocol,
    ...setting,
    ...decided(explored),
    shortest,
    releaseAcquire: weak ? decided(weak) : null,
    race: raced ? await raceFor(instruments, protocol, setting, raced) : null,
  };
}

function decided(explored: ExploredCombination): CombinationVerdict {
  return { verdict: verdictOn(explored), violated: brokenIn(explored), states: statesOf([explored]) };
}

function witnessIn(explored: ExploredCombination): CombinationWitness | null {
  const found = shortestIn(explored);
  if (!found) return null;
  const { property, steps, token } = found.witness;
  return { property, scenario: found.result.config.scenario, steps: steps.length, token };
}

/** `v4, grace, put-outside: touchedFreed in 41 steps of folio-email: reftorture replay v4,folio-email...`. */
export function replayOf({ protocol, reclaim, section, shortest }: ClaimCombination): string | undefined {
  if (!shortest) return undefined;
  const { property, scenario, steps, token } = shortest;
  const where = [protocol, reclaim, ...(section === null ? [] : [section])].join(', ');
  return `${where}: ${property} in ${steps} steps of ${scenario}: reftorture replay ${token}`;
}

/** Some ten microseconds: memory is freed and used again within one, and a grace period goes by. */
const STALL: Stall = { kind: 'spin', amount: 10_000, probability: 1 };
const STALL_AS_TYPED = stallAsTyped(STALL);

/** Returns the scenarios to race in: only the first one in a quick run. */
function racedScenarios({ quick }: Pick<Instruments, 'quick'>): readonly string[] {
  return quick ? SCENARIOS.slice(0, 1) : SCENARIOS;
}

function raceMs({ quick }: Pick<Instruments, 'quick'>): number {
  return quick ? 200 : 1000;
}

/** The race in which `violation` shows most often. */
export async function raceFor(
  instruments: Instruments,
  protocol: string,
  setting: Setting,
  violation: Violation,
): Promise<CombinationRace> {
  const races: CombinationRace[] = [];
  for (const scenario of racedScenarios(instruments)) {
    const request = { protocol, scenario, ...requestOf(setting), stall: STALL, durationMs: raceMs(instruments) };
    races.push(ratesOf(await instruments.race(request), scenario, violation));
  }
  return races.reduce((best, race) => (race.perSecond.median > best.perSecond.median ? race : best));
}

function ratesOf(
  { durationMs, totals, violations }: RaceResult,
  scenario: string,
  violation: Violation,
): CombinationRace {
  const events = violations[violation];
  return {
    scenario,
    stall: STALL_AS_TYPED,
    heldUp: totals.stalls,
    violation,
    events,
    durationMs,
    perSecond: poissonRate(events, durationMs / 1000),
  };
}

/** Describes the races that the rates come from. `disturbed`: the load of other processes meanwhile. */
export function racesInWords(combinations: readonly ClaimCombination[], disturbed: string | undefined): string {
  const races = combinations.flatMap(({ protocol, race }) => (race ? [{ protocol, race }] : []));
  const free = [...new Set(races.filter(({ race }) => race.heldUp === 0).map(({ protocol }) => protocol))];
  const scenarios = [...new Set(races.map(({ race }) => race.scenario))];
  if (races.length === 0) return 'No combination is broken, so none was raced';
  return [
    `Rates are of races with every put held up between steps 1 and 2 (${STALL_AS_TYPED})`,
    ...(free.length > 0 ? [`which ${listed(free)} never are`] : []),
    `in ${listed(scenarios)}`,
    ...(disturbed === undefined ? [] : [`while ${disturbed}`]),
  ].join(', ');
}

export function raceCommandFor(protocol: string, setting: Setting): string {
  return `reftorture race --protocol ${protocol} --scenario ${SCENARIOS.join(',')} ${optionsOf(setting)} --stall ${STALL_AS_TYPED}`;
}
