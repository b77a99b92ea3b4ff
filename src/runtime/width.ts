// Portable. The width of the reference count word: 32 bits, except in a check with `--width`, which replaces the number
// below by a smaller one, so that an overflow takes a few steps instead of 2^31.

/** Bits of the count word. The top bit is the sign, which v4 and its relatives use as FROZEN. */
export const WIDTH: i32 = 32;

/** The number of failed gets from which v4 takes them back: 2^30 on 32 bits. A check may choose another one. */
export const RESET_AFTER: i32 = 1 << (WIDTH - 2);

/** `value` reduced to WIDTH bits and sign-extended: what the count word would hold. */
export function wrap(value: i32): i32 {
  return (value << (32 - WIDTH)) >> (32 - WIDTH);
}
