// Overflow of the count words: the failed gets on a dead page carry into the bit that marks it dead, and a get
// succeeds. It takes a number of threads that are inside tryGet at once, and it depends on the width W of the
// word. Explored at 3 and 4 bits (src/harness/mutants/mutants.ts), and extrapolated to 32.

/** Fewest threads by the number of bits; null: no number of threads. */
const FEWEST_THREADS = {
  /** A failed get adds nothing to a dead page, or there is no bit to carry into. */
  never: () => null,
  /** Nobody takes failed gets back: one thread adds them all, one after the other. */
  '1': () => 1,
  /** A single attempt takes them back: it fails when the other thread adds in between. */
  '2': () => 2,
  /** The zone of dead words ends 2^(W-3) above the word that a failed get writes back. */
  '2^(W-3)': (width) => 2 ** (width - 3),
  /** Each thread adds once to the word of a page that it found alive, up to the bit below the sign. */
  '2^(W-2)': (width) => 2 ** (width - 2),
  /** A loop takes failed gets back from 2^(W-2) on: as many getters are inside tryGet at once. */
  '2^(W-2) + 1': (width) => 2 ** (width - 2) + 1,
  /** The same loop, where a quarter of the word, rounded down, is not the count's. */
  '2^(W-W/4-2) + 1': (width) => 2 ** (width - (width >> 2) - 2) + 1,
  /** Each takes its own back, so each adds one at most at a time. */
  '2^(W-1)': (width) => 2 ** (width - 1),
} as const satisfies Readonly<Record<string, (width: number) => number | null>>;

/** The fewest threads with which a count word of W bits overflows, as a formula. */
export type OverflowRule = keyof typeof FEWEST_THREADS;

export const overflowRules = Object.keys(FEWEST_THREADS) as readonly OverflowRule[];

/**
 * The most tasks that Linux has at once (PID_MAX_LIMIT on 64 bits). What takes more getters than that cannot happen in
 * practice.
 */
export const MOST_TASKS = 2 ** 22;

/** A protocol's overflow, as the registry states it. */
export interface Overflow {
  readonly fewestThreads: OverflowRule;
  /** That number for the word that is in use; null: no number of threads is enough. */
  readonly at32Bits: number | null;
}

export function overflowOf(fewestThreads: OverflowRule): Overflow {
  return { fewestThreads, at32Bits: fewestOverflowing(fewestThreads, 32) };
}

/** The fewest threads with which a word of `width` bits overflows; null: no number is enough. */
export function fewestOverflowing(rule: OverflowRule, width: number): number | null {
  return FEWEST_THREADS[rule](width);
}
