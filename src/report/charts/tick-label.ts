// Labels of an axis of values.

import { rounded } from '../../statistics/digits.js';
import { decimalPrefix } from '../numbers.js';

/** Multiples of a tenth have no exact binary value: what they are off by is not shown. */
const EXACT_DIGITS = 12;

/**
 * `value` with the decimal prefix for numbers as large as `magnitude`: `1.5 M`. There is none for small numbers, 0.01 is
 * no `10m`, which reads as ten million to some and as ten metres to others.
 */
export function tickLabel(value: number, magnitude: number): string {
  if (value === 0) return '0';
  const { factor, prefix } = decimalPrefix(magnitude);
  return `${rounded(value / factor, EXACT_DIGITS)}${prefix}`;
}
