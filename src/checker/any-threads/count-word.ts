// The count word of any number of threads, split so that it stays exact:
//
//     word = base + residue + the shares of the threads
//
// The base is the word of a page that counts nobody: 0, or the protocol's word of a free page. A thread's share is what it
// has added and not taken off again: references that it holds, and failed gets. The residue is what nobody runs with: the
// references of the index, and the shares of threads that ended. A store sets a new base, and leaves no share but its own.
// No share is ever below 0: whoever takes off more than he added takes it from the residue, and where that has too little
// nothing can be proved. (Shares of 2 and -1 would look like a share of 1.)
//
// A residue of MANY stands for 2 or more. Then, and where others hold many shares, the word is known to be in a class
// only: one of the words base + 3 and more, or base + RESET_AFTER and more. A word that is big is *represented* by one of
// two values in its class, so that a compare-and-swap can find the one that it expects, or another one.

import type { Access } from '../../printers/model/instructions.js';
import { canWrite } from '../program/access.js';

/** Two or more. */
export const MANY = 2;
/** Words above the base by less than this are known exactly. */
export const BIG = 3;
/** From here on above the base v4 takes failed gets back: RESET_AFTER of runtime/width.ts at 32 bits. */
export const RESET = 1 << 30;
/** Representatives are so far above the beginning of their class, and so far from each other. */
const FAR = 1 << 20;
const APART = 1 << 6;
/** Sums that a thread computes from a representative are closer to it than this. */
const NEAR = 1 << 5;
/** A step that changes the word by more than this is no addition. */
const LARGEST_STEP = 8;
/** The most shares that one thread has, and the most holders without a thread. */
export const MOST_SHARES = 6;

/** The method cannot tell. The message says why. */
export class Undecided extends Error {}

export interface CountWord {
  base: number;
  residue: number;
}

/**
 * The words that `count` may be, where its reader has the share `own` and all others have `others` (3: 3 or more).
 * `expected`: by a compare-and-swap.
 */
export function candidates({ base, residue }: CountWord, own: number, others: number, expected?: number): number[] {
  const least = residue + own + others;
  const offset = expected === undefined ? -1 : (expected - base) | 0;
  if (residue < MANY && others < BIG) {
    if (least < BIG) return [base + least];
    if (offset >= BIG && offset < NEAR) return [offset === least ? base + least : base + FAR];
    return inClass(base, BIG, RESET, offset);
  }
  const exact = Array.from({ length: Math.max(0, BIG - least) }, (_, index) => base + least + index);
  const big = [...exact, ...inClass(base, BIG, RESET, offset)];
  // Threads in flight are too few to reach RESET: only what they left behind does.
  return residue < MANY ? big : [...big, ...inClass(base, RESET, 2 ** 31, offset)];
}

/** Representatives of the words from `base + from` to `base + to`: the one `base + offset`, if it is one of them, and another. */
function inClass(base: number, from: number, to: number, offset: number): number[] {
  const usual = from === BIG ? FAR : from + FAR;
  if (offset < from || offset >= to) return [(base + usual) | 0];
  return [(base + offset) | 0, (base + (offset === usual ? usual + APART : usual)) | 0];
}

/** The base of a word that was stored, and what it counts. @throws Undecided for one that was computed from a big one */
function based(word: number, bases: readonly number[]): { base: number; amount: number } {
  for (const base of bases) {
    const amount = (word - base) | 0;
    if (amount >= 0 && amount < BIG) return { base, amount };
    for (const representative of [FAR, FAR + APART, RESET + FAR, RESET + FAR + APART]) {
      if (Math.abs(amount - representative) < NEAR)
        throw new Undecided('a count is stored that is known to be big, and no more');
    }
  }
  return { base: word, amount: 0 };
}

/** Effect of a step on the count word and on the shares in it. Its thread goes on with `share`. */
export interface CountChange {
  share: number;
  /** All other shares are gone. */
  resets: boolean;
  /** There is another outcome, in which a residue of MANY is MANY no more. */
  forks: boolean;
}

/**
 * Changes `count`, whose reader had `share`, by an access that found `before` and left `after`. `bases`: of words that count
 * nobody. `indexed`: slots that hold the page. `fewer`: to take the other outcome.
 *
 * @throws Undecided
 */
export function changeCount(
  count: CountWord,
  {
    access,
    before,
    after,
    share,
    bases,
    indexed,
    fewer,
  }: Readonly<{
    access: Access;
    before: number;
    after: number;
    share: number;
    bases: readonly number[];
    indexed: number;
    fewer: boolean;
  }>,
): CountChange {
  const unchanged = { share, resets: false, forks: false };
  const stores = access === 'store' || access === 'exchange';
  if (!canWrite(access) || (!stores && before === after)) return unchanged;
  const step = (after - before) | 0;
  if (!stores && Math.abs(step) <= LARGEST_STEP) {
    const own = share + step;
    if (own >= 0) return { ...unchanged, share: settled(count, own, indexed) };
    const resets = access === 'compareExchange' && bases.includes(after);
    if (!resets) {
      const forks = takeFrom(count, -own, fewer);
      return { share: 0, resets: false, forks };
    }
  } else if (!stores && access !== 'compareExchange' && ((before - count.base) | 0) >= BIG) {
    throw new Undecided('bits of a count are changed that is known to be big, and no more');
  }
  const { base, amount } = based(after, bases);
  count.base = base;
  count.residue = 0;
  return { share: settled(count, amount, indexed), resets: true, forks: false };
}

/** Gives one of the references of somebody who has several to an index that has none. */
function settled(count: CountWord, share: number, indexed: number): number {
  if (share > MOST_SHARES) throw new Undecided(`a thread adds more than ${MOST_SHARES} to the count`);
  if (share < 2 || indexed === 0 || count.residue > 0) return share;
  count.residue = 1;
  return share - 1;
}

/** Takes `amount` off the residue. Returns whether it may as well be less afterwards. @throws Undecided when it is too little */
export function takeFrom(count: CountWord, amount: number, fewer: boolean): boolean {
  if (count.residue === MANY && amount === 1) {
    if (fewer) count.residue = 1;
    return true;
  }
  if (count.residue === MANY || count.residue < amount)
    throw new Undecided('a thread takes off the count what nobody has added');
  count.residue -= amount;
  return false;
}

export function addTo(count: CountWord, amount: number): void {
  count.residue = Math.min(MANY, count.residue + amount);
}
