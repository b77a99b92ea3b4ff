// The expected violations of a protocol, against those of a run.

import type { ProtocolEntry } from '../protocols/index.js';
import { fewestOverflowing } from '../protocols/overflow.js';
import { observationsUnder, type Property, type Violation, violations } from '../violations/table.js';
import type { DestructorPolicy } from '../violations/words.js';

export interface Expectation {
  /** At least one of these has to show; empty when the run is to be clean. */
  readonly oneOf: readonly Violation[];
  /** These may show besides. */
  readonly tolerated: readonly Violation[];
}

/** The settings that decide whether the count can overflow. */
export interface Word {
  readonly width: number;
  readonly threads: number;
}

/** The first violations of an overflow. */
const OVERFLOWED: readonly Violation[] = ['useAfterFree', 'lostOverflow'];

/**
 * From the registry. Once a count has overflowed its protocol need not keep anything. An observation is tolerated of any
 * protocol. Where the type is looked up, few still show a type confusion.
 */
export function expectationOf(entry: ProtocolEntry, dtor: DestructorPolicy, word?: Word): Expectation {
  const confusion = (violation: Violation): boolean => violation.startsWith('typeConfusion');
  const shows = dtor === 'captured' ? entry.shows : entry.shows.filter((violation) => !confusion(violation));
  if (word && canOverflow(entry, word)) {
    // A sound one need not show anything: whether its getters come together is a matter of the scenario.
    return { oneOf: shows.length > 0 ? [...new Set([...shows, ...OVERFLOWED])] : [], tolerated: violations };
  }
  const mistyped = dtor === 'captured' ? [] : (entry.mistypes ?? []);
  return { oneOf: shows, tolerated: [...shows, ...mistyped, ...observationsUnder(dtor)] };
}

/** On a word of 32 bits it takes more gets than a check has, and more than a race is expected to have. */
function canOverflow({ overflow }: ProtocolEntry, { width, threads }: Word): boolean {
  if (width === 32) return false;
  const fewest = fewestOverflowing(overflow.fewestThreads, width);
  return fewest !== null && threads >= fewest;
}

/** Returns a complaint about what has `shown`; undefined when it is as expected. */
export function mismatch({ oneOf, tolerated }: Expectation, shown: readonly Property[]): string | undefined {
  const known: readonly string[] = [...oneOf, ...tolerated];
  const unexpected = shown.filter((violation) => !known.includes(violation));
  if (unexpected.length > 0) return `did not expect ${unexpected.join(', ')}`;
  if (oneOf.length > 0 && !oneOf.some((violation) => shown.includes(violation))) {
    return `expected ${oneOf.join(' or ')}, but it did not show`;
  }
  return undefined;
}
