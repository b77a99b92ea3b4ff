// Races of the broken combinations: how often each fails on real threads with puts held up between steps 1 and 2.

import { stallAsTyped } from '../analysis/stall-words.js';
import type { ClaimCombination, CombinationRace } from '../results/claims-result.js';
import type { RaceResult, Stall } from '../results/race-result.js';
import { poissonRate } from '../statistics/poisson-rate.js';
import type { Violation } from '../violations/table.js';
import type { Instruments } from './claim.js';
import { optionsOf, requestOf, SCENARIOS, type Setting } from './combinations.js';
import { listed } from './combinations-in-words.js';

/** Some ten microseconds: memory is freed and used again within one, and a grace period goes by. */
const STALL: Stall = { kind: 'spin', amount: 10_000, probability: 1 };
const STALL_AS_TYPED = stallAsTyped(STALL);

/** In a hurry only the first scenario. */
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
