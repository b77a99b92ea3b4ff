// Sets of violated properties as bits of an integer.

import { FIRST_VIOLATION } from '../../runtime/counters.js';
import { type Property, properties, violationTable } from '../../violations/table.js';

// Bits of the properties that no detector reports: the invariants of states at rest, livelock, and traps.
const AT_REST_BIT = 30;
const LIVELOCK_BIT = 29;
const TRAP_BIT = 28;

/** The number of a trap among detectors' reports. */
export const TRAP_KIND = FIRST_VIOLATION + TRAP_BIT;

export function bitOf(property: Property): number {
  if (property === 'livelock') return LIVELOCK_BIT;
  if (property === 'trap') return TRAP_BIT;
  const { counter } = violationTable[property];
  return counter === null ? AT_REST_BIT : counter - FIRST_VIOLATION;
}

/** @throws RangeError for a bit that no property has, which is a defect of the checker */
export function propertyOf(bit: number): Property {
  const property = properties.find((name) => bitOf(name) === bit);
  if (!property) throw new RangeError(`no property has bit ${bit}`);
  return property;
}
