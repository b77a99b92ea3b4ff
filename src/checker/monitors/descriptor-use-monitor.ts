// Whether an access touches the count word of a descriptor whose memory is free (see pages/reclaim.ts). A race sees that
// some accesses later, or not at all. The model looks at once, after each access: at the generation, which is even, and
// then at the stamp, which is 0. Memory that is type-stable has no stamp, and may be touched.

import { GENERATION, REFCOUNT, RETIRED_IN } from '../../runtime/layout.js';
import type { Words } from '../words/words.js';

/** The steps that look, at `word`. */
export interface TouchStep {
  readonly op: 'generationOfTouched' | 'stampOfTouched';
  readonly word: number;
  readonly page: number;
  readonly next: number;
}

/** A report. */
export interface TouchReport {
  readonly op: 'touchedFreed';
  readonly page: number;
  readonly next: number;
}

/** The step behind an access to the word at `address`, before the entry `next`; undefined for any but a count word. */
export function touchStep(words: Words, address: number, next: number): TouchStep | undefined {
  const holders = words.holdersAt(address);
  const page = address - REFCOUNT;
  if (holders === undefined || words.pageHeld(holders)?.count !== address) return undefined;
  if (words.find(page + RETIRED_IN) === undefined) return undefined;
  return { op: 'generationOfTouched', word: words.at(page + GENERATION), page, next };
}

/** What follows the step `own` that found `value`; undefined where the memory is in use, or waits. */
export function afterTouchStep(words: Words, own: TouchStep, value: number): TouchStep | TouchReport | undefined {
  const { op, page, next } = own;
  if (op === 'generationOfTouched') {
    return (value & 1) === 0 ? { op: 'stampOfTouched', word: words.at(page + RETIRED_IN), page, next } : undefined;
  }
  return value === 0 ? { op: 'touchedFreed', page, next } : undefined;
}
