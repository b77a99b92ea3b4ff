// How many references of each page are held (see program/holding.ts): a word of the model beside those of the memory,
// which no thread accesses. It counts from the allocation, which holds one, to the free, which must find none.

import { REFCOUNT } from '../../runtime/layout.js';
import type { HolderChange } from '../program/holding.js';
import type { Words } from './words.js';

/** A detector step that the automaton puts in beside those of the program. `next`: the entry that follows. */
export type OwnStep = {
  /** The word that counts the holders. */
  readonly word: number;
  /** Address of the page. */
  readonly page: number;
  readonly next: number;
} & (
  | { readonly op: 'holders'; readonly change: HolderChange['change'] }
  /** A report: so many hold the page that is freed. */
  | { readonly op: 'freedUnderHolder'; readonly holders: number }
);

/** Stands for a number of holders that is not known. */
const NOT_KNOWN = -1;

/** The step that makes `change`, before the entry `next`; undefined where it names no word of a page. */
export function ownStepFor(words: Words, { of, address, change }: HolderChange, next: number): OwnStep | undefined {
  const word = words.holdersAt(address);
  const page = word === undefined ? undefined : words.pageHeld(word);
  if (word === undefined || page?.[of] !== address) return undefined;
  return { op: 'holders', word, page: page.count - REFCOUNT, change, next };
}

/** What an access to the word at `address` means if that is the generation of a page: see pages/allocator.ts. */
export function passageBy(address: number, before: number, after: number): HolderChange | undefined {
  if (((before ^ after) & 1) === 0) return undefined;
  return { of: 'generation', address, change: (after & 1) === 0 ? 'freed' : 'claimed' };
}

/** The number of holders after the step `own`, where there were `holders`; and the report that follows, if one does. */
export function afterOwnStep(own: OwnStep, holders: number): { holders: number; report?: OwnStep } {
  if (own.op === 'freedUnderHolder') return { holders };
  const { word, page, change, next } = own;
  if (change === 'claimed') return { holders: 1 };
  if (change === 'freed') {
    return holders > 0 ? { holders: 0, report: { op: 'freedUnderHolder', word, page, holders, next } } : { holders: 0 };
  }
  if (change === 'unknown' || holders === NOT_KNOWN) return { holders: NOT_KNOWN };
  return { holders: Math.max(0, holders + change) }; // below 0 only after a violation
}
