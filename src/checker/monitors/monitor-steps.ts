// Monitors: detector steps that the automaton puts in beside those of the program, to watch what no detector of a race can
// see at once.
//
// One counts the references that are held of each page (see program/holding.ts): in a word of the model beside those of the
// memory, which no thread accesses. It counts from the allocation, which holds one, to the free, which must find none.
//
// The other sees an access that touches the count word of a descriptor whose memory is free (see pages/reclaim.ts). A race
// sees that some accesses later, or not at all. The model looks at once, after each access: at the generation, which is
// even, and then at the stamp, which is 0. Memory that is type-stable has no stamp, and may be touched.

import { TOUCHED_FREED, USE_AFTER_FREE } from '../../runtime/counters.js';
import { GENERATION, REFCOUNT, RETIRED_IN } from '../../runtime/layout.js';
import type { HolderChange } from '../program/holding.js';
import type { Words } from '../words/words.js';

export type MonitorStep = {
  /** The word that it counts in or looks at, or ~counter of the violation that it reports. */
  readonly word: number;
  /** Address of the page. */
  readonly page: number;
  /** The entry that follows. */
  readonly next: number;
} & (
  | { readonly op: 'holders'; readonly change: HolderChange['change'] }
  /** A report: so many hold the page that is freed. */
  | { readonly op: 'freedUnderHolder'; readonly holders: number }
  | { readonly op: 'generationOfTouched' | 'stampOfTouched' }
  /** A report. */
  | { readonly op: 'touchedFreed' }
);

/** Stands for a number of holders that is not known. */
const NOT_KNOWN = -1;

/** The step that makes `change`, before the entry `next`; undefined where it names no word of a page. */
export function holdersStep(
  words: Words,
  { of, address, change }: HolderChange,
  next: number,
): MonitorStep | undefined {
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

/** The step behind an access to the word at `address`, before the entry `next`; undefined for any but a count word. */
export function touchStep(words: Words, address: number, next: number): MonitorStep | undefined {
  const holders = words.holdersAt(address);
  const page = address - REFCOUNT;
  if (holders === undefined || words.pageHeld(holders)?.count !== address) return undefined;
  if (words.find(page + RETIRED_IN) === undefined) return undefined;
  return { op: 'generationOfTouched', word: words.at(page + GENERATION), page, next };
}

/** Returns what is written to the word of `own` that holds `value`, and the step that follows, if one does. */
export function afterMonitorStep(
  words: Words,
  own: MonitorStep,
  value: number,
): { written: number; followUp?: MonitorStep } {
  const { page, next } = own;
  switch (own.op) {
    case 'holders': {
      const { change } = own;
      if (change === 'claimed') return { written: 1 };
      if (change === 'freed') {
        if (value <= 0) return { written: 0 };
        return { written: 0, followUp: { op: 'freedUnderHolder', word: ~USE_AFTER_FREE, page, next, holders: value } };
      }
      if (change === 'unknown' || value === NOT_KNOWN) return { written: NOT_KNOWN };
      return { written: Math.max(0, value + change) }; // below 0 only after a violation
    }
    case 'generationOfTouched':
      if ((value & 1) !== 0) return { written: value }; // in use
      return { written: value, followUp: { op: 'stampOfTouched', word: words.at(page + RETIRED_IN), page, next } };
    case 'stampOfTouched':
      if (value !== 0) return { written: value }; // waiting
      return { written: value, followUp: { op: 'touchedFreed', word: ~TOUCHED_FREED, page, next } };
    default:
      return { written: value };
  }
}
