// The count in a descriptor of its own, explored: a protocol, a way in which the memory of freed descriptors comes back, and
// a place for puts, in every scenario on descriptors. The type is always looked up on the descriptor. A destroyer who
// believes in a type of his own is wrong under any protocol; what is violated here is the protocol's own fault.

import { stallAsTyped } from '../analysis/stall-words.js';
import { groupBy } from '../group-by.js';
import type { MemoryModelName } from '../memory-facts.js';
import type { CheckRequest } from '../requests/check-request.js';
import type { CheckResult, Witness } from '../results/check-result.js';
import type {
  ClaimCombination,
  CombinationRace,
  CombinationVerdict,
  CombinationWitness,
} from '../results/claims-result.js';
import type { Stall } from '../results/race-result.js';
import { propertiesThatAre } from '../results/verdicts.js';
import { poissonRate } from '../statistics/poisson-rate.js';
import { type Property, properties, type Violation, violations } from '../violations/table.js';
import { witnessEvidence } from './answers.js';
import { checkCommand, commandLine } from './checks.js';
import type { Instruments } from './claim.js';

export const PROTOCOLS = ['old', 'v4', 'v5', 'freeze-first'] as const;
export const SCENARIOS = ['folio-email', 'folio-walker', 'folio-index'] as const;

/** A way of reclaiming freed memory, and the reach of read-side sections; null where no memory waits for one. */
export type Setting = Pick<ClaimCombination, 'reclaim' | 'section'>;

export const AT_ONCE: Setting = { reclaim: 'at-once', section: null };
export const TYPE_STABLE: Setting = { reclaim: 'type-stable', section: null };
export const PUT_OUTSIDE: Setting = { reclaim: 'grace', section: 'put-outside' };
export const PUT_INSIDE: Setting = { reclaim: 'grace', section: 'put-inside' };
export const SETTINGS: readonly Setting[] = [AT_ONCE, TYPE_STABLE, PUT_OUTSIDE, PUT_INSIDE];

/** One combination in every scenario. */
export interface ExploredCombination extends CombinationVerdict {
  readonly protocol: string;
  readonly setting: Setting;
  readonly memory: MemoryModelName;
  readonly results: readonly CheckResult[];
  readonly complete: boolean;
}

export async function explore(
  instruments: Instruments,
  protocol: string,
  setting: Setting,
  memory: 'sc' | 'ra' = 'sc',
): Promise<ExploredCombination> {
  const results = await Promise.all(
    SCENARIOS.map((scenario) => instruments.check({ protocol, scenario, ...requestOf(setting), memory })),
  );
  const found = new Set(results.flatMap((result) => propertiesThatAre('violated', result)));
  const complete = results.every((result) => result.complete);
  return {
    protocol,
    setting,
    memory,
    results,
    complete,
    verdict: found.size > 0 ? 'violated' : complete ? 'clean' : 'inconclusive',
    violated: properties.filter((property) => found.has(property)),
    states: results.reduce((sum, { states }) => sum + states, 0),
  };
}

/** Explores `explored` under release/acquire, if it holds under sc; not in a quick run. */
export async function exploreWeakly(
  instruments: Instruments,
  explored: ExploredCombination,
): Promise<ExploredCombination | undefined> {
  if (instruments.quick || explored.verdict !== 'clean') return undefined;
  return explore(instruments, explored.protocol, explored.setting, 'ra');
}

/** Returns the options of a check or a race with that setting. */
export function requestOf({ reclaim, section }: Setting): Pick<CheckRequest, 'dtor' | 'reclaim' | 'section'> {
  return { dtor: 'looked-up', reclaim, ...(section !== null && { section }) };
}

interface FoundWitness {
  readonly result: CheckResult;
  readonly witness: Witness;
}

/** The shortest witness of `property`, or of anything, in any of the scenarios. */
export function shortestIn({ results }: ExploredCombination, property?: Property): FoundWitness | undefined {
  const all = results.flatMap((result) =>
    result.witnesses
      .filter((witness) => property === undefined || witness.property === property)
      .map((witness) => ({ result, witness })),
  );
  return all.sort((a, b) => a.witness.steps.length - b.witness.steps.length)[0];
}

/** Returns the shortest witness of `property`, if there is one, as evidence of a row. */
export function witnessEvidenceOf(
  explored: ExploredCombination,
  property: Property,
): ReturnType<typeof witnessEvidence> {
  const found = shortestIn(explored, property);
  return found ? witnessEvidence(found.result, property) : { witness: null };
}

