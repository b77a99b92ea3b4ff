// The count word of any number of threads, split so that it stays exact:
//
//     word = base + residue + the shares of the threads
//
// The base is the word of a page that counts nobody: 0, or the protocol's word of a free page. A thread's share is what it
// has added and not taken off again: references that it holds, and failed gets. The residue is what nobody runs with: the
// references of the index, and the shares of threads that ended. See ownership.ts.
//
// A residue of MANY stands for 2 or more, and each step is tried with one of each class that it can tell apart. A word is
// known exactly up to 2 above its base. Of a bigger one only the class is known: from BIG to RESET above the base, or
// more. It is *represented* by a value of its class: another one than the thread has seen before, so that no two counts are
// taken for one; and also by the one that a compare-and-swap expects, so that this can find it.

/** Two or more. */
export const MANY = 2;
/** Words above the base by less than this are known exactly. */
export const BIG = 3;
/** From here on above the base v4 takes failed gets back: RESET_AFTER of runtime/width.ts at 32 bits. */
export const RESET = 1 << 30;
/** Residues that MANY stands for. Threads in flight are too few to reach RESET: only what they left behind does. */
const RESIDUES = [MANY, BIG, RESET];
/** Representatives are so far above the beginning of their class, and so far from each other. */
export const FAR = 1 << 20;
export const APART = 1 << 6;
/** So many counts that a thread knows at once are told apart, each by a representative of its own. */
export const COUNTS = 4;
const OFFSETS = Array.from({ length: COUNTS }, (_, index) => FAR + index * APART);
const REPRESENTATIVES = [...OFFSETS, ...OFFSETS.map((offset) => RESET + offset)];
/** Sums that a thread computes from a representative are closer to it than this. */
const NEAR = 1 << 5;

/** The method cannot tell. The message says why. */
export class Undecided extends Error {}

/** The residues that `residue` stands for, by class. */
export function residuesOf(residue: number): readonly number[] {
  return residue < MANY ? [residue] : RESIDUES;
}

/** The words that stand for `base + amount`. `expected`: by a compare-and-swap. `seen`: what the thread knows. */
export function wordsOf(base: number, amount: number, expected?: number, seen: readonly number[] = []): number[] {
  if (amount < BIG) return [base + amount];
  const [from, to] = amount < RESET ? [BIG, RESET] : [RESET, 2 ** 31];
  const start = base + (from === BIG ? 0 : from);
  // In any class, and with any sign: a thread may compute the one from the other.
  const isNear = (one: number, other: number): boolean => Math.abs(((one - other) << 2) >> 2) < NEAR;
  const isKnown = (one: number): boolean =>
    (expected !== undefined && isNear(expected, one)) || seen.some((value) => isNear(value, one));
  const free = OFFSETS.find((one) => !isKnown((start + one) | 0));
  if (free === undefined) throw new Undecided('a thread knows more big counts at once than are told apart');
  const usual = (start + free) | 0;
  const offset = expected === undefined ? -1 : (expected - base) | 0;
  return offset < from || offset >= to ? [usual] : [(base + offset) | 0, usual];
}

/** A count of which the class is known alone, and a sum with it. */
export interface BigCount {
  readonly base: number;
  readonly representative: number;
  /** Added to it by a thread. */
  readonly sum: number;
}

/** The counts that `value` may be made of. */
export function bigCountsAt(value: number, bases: Iterable<number>): BigCount[] {
  const found: BigCount[] = [];
  for (const base of bases) {
    for (const representative of REPRESENTATIVES) {
      const sum = (value - base - representative) | 0;
      if (Math.abs(sum) < NEAR) found.push({ base, representative, sum });
    }
  }
  return found;
}

/** The words of a page that counts nobody. `resting`: of a free page. */
export function basesOf({ resting }: { readonly resting: number }): number[] {
  return [...new Set([resting, 0, -(2 ** 31)])];
}

/** The base of a word that was stored, and what it counts. @throws Undecided for one that was computed from a big one */
export function split(word: number, bases: readonly number[]): { base: number; amount: number } {
  for (const base of bases) {
    const amount = (word - base) | 0;
    if (amount >= 0 && amount < BIG) return { base, amount };
  }
  if (bigCountsAt(word, bases).length > 0)
    throw new Undecided('a count is stored that is known to be big, and no more');
  return { base: word, amount: 0 };
}
