// From what a check has found to its verdict, in one place for all memory models.

import { type CheckResult, type Status, verdictOf, type Witness } from '../results/check-result.js';
import { isObservation, type Property } from '../violations/table.js';
import type { DestructorPolicy } from '../violations/words.js';

interface Found {
  readonly dtor: DestructorPolicy;
  /** The properties that a caller named, each of which decides; undefined: all that there are, where observations do not. */
  readonly named: readonly Property[] | undefined;
  readonly requested: readonly Property[];
  readonly seen: (property: Property) => boolean;
  /** Of what was not seen: whether it is known not to be there. */
  readonly excluded: (property: Property) => boolean;
  readonly witnesses: readonly Witness[];
}

/** Violations come before observations. */
export function outcomeOf(found: Found): Pick<CheckResult, 'verdict' | 'properties' | 'witness' | 'witnesses'> {
  const { dtor, named, requested, seen, excluded, witnesses } = found;
  const statusOf = (property: Property): Status => {
    if (!seen(property)) return excluded(property) ? 'holds' : 'unknown';
    return named === undefined && isObservation(property, dtor) ? 'observed' : 'violated';
  };
  const properties = Object.fromEntries(requested.map((property) => [property, statusOf(property)]));
  const withStatus = (status: Status): Witness[] => witnesses.filter(({ property }) => properties[property] === status);
  const violated = withStatus('violated');
  return {
    verdict: verdictOf(properties),
    properties,
    witness: violated[0] ?? null,
    witnesses: [...violated, ...withStatus('observed')],
  };
}
