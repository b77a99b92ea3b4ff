// The judgement of a page at rest, when every thread has ended and nobody holds a reference. Race and check share it.

import type { Violation } from './table.js';

export interface PageAtRest {
  /** The count word, and what the protocol counts in it. */
  readonly word: number;
  readonly references: number;
  /** The protocol refuses gets on the word. */
  readonly dead: boolean;
  /** Even: free. */
  readonly generation: number;
  /** Index slots that point at the page: each holds a reference. */
  readonly slots: number;
  /** Exact value of the word of a free page where nobody may touch it, since its memory is free for anything. */
  readonly poison?: number | undefined;
}

export type ViolationAtRest = Extract<
  Violation,
  'touchedFreed' | 'useAfterFree' | 'lostOverflow' | 'leak' | 'underflow'
>;

export function violationAtRest(page: PageAtRest): ViolationAtRest | undefined {
  const { word, references, dead, generation, slots, poison } = page;
  if ((generation & 1) === 0) {
    if (slots > 0) return 'useAfterFree';
    if (poison !== undefined) return word === poison ? undefined : 'touchedFreed';
    if (!dead) return 'lostOverflow';
    return references > 0 ? 'leak' : undefined;
  }
  if (slots === 0 || references > slots) return 'leak';
  return references < slots ? 'underflow' : undefined;
}
