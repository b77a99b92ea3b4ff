// Portable. The width of the reference count word. 32 everywhere except in a checker run with `--width`, which
// compiles this module with a smaller number so that an overflow needs few steps instead of 2^31.

/** Bits of the count word; its top bit is the sign, which the frozen-bit protocols use as FROZEN. */
export const WIDTH: i32 = 32;

/** Failed gets from which v4 takes them back: 2^30 on 32 bits. A checker run may choose another limit. */
export const RESET_AFTER: i32 = 1 << (WIDTH - 2);

/** `value` reduced to WIDTH bits, sign-extended: what the count word would hold. */
export function wrap(value: i32): i32 {
  return (value << (32 - WIDTH)) >> (32 - WIDTH);
}
