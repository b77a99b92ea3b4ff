// Ownership of the references of a page, after each step of a thread: which part of the count word is its share, and which
// is the residue; and the same of the references that are held. This is book-keeping. The threads know nothing of it, and
// any rule would do that looks at nothing but the page and the thread that moves, as long as base, residue and shares make
// the word. This one is chosen so that few views are needed:
//
// - What a thread adds is its own, and it takes off its own before what is the residue. A store leaves no share but its own.
// - A slot that publishes the page takes one reference of the thread, which gets it back when it clears the slot. A thread
//   that has several gives one to an index that has none.
// - What a thread has when it ends is the residue.
//
// No share is ever below 0: where the residue has too little, nothing can be proved. (Shares of 2 and -1 would look like
// a share of 1.)

import type { Access } from '../../printers/model/instructions.js';
import { canWrite } from '../program/access.js';
import { LOCK, PAGE } from './abstract-state.js';
import { BIG, MANY, split, Undecided } from './count-word.js';
import type { Passage } from './generations.js';

/** A step that changes the word by more than this is no addition. */
const LARGEST_STEP = 8;
/** The most shares that one thread has, and the most holders without a thread. */
export const MOST_SHARES = 6;

/** Parts of the count and of the holders that the page has, and those of the thread. */
export interface Owned {
  base: number;
  residue: number;
  holders: number;
  share: number;
  holds: number;
  owes: number;
}

/** A step, as far as somebody owns something else after it. */
export interface Observed {
  /** Of the count word. */
  readonly access: Access | undefined;
  /** The count word. */
  readonly before: number;
  readonly after: number;
  /** Words that count nobody: see count-word.ts. */
  readonly bases: readonly number[];
  /** Shares of all others. */
  readonly others: number;
  /** Values of the slots, before and after. */
  readonly slots: readonly (readonly [before: number, after: number])[];
  readonly page: number;
  /** Before the step. */
  readonly isLive: boolean;
  readonly passage: Passage | undefined;
  /** Sum of `holders + holds` behind the step; below 0: that is unknown. */
  readonly held: number;
  /** The thread ends. */
  readonly ends: boolean;
}

/** Changes `owned` by a step. Returns whether the shares of all others are gone, and whether they owe nothing. @throws Undecided */
export function own(owned: Owned, step: Observed): { resets: boolean; settles: boolean } {
  const { base } = owned;
  const indexed = step.slots.filter(([before]) => before !== 0).length;
  const changes = step.held - owned.holders - owned.holds;
  const resets = count(owned, step, indexed);
  for (const [before, after] of step.slots) if (before !== after) index(owned, before, after, step.page);
  hold(owned, step, changes, indexed);
  if (step.passage) owned.owes = step.passage === 'claimed' ? owned.owes | PAGE : owned.owes & ~PAGE;
  if (step.ends) {
    owned.residue += owned.share;
    owned.holders += owned.holds;
    owned.share = owned.holds = owned.owes = 0;
  }
  if (owned.share > MOST_SHARES || owned.holds > MOST_SHARES || owned.holders > MOST_SHARES) {
    throw new Undecided(`somebody has more than ${MOST_SHARES} references`);
  }
  return { resets, settles: owned.base !== base || step.passage !== undefined };
}

/** Returns whether the shares of all others are gone. */
function count(owned: Owned, { access, before, after, bases, others, isLive }: Observed, indexed: number): boolean {
  const stores = access === 'store' || access === 'exchange';
  if (!access || !canWrite(access) || (!stores && before === after)) return false;
  const { base } = owned;
  const share = owned.share + ((after - before) | 0);
  const adds = !stores && Math.abs(share - owned.share) <= LARGEST_STEP;
  const resets = !adds || (share < 0 && access === 'compareExchange' && bases.includes(after));
  if (!resets) {
    owned.share = Math.max(0, share);
    if (share < 0) takeFrom(owned, -share);
  } else {
    if (!stores && access !== 'compareExchange' && ((before - base) | 0) >= BIG)
      throw new Undecided('bits of a count are changed that is known to be big, and no more');
    const { base: stored, amount } = split(after, bases);
    Object.assign(owned, { base: stored, residue: 0, share: amount });
  }
  if (owned.share > 1 && indexed > 0 && owned.residue === 0) {
    owned.residue = 1;
    owned.share--;
  }
  const isLast = resets ? stores || owned.base !== base : owned.residue === 0 && others === 0;
  if (owned.share > 0) owned.owes &= ~PAGE;
  else if (isLive && isLast) owned.owes |= PAGE;
  return resets;
}

/** A slot changes. */
function index(owned: Owned, before: number, after: number, page: number): void {
  if (after !== 0 && after !== page) owned.owes |= LOCK;
  else if (before !== 0 && before !== page) owned.owes &= ~LOCK;
  if ((before === 0) === (after === 0)) return;
  if (after !== 0 && owned.share > 0) {
    owned.share--;
    owned.residue++;
  } else if (after === 0 && owned.residue > 0) {
    takeFrom(owned, 1);
    owned.share++;
  }
  const held = after === 0 ? owned.holders : owned.holds;
  if (held === 0) return;
  owned.holds += after === 0 ? 1 : -1;
  owned.holders += after === 0 ? -1 : 1;
}

/** So many more are held. */
function hold(owned: Owned, { held, passage }: Observed, changes: number, indexed: number): void {
  if (held < 0) throw new Undecided('a role writes the count word itself');
  if (passage) {
    owned.holds = held;
    owned.holders = 0;
    return;
  }
  owned.holds += changes;
  if (owned.holds < 0) {
    owned.holders = Math.max(0, owned.holders + owned.holds);
    owned.holds = 0;
  } else if (owned.holds > 1 && owned.holders === 0 && indexed > 0) {
    owned.holds--;
    owned.holders++;
  }
}

/** Takes `amount` off the residue. Of a big one only 1, since its class stands for others. @throws Undecided when it is too little */
function takeFrom(owned: Owned, amount: number): void {
  if (owned.residue < amount || (owned.residue >= MANY && amount > 1))
    throw new Undecided('a thread takes off the count what nobody has added');
  owned.residue -= amount;
}
