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

/** All that the judgement depends on, in numbers that are few. */
export interface CaseAtRest {
  readonly allocated: number;
  readonly inSlots: number;
  /** 0: not asked for, 1: there, 2: gone. */
  readonly poison: number;
  readonly dead: number;
  /** References: 0: less than slots, 1: as many, 2: more. */
  readonly order: number;
  /** 1: there are references. */
  readonly any: number;
}

/** The violation that such a page shows: printers make a table of it, or a tree, so that this is the only judge. */
export function judgedAtRest({
  allocated,
  inSlots,
  poison,
  dead,
  order,
  any,
}: CaseAtRest): ViolationAtRest | undefined {
  const slots = 2 * inSlots;
  const fewer = inSlots === 0 ? -1 : any;
  const references = order === 0 ? fewer : slots + order - 1;
  const page: PageAtRest = { word: 1, references, dead: dead === 1, generation: allocated, slots };
  return violationAtRest(poison === 0 ? page : { ...page, poison });
}
