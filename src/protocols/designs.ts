// Protocols that are meant: those of the series and of the discussion about it, related designs, and variants of v4
// that answer a question about it.

import { lateOverflow, type ProtocolFacts } from './entry.js';

/** A put in two steps, of which another thread's can take the second; failed gets are taken back by a loop. */
const AS_V4 = {
  shows: ['stolenFree', 'typeConfusionStolenFree'],
  overflow: '2^(W-2) + 1',
  resets: true,
  demonstration: { scenario: 'email', shows: ['typeConfusionStolenFree', 'stolenFree'] },
} as const satisfies Partial<ProtocolFacts>;

export const designs: readonly ProtocolFacts[] = [
  {
    name: 'old',
    description: 'compare-and-swap loop that refuses zero',
    source: 'page_ref.h before the series',
    overflow: 'never',
  },
  {
    name: 'v4',
    description: 'fetch-add first, frozen bit, two-step death',
    source: '[PATCH v4], June 2026',
    ...AS_V4,
  },
  {
    name: 'v5',
    description: 'v4 with a reset that stops when it has won',
    source: 'version 5 of the series, 26 June 2026',
    ...AS_V4,
  },
  {
    name: 'freeze-first',
    description: 'the last put goes from 1 to frozen in one compare-and-swap',
    source: 'asked by Yan, 21 June 2026',
    overflow: '2^(W-2) + 1',
    resets: true,
  },
  {
    name: 'assume-one',
    description: 'old with a tryGet that guesses 1 instead of reading',
    source: 'proposed by Torvalds, 1 March 2026',
    overflow: 'never',
  },
  {
    name: 'inverted-bit',
    description: 'v4 with a bit that means alive, so that zero is dead',
    source: 'a thought of Gladyshev, 6 March 2026',
    ...AS_V4,
  },
  {
    name: 'v4-acquire',
    description: 'v4 whose step 2 acquires',
    source: 'our question on claim C6, proposed by nobody',
    ...AS_V4,
  },
  {
    name: 'v4-full',
    description: 'v4 whose step 2 is a full barrier',
    source: 'our question on claim C6, proposed by nobody',
    ...AS_V4,
  },
  {
    name: 'v4-generation',
    description: 'v4 with 8 bits of generation that step 2 compares',
    source: 'the usual tag against ABA, proposed by nobody',
    shows: ['stolenFree', 'typeConfusionStolenFree'],
    overflow: '2^(W-W/4-2) + 1',
    demonstration: {
      scenario: 'email',
      shows: ['typeConfusionStolenFree', 'stolenFree'],
      width: 4,
      rounds: 2,
    },
  },
  {
    name: 'v4-rfc',
    description: 'v4 with a one-shot reset after every failed get',
    source: '[RFC PATCH], December 2025',
    shows: ['stolenFree', 'typeConfusionStolenFree'],
    overflow: '2',
    demonstration: lateOverflow(['doubleFree', 'useAfterFree', 'leak', 'lostOverflow']),
  },
  {
    name: 'sticky',
    description: 'zero sticks, and whoever reads it helps it to',
    source: 'Anderson, Blelloch, Wei, PLDI 2022',
    shows: ['stolenFree', 'typeConfusionStolenFree', 'doubleFree', 'useAfterFree', 'leak', 'underflow', 'lostOverflow'],
    overflow: '2^(W-2)',
    demonstration: { scenario: 'email', shows: ['typeConfusionStolenFree', 'stolenFree'] },
  },
  {
    name: 'rcuref',
    description: 'count minus one, with dead and saturated zones',
    source: 'lib/rcuref.c',
    shows: [
      'stolenFree',
      'typeConfusionStolenFree',
      'doubleFree',
      'useAfterFree',
      'leak',
      'underflow',
      'lostOverflow',
      'assertion',
    ],
    overflow: '2^(W-3)',
    demonstration: {
      scenario: 'email',
      shows: ['typeConfusionStolenFree', 'stolenFree', 'useAfterFree', 'leak', 'lostOverflow', 'assertion'],
    },
  },
  {
    name: 'percpu',
    perThreadWords: 1,
    description: 'a word for each worker, gathered into one by the put that finds nothing in its own',
    source: 'lib/percpu-refcount.c, with an exchange for the grace period',
    overflow: 'never',
  },
  {
    name: 'biased',
    perThreadWords: 1,
    description: 'a word for the worker that was handed the page, one for all others, merged at the end',
    source: 'Choi, Shull, Torrellas, PACT 2018, with an exchange for the queue',
    overflow: 'never',
  },
];