/** `stolenFree (48 steps), touchedFreed (41 steps)`; of `property` alone, if given. */
export function violationsText(explored: ExploredCombination, property?: Property): string {
  const broken = explored.violated.filter((name) => property === undefined || name === property);
  if (broken.length === 0) return explored.complete ? `no ${property ?? 'violation'}` : 'not decided';
  return broken
    .map((name) => {
      const found = shortestIn(explored, name);
      return found ? `${name} (${found.witness.steps.length} steps)` : name;
    })
    .join(', ');
}

/** `v4 and v5 stolenFree (21 steps); old and freeze-first no violation`. */
export function groupedText(all: readonly ExploredCombination[], property?: Property): string {
  const named = all.map((explored) => ({ name: explored.protocol, text: violationsText(explored, property) }));
  const groups = groupBy(named, ({ text }) => text);
  return groups.map((same) => `${listed(same.map(({ name }) => name))} ${same[0]?.text}`).join('; ');
}

/** `old, v4 and v5`. */
export function listed(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ');
}

/** `v4, grace, put-inside: no violation; 76425 states`. */
export function detailOf(explored: ExploredCombination): string {
  const { protocol, setting, memory } = explored;
  const where = [protocol, ...settingWords(setting), ...(memory === 'sc' ? [] : ['release/acquire'])].join(', ');
  return `${where}: ${violationsText(explored)}; ${explored.states} states`;
}

function settingWords({ reclaim, section }: Setting): string[] {
  return section === null ? [reclaim] : [reclaim, section];
}

/** Returns the bound of all explorations; `weak` are those under release/acquire. */
export function boundOf(all: readonly ExploredCombination[], weak: readonly ExploredCombination[]): string {
  const together = [...all, ...weak];
  const threads = Math.max(...together.flatMap(({ results }) => results.map(({ config }) => config.roles.length)));
  const how = together.every(({ complete }) => complete) ? 'every interleaving' : 'not all interleavings';
  const statesOf = (some: readonly ExploredCombination[]) => some.reduce((sum, { states }) => sum + states, 0);
  const ra = weak.length > 0 ? `${statesOf(weak)} states` : 'not explored';
  return `${how} of ${SCENARIOS.length} scenarios (${SCENARIOS.join(', ')}), ${threads} threads on one descriptor, sequential consistency: ${statesOf(all)} states; release/acquire: ${ra}`;
}

export function commandFor(protocol: string, setting: Setting, properties?: readonly Property[]): string {
  return checkCommand({ protocol, scenario: SCENARIOS.join(), ...requestOf(setting) }, properties);
}

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
  const found = shortestIn(explored);
  const raced = violations.find((violation) => violation === found?.witness.property);
  return {
    protocol,
    ...setting,
    ...decided(explored),
    shortest: found ? inShort(found) : null,
    releaseAcquire: weak ? decided(weak) : null,
    race: raced ? await raceFor(instruments, protocol, setting, raced) : null,
  };
}

function decided({ verdict, violated, states }: CombinationVerdict): CombinationVerdict {
  return { verdict, violated, states };
}

function inShort({ result, witness: { property, steps, token } }: FoundWitness): CombinationWitness {
  return { property, scenario: result.config.scenario, steps: steps.length, token };
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

/** The race in which `violation` shows most often; in a quick run there is only that in the first scenario. */
export async function raceFor(
  instruments: Instruments,
  protocol: string,
  setting: Setting,
  violation: Violation,
): Promise<CombinationRace> {
  const { quick } = instruments;
  const races: CombinationRace[] = [];
  for (const scenario of quick ? SCENARIOS.slice(0, 1) : SCENARIOS) {
    const request = { protocol, scenario, ...requestOf(setting), stall: STALL, durationMs: quick ? 200 : 1000 };
    const { durationMs, totals, violations } = await instruments.race(request);
    const [heldUp, events] = [totals.stalls, violations[violation]];
    const perSecond = poissonRate(events, durationMs / 1000);
    races.push({ scenario, stall: STALL_AS_TYPED, heldUp, violation, events, durationMs, perSecond });
  }
  return races.reduce((best, race) => (race.perSecond.median > best.perSecond.median ? race : best));
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
  return commandLine('race', { protocol, scenario: SCENARIOS.join(), ...requestOf(setting), stall: STALL_AS_TYPED });
}
