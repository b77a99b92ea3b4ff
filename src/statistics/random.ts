// Seeded random numbers on the host: trial orders, bootstrap resamples, tables of pages. A result names its seed, so
// its intervals can be computed again.

/** A source of numbers from 0 up to but not including 1. */
export type Random = () => number;

/** SplitMix32: the additive sequence of SplitMix (Steele, Lea, Flood 2014) behind the finaliser of MurmurHash3. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + GOLDEN) | 0;
    return (mixed(state) >>> 0) / 2 ** 32;
  };
}

/** The distance of neighbouring states, or streams: 2^32 divided by the golden ratio. */
export const GOLDEN = 0x9e3779b9;

/** The finaliser of MurmurHash3 (Appleby 2011). */
export function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** A whole number from 0 to `below` - 1. */
export function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

/** As many of `items` as there are, each drawn from all of them: a resample of a bootstrap. */
export function resampled<T>(items: readonly T[], random: Random): T[] {
  return items.map(() => items[below(random, items.length)] as T);
}

/** `items` in random order (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = below(random, last + 1);
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}
