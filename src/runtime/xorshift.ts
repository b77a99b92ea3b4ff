// Portable. Random numbers: xorshift32 (Marsaglia 2003, "Xorshift RNGs"), triple 13/17/5.

import { peek, poke } from '#atomics';

/** The number after the seed at byte `address`, which becomes the next seed. It is never 0, as no seed is. @inline */
export function drawAt(address: i32): i32 {
  let seed = peek(address);
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  poke(address, seed);
  return seed;
}
