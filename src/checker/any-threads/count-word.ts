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
// A residue of MANY stands for 2 or more, and each step is tried with one of each class that it can tell apart. A word is
// known exactly up to 2 above its base. Of a bigger one only the class is known: from BIG to RESET above the base, or
// more. It is *represented* by a value of its class, or by another one where a compare-and-swap expects the first, so that
// this can find what it expects, and something else.

import type { Access } from '../../printers/model/instructions.js';
import { canWrite } from '../program/access.js';

/** Two or more. */
export const MANY = 2;
/** Words above the base by less than this are known exactly. */
export const BIG = 3;
/** From here on above the base v4 takes failed gets back: RESET_AFTER of runtime/width.ts at 32 bits. */
export const RESET = 1 << 30;
/** Residues that MANY stands for. Threads in flight are too few to reach RESET: only what they left behind does. */
const RESIDUES = [MANY, BIG, RESET];
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

/** The residues that `residue` stands for, by class. */
export function residuesOf(residue: number): readonly number[] {
  return residue < MANY ? [residue] : RESIDUES;
}

/** The words that stand for `base + amount`. `expected`: by a compare-and-swap. */
export function wordsOf(base: number, amount: number, expected?: number): number[] {
  if (amount < BIG) return [base + amount];
  const [from, to] = amount < RESET ? [BIG, RESET] : [RESET, 2 ** 31];
  const usual = from === BIG ? FAR : from + FAR;
  const offset = expected === undefined ? -1 : (expected - base) | 0;
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

/** An access of the count word by a thread with the share `share`. */
export interface CountAccess {
  readonly access: Access;
  readonly before: number;
  readonly after: number;
  readonly share: number;
  /** Words that count nobody. */
  readonly bases: readonly number[];
  /** Slots that hold the page. */
  readonly indexed: number;
}

/**
 * Changes `count` by an access. Returns the thread's share after it, and whether all other shares are gone; undefined where it
 * writes nothing.
 *
 * @throws Undecided
 */
export function changeCount(
  count: CountWord,
  { access, before, after, share, bases, indexed }: CountAccess,
): { share: number; resets: boolean } | undefined {
  const stores = access === 'store' || access === 'exchange';
  if (!canWrite(access) || (!stores && before === after)) return undefined;
  const step = (after - before) | 0;
  if (!stores && Math.abs(step) <= LARGEST_STEP) {
    const own = share + step;
    if (own >= 0) return { share: settled(count, own, indexed), resets: false };
    if (access !== 'compareExchange' || !bases.includes(after)) {
      takeFrom(count, -own);
      return { share: 0, resets: false };
    }
  } else if (!stores && access !== 'compareExchange' && ((before - count.base) | 0) >= BIG) {
    throw new Undecided('bits of a count are changed that is known to be big, and no more');
  }
  const { base, amount } = based(after, bases);
  count.base = base;
  count.residue = 0;
  return { share: settled(count, amount, indexed), resets: true };
}

/** Gives one of the references of somebody who has several to an index that has none. */
function settled(count: CountWord, share: number, indexed: number): number {
  if (share > MOST_SHARES) throw new Undecided(`a thread adds more than ${MOST_SHARES} to the count`);
  if (share < 2 || indexed === 0 || count.residue > 0) return share;
  count.residue = 1;
  return share - 1;
}

/** Takes `amount` off the residue. Of a big one only 1, since its class stands for others. @throws Undecided when it is too little */
export function takeFrom(count: CountWord, amount: number): void {
  if (count.residue < amount || (count.residue >= MANY && amount > 1))
    throw new Undecided('a thread takes off the count what nobody has added');
  count.residue -= amount;
}
