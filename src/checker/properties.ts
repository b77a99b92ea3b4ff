// What can go wrong, as the explorer marks it (bits of a set) and as results name it.

import type { Property } from '../results/check-result.js';
import {
  BROKEN_FREEZE,
  CONFUSION_STALE_GET,
  CONFUSION_STOLEN_FREE,
  DOUBLE_FREE,
  FIRST_VIOLATION,
  LOST_OVERFLOW,
  STOLEN_FREE,
  UNDERFLOW,
  USE_AFTER_FREE,
} from '../runtime/counters.js';

/** Bits of the properties that no report raises: they show when everything has ended, or never ends. */
export const LEAK_BIT = 30;
export const LIVELOCK_BIT = 29;

/** The most telling first. */
const BITS: Readonly<Record<Property, number>> = {
  typeConfusionStolenFree: CONFUSION_STOLEN_FREE - FIRST_VIOLATION,
  stolenFree: STOLEN_FREE - FIRST_VIOLATION,
  typeConfusionStaleGet: CONFUSION_STALE_GET - FIRST_VIOLATION,
  doubleFree: DOUBLE_FREE - FIRST_VIOLATION,
  useAfterFree: USE_AFTER_FREE - FIRST_VIOLATION,
  leak: LEAK_BIT,
  underflow: UNDERFLOW - FIRST_VIOLATION,
  lostOverflow: LOST_OVERFLOW - FIRST_VIOLATION,
  brokenFreeze: BROKEN_FREEZE - FIRST_VIOLATION,
  livelock: LIVELOCK_BIT,
};

export const properties = Object.keys(BITS) as readonly Property[];

export function bitOf(property: Property): number {
  return BITS[property];
}

export function propertyOf(bit: number): Property {
  const property = properties.find((name) => BITS[name] === bit);
  if (!property) throw new RangeError(`no property has bit ${bit}`);
  return property;
}
