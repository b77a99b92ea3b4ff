// Verdicts of results, what they saw, whether protocols were judged right, and what was pinned. Apart from the schemas,
// whose package whoever reads no result file need not load.

import type { RaceConfig } from '../options/race-options.js';
import { isObservation, observationsUnder, type Property, type Violation, violations } from '../violations/table.js';
import type { MutantRow, SchemeRow } from './mutants-result.js';
import type { ScaleResult } from './scale-result.js';

/** Tells whether real threads can take these steps: in JavaScript and WebAssembly no value in memory is stale. */
export function isReplayable(steps: readonly { readonly newer?: number }[]): boolean {
  return steps.every(({ newer }) => newer === undefined);
}

export type Verdict = 'clean' | 'violated' | 'inconclusive';

export const STATUSES = ['holds', 'violated', 'observed', 'unknown'] as const;

/** Status of a property. observed: it was seen, and says nothing against the protocol. */
export type Status = (typeof STATUSES)[number];

export type Statuses = Readonly<Partial<Record<Property, Status>>>;

/** Returns the verdict that `properties` amount to: never clean where nothing was asked. */
export function verdictOf(properties: Statuses): Verdict {
  const statuses = Object.values(properties);
  if (statuses.includes('violated')) return 'violated';
  return statuses.includes('unknown') || statuses.length === 0 ? 'inconclusive' : 'clean';
}

/** Violated if one run was; else inconclusive if one run was; else clean. */
export function jointVerdict(runs: readonly { readonly verdict: Verdict }[]): Verdict {
  const verdicts = runs.map(({ verdict }) => verdict);
  return (['violated', 'inconclusive'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'clean';
}

/** Returns the properties of `status`, the most telling first. */
export function propertiesThatAre(status: Status, { properties }: { readonly properties: Statuses }): Property[] {
  return (Object.keys(properties) as Property[]).filter((property) => properties[property] === status);
}

/** Returns the shortest witness of `property`, if there is one. */
export function witnessOf<W extends { readonly property: Property }>(
  { witnesses }: { readonly witnesses: readonly W[] },
  property: Property,
): W | undefined {
  return witnesses.find((witness) => witness.property === property);
}

/** Returns the runs of destructors of either type. */
export function destructorsOf({ destructorsX, destructorsY }: Record<'destructorsX' | 'destructorsY', number>): number {
  return destructorsX + destructorsY;
}

/** Tells whether a trap ended one of `workers`, and the race with it. */
export function hasTrapped(workers: readonly { readonly trap?: string }[]): boolean {
  return workers.some(({ trap }) => trap !== undefined);
}

/** Counts of the violations that were seen. */
export type RaceViolations = Readonly<Record<Violation, number>>;

/** `found`, with `more` of some. */
export function addViolations(
  found: RaceViolations,
  more: Readonly<Partial<Record<Violation, number>>>,
): RaceViolations {
  return byName((violation) => found[violation] + (more[violation] ?? 0));
}

/** Counts with the destructor policy, under which some are observations. */
type Seen = { readonly config: Pick<RaceConfig, 'dtor'>; readonly violations: RaceViolations };

/** Returns the violations that were seen, the most telling first. */
export function violationsSeen({ config, violations: found }: Seen): Violation[] {
  return violations.filter((violation) => found[violation] > 0 && !isObservation(violation, config.dtor));
}

/** Returns the observations that were made. */
export function observationsSeen({ config, violations: found }: Seen): Violation[] {
  return observationsUnder(config.dtor).filter((violation) => found[violation] > 0);
}

/** Returns a record with one value for each violation. */
export function byName<T>(of: (violation: Violation) => T): Record<Violation, T> {
  return Object.fromEntries(violations.map((violation) => [violation, of(violation)])) as Record<Violation, T>;
}

/** Tells whether the count was found to overflow as the registry says. */
export function overflowsAsSaid({ overflow }: MutantRow): boolean {
  return overflow.every(({ agrees }) => agrees);
}

/** Tells whether check, race or overflow accuses a sound protocol. */
export function isAccused(row: MutantRow): boolean {
  const { sound, check, race } = row;
  return sound && (check.verdict !== 'clean' || race?.verdict !== 'clean' || !overflowsAsSaid(row));
}

/** Tells whether check and race judge `row` right, and its count overflows as the registry says. */
export function isRowRight(row: MutantRow): boolean {
  const { sound, check, race } = row;
  if (sound) return !isAccused(row);
  return check.verdict === 'violated' && (race?.verdict ?? 'violated') === 'violated' && overflowsAsSaid(row);
}

/** Tells whether check and race both judge `row` right. */
export function isJudgedRight({ sound, check, race }: SchemeRow): boolean {
  return [check.verdict, race.verdict].every((verdict) => verdict === (sound ? 'clean' : 'violated'));
}

const NOT_PINNED = 'not pinned: ';

export function pinWarning(problem: string): string {
  return NOT_PINNED + problem;
}

/** Why threads were not pinned that should have been. */
export function pinProblemOf({ warnings }: ScaleResult): string | undefined {
  return warnings.find((warning) => warning.startsWith(NOT_PINNED))?.slice(NOT_PINNED.length);
}

/** The CPUs that threads were pinned to, in their order; none where that was not asked for, or did not work. */
export function pinnedTo(result: ScaleResult): readonly number[] {
  return result.config.pin && pinProblemOf(result) === undefined ? result.cpuOrder : [];
}
