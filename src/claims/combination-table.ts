// The table of all combinations: what holds, the shortest witness of what does not, and how often that shows in races.

import type { ClaimCombination, CombinationVerdict, CombinationWitness } from '../results/claims-result.js';
import { violations } from '../violations/table.js';
import type { Instruments } from './claim.js';
import { raceFor } from './combination-races.js';
import {
  brokenIn,
  type ExploredCombination,
  explore,
  exploreWeakly,
  PROTOCOLS,
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
