// What a protocol is expected to show, and whether a run showed it.

import type { ProtocolEntry } from '../protocols/index.js';
import type { DestructorPolicy } from '../results/race-result.js';
import type { Property, Violation } from '../violations/table.js';

export interface Expectation {
  /** At least one of these has to show; empty when the run is to be clean. */
  readonly oneOf: readonly Violation[];
  /** These may show besides. */
  readonly tolerated: readonly Violation[];
}

/**
 * From the registry. A destroyer that trusts its own belief about the type runs the wrong destructor under any protocol
 * when its reference landed on a reused page (claim C7), so a stale get is tolerated unless the type is looked up.
 */
export function expectationOf(entry: ProtocolEntry, dtor: DestructorPolicy): Expectation {
  const confusion = (violation: Violation): boolean => violation.startsWith('typeConfusion');
  const shows = dtor === 'captured' ? entry.shows : entry.shows.filter((violation) => !confusion(violation));
  return { oneOf: shows, tolerated: dtor === 'captured' ? [...shows, 'typeConfusionStaleGet'] : shows };
}

/** What is wrong with what has `shown`; undefined when it is as expected. */
export function mismatch({ oneOf, tolerated }: Expectation, shown: readonly Property[]): string | undefined {
  const known: readonly string[] = [...oneOf, ...tolerated];
  const unexpected = shown.filter((violation) => !known.includes(violation));
  if (unexpected.length > 0) return `did not expect ${unexpected.join(', ')}`;
  if (oneOf.length > 0 && !oneOf.some((violation) => shown.includes(violation))) {
    return `expected ${oneOf.join(' or ')}, but it did not show`;
  }
  return undefined;
}
