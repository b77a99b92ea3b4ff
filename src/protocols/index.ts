// The protocols in the box: the only list of their names. A new one is a file in this folder and an entry here.

import type { Violation } from '../violations/table.js';
import { mutant, type ProtocolEntry, sound, unsound } from './entry.js';

export type { Demonstration, ProtocolEntry } from './entry.js';

const STOLEN: readonly Violation[] = ['stolenFree', 'typeConfusionStolenFree'];
const REUSED: readonly Violation[] = [...STOLEN, 'doubleFree', 'useAfterFree'];
const ON_A_NARROW_WORD = { width: 3, rounds: 3 };
const MANY_GETS = 'takes 2^30 failed gets or more on one free page';

export const protocols: readonly ProtocolEntry[] = [
  sound('old', 'compare-and-swap loop that refuses zero', 'page_ref.h before the series'),
  unsound('v4', 'fetch-add first, frozen bit, two-step death', '[PATCH v4 1/2], June 2026', STOLEN, {
    scenario: 'email',
    shows: ['stolenFree'],
  }),
  sound('freeze-first', 'the last put goes from 1 to frozen in one compare-and-swap', 'Yan, 21 June 2026'),
  sound('assume-one', 'old with a tryGet that guesses 1 instead of reading', 'Torvalds, 1 March 2026'),
  unsound('inverted-bit', 'v4 with a bit that means alive, so that zero is dead', 'Gladyshev, 6 March 2026', STOLEN, {
    scenario: 'email',
    shows: ['stolenFree'],
  }),
  unsound('v4-acquire', 'v4 whose step 2 acquires', 'Hildenbrand, 22 June 2026', STOLEN, {
    scenario: 'email',
    shows: ['stolenFree'],
  }),
  unsound('v4-full', 'v4 whose step 2 is a full barrier', 'the strongest order for step 2', STOLEN, {
    scenario: 'email',
    shows: ['stolenFree'],
  }),
  unsound('v4-generation', 'v4 with 8 bits of generation that step 2 compares', 'a tag against ABA', STOLEN, {
    scenario: 'email',
    shows: ['stolenFree'],
    width: 4,
    rounds: 2,
    stall: { rounds: 100_000, probability: 0.001 }, // 256 lives within one window
  }),
  unsound(
    'v4-rfc',
    'v4 with a one-shot reset after every failed get',
    '[RFC PATCH], December 2025',
    [...REUSED, 'leak', 'lostOverflow'],
    {
      scenario: 'overflow',
      shows: ['stolenFree', 'doubleFree', 'useAfterFree', 'leak', 'lostOverflow'],
      ...ON_A_NARROW_WORD,
      outOfReach: MANY_GETS,
    },
  ),
  unsound(
    'sticky',
    'zero sticks, and whoever reads it helps it to',
    'Anderson, Blelloch, Wei, PLDI 2022',
    [...REUSED, 'leak', 'underflow', 'lostOverflow'],
    {
      scenario: 'email',
      shows: ['stolenFree'],
    },
  ),
  unsound(
    'rcuref',
    'count minus one, with dead and saturated zones',
    'lib/rcuref.c',
    [...REUSED, 'leak', 'underflow', 'lostOverflow'],
    {
      scenario: 'email',
      shows: ['stolenFree', 'useAfterFree', 'leak', 'lostOverflow'],
    },
  ),
  mutant(
    'or-freeze',
    'mutant of v4: step 2 sets the bit unconditionally',
    'Hildenbrand, 4 March 2026',
    [...REUSED, 'underflow', 'lostOverflow'],
    {
      scenario: 'email',
      shows: ['stolenFree', 'doubleFree', 'useAfterFree', 'lostOverflow'],
    },
  ),
  mutant(
    'zeroing-allocator',
    'mutant of v4: free pages rest at 0 without the frozen bit',
    'Hildenbrand, 5 March 2026',
    [...REUSED, 'leak', 'underflow'],
    {
      scenario: 'email',
      shows: ['stolenFree', 'doubleFree', 'useAfterFree', 'leak'],
    },
  ),
  mutant(
    'no-reset',
    'mutant of v4: failed gets are never taken back',
    'Price on the RFC, December 2025',
    [...REUSED, 'leak', 'lostOverflow'],
    {
      scenario: 'overflow',
      shows: ['stolenFree', 'doubleFree', 'useAfterFree', 'leak', 'lostOverflow'],
      ...ON_A_NARROW_WORD,
      outOfReach: MANY_GETS,
    },
  ),
  mutant(
    'v4-blind-loop',
    'mutant of v4: the reset loop freezes whatever it finds',
    'Shutsemau and Gladyshev, January 2026',
    [...STOLEN, 'leak', 'underflow', 'useAfterFree'],
    {
      scenario: 'overflow',
      shows: ['stolenFree', 'leak'],
      ...ON_A_NARROW_WORD,
      outOfReach: MANY_GETS,
    },
  ),
  mutant(
    'forgot-step-2',
    'mutant of v4: destroys at 0 and never freezes',
    'made for the gallery',
    [...REUSED, 'underflow', 'lostOverflow'],
    {
      scenario: 'allocator',
      shows: ['lostOverflow'],
    },
  ),
  mutant(
    'get-ignores-frozen',
    'mutant of v4: tryGet succeeds on whatever it finds',
    'made for the gallery',
    [...STOLEN, 'useAfterFree', 'leak', 'underflow', 'lostOverflow'],
    {
      scenario: 'email',
      shows: ['stolenFree', 'useAfterFree', 'leak', 'lostOverflow'],
    },
  ),
  mutant(
    'both-destroy',
    'mutant of v4: who loses step 2 to another put destroys too',
    'made for the gallery',
    [...REUSED, 'leak', 'underflow', 'lostOverflow'],
    {
      scenario: 'freezer',
      shows: ['doubleFree'],
    },
  ),
  mutant(
    'undo-failed-get',
    'mutant of v4: each failed get subtracts itself again',
    'made for the gallery',
    [...STOLEN, 'useAfterFree', 'leak', 'underflow', 'lostOverflow'],
    {
      scenario: 'email',
      shows: ['stolenFree', 'leak', 'lostOverflow'],
    },
  ),
  mutant(
    'freeze-in-place',
    'mutant of v4: a frozen page keeps its count beside the bit',
    'made for the gallery',
    [...STOLEN, 'leak', 'brokenFreeze'],
    {
      scenario: 'mixed',
      shows: ['brokenFreeze'],
    },
  ),
  mutant(
    'get-takes-zero',
    'mutant of old: tryGet adds to zero',
    'made for the gallery',
    [...REUSED, 'leak', 'underflow'],
    {
      scenario: 'walker',
      shows: ['leak'],
    },
  ),
  mutant(
    'split-put',
    'mutant of old: put is a read and a write',
    'made for the gallery',
    [...REUSED, 'leak', 'underflow'],
    {
      scenario: 'two-puts',
      shows: ['leak'],
    },
  ),
  mutant(
    'plain-init-before-type',
    'mutant of old: a page is counted before it has its type',
    'made for the gallery',
    ['useAfterFree'],
    {
      scenario: 'walker',
      shows: ['useAfterFree'],
    },
  ),
  mutant(
    'count-off-by-one',
    'mutant of freeze-first: a reading one below the count',
    'made for the gallery',
    ['underflow'],
    {
      scenario: 'mixed',
      shows: ['underflow'],
    },
  ),
];
