// Numbers of the references that are held of each page (see program/holding.ts): a word of the model beside those of the memory,
// which no thread accesses. It counts from the allocation, which holds one, to the free, which must find none.

import { REFCOUNT } from '../../runtime/layout.js';
import type { HolderChange } from '../program/holding.js';
import type { Words } from '../words/words.js';

/** The step that keeps the count, in `word`. */
export interface HoldersStep {
  readonly op: 'holders';
  readonly word: number;
  readonly page: number;
  readonly next: number;
  readonly change: HolderChange['change'];
}

/** A report: so many hold the page that is freed. */
export interface HeldReport {
  readonly op: 'freedUnderHolder';
  readonly page: number;
  readonly next: number;
  readonly holders: number;
}

/** Stands for a number of holders that is not known. */
const NOT_KNOWN = -1;

/** The step that makes `change`, before the entry `next`; undefined where it names no word of a page. */
export function holdersStep(
  words: Words,
  { of, address, change }: HolderChange,
  next: number,
): HoldersStep | undefined {
  const word = words.holdersAt(address);
  const page = word === undefined ? undefined : words.pageHeld(word);
  if (word === undefined || page?.[of] !== address) return undefined;
  return { op: 'holders', word, page: page.count - REFCOUNT, change, next };
}

/** Returns what an access to the word at `address` means for holders, if that is the generation of a page: see pages/allocator.ts. */
export function passageBy(address: number, before: number, after: number): HolderChange | undefined {
  if (((before ^ after) & 1) === 0) return undefined;
  return { of: 'generation', address, change: (after & 1) === 0 ? 'freed' : 'claimed' };
}

/** The number of holders after the step `own`, where there were `holders`; and the report that follows, if one does. */
export function afterHoldersStep(own: HoldersStep, holders: number): { written: number; report?: HeldReport } {
  const { page, change, next } = own;
  if (change === 'claimed') return { written: 1 };
  if (change === 'freed') {
    return holders > 0 ? { written: 0, report: { op: 'freedUnderHolder', page, next, holders } } : { written: 0 };
  }
  if (change === 'unknown' || holders === NOT_KNOWN) return { written: NOT_KNOWN };
  return { written: Math.max(0, holders + change) }; // below 0 only after a violation
}
