// Properties as the explorer marks them: bits of a set.

import { FIRST_VIOLATION } from '../runtime/counters.js';
import { type Property, properties, violationTable } from '../violations/table.js';

// Bits of the properties that no detector raises: they show when everything has ended, or never ends.
const AT_REST_BIT = 30;
const LIVELOCK_BIT = 29;

export function bitOf(property: Property): number {
  if (property === 'livelock') return LIVELOCK_BIT;
  const { counter } = violationTable[property];
  return counter === null ? AT_REST_BIT : counter - FIRST_VIOLATION;
}

/** @throws RangeError for a bit that no property has: a defect. */
export function propertyOf(bit: number): Property {
  const property = properties.find((name) => bitOf(name) === bit);
  if (!property) throw new RangeError(`no property has bit ${bit}`);
  return property;
}
