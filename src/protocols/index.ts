// The protocols in the box: the only list of their names.

/** Every violation by the name that it has in results. */
export const violations = [
  'stolenFree',
  'typeConfusionStolenFree',
  'typeConfusionStaleGet',
  'doubleFree',
  'useAfterFree',
  'leak',
  'underflow',
  'lostOverflow',
  'brokenFreeze',
] as const;

export type Violation = (typeof violations)[number];

export interface ProtocolEntry {
  readonly name: string;
  readonly description: string;
  /** File name in this folder. */
  readonly file: string;
  /** Where the protocol comes from. */
  readonly source: string;
  /** Whether it keeps every lifetime property when the destroyer looks the type up. */
  readonly sound: boolean;
  /** What it shows when it is not; in which scenarios the check command tells. */
  readonly shows: readonly Violation[];
}

export const protocols: readonly ProtocolEntry[] = [
  {
    name: 'old',
    description: 'compare-and-swap loop that refuses zero',
    file: 'old.ts',
    source: 'page_ref.h before the series',
    sound: true,
    shows: [],
  },
  {
    name: 'v4',
    description: 'fetch-add first, frozen bit, two-step death',
    file: 'v4.ts',
    source: '[PATCH v4 1/2], June 2026',
    sound: false,
    shows: ['stolenFree', 'typeConfusionStolenFree'],
  },
  {
    name: 'or-freeze',
    description: 'mutant of v4: step 2 sets the bit unconditionally',
    file: 'or-freeze.ts',
    source: 'Hildenbrand, 4 March 2026',
    sound: false,
    shows: ['doubleFree', 'useAfterFree', 'underflow', 'stolenFree', 'typeConfusionStolenFree'],
  },
  {
    name: 'zeroing-allocator',
    description: 'mutant of v4: free pages rest at 0 without the frozen bit',
    file: 'zeroing-allocator.ts',
    source: 'Hildenbrand, 5 March 2026',
    sound: false,
    shows: ['useAfterFree', 'doubleFree', 'underflow', 'leak', 'stolenFree', 'typeConfusionStolenFree'],
  },
  {
    name: 'no-reset',
    description: 'mutant of v4: failed gets are never taken back',
    file: 'no-reset.ts',
    source: 'Price on the RFC, December 2025',
    sound: false,
    shows: ['lostOverflow', 'useAfterFree', 'doubleFree', 'stolenFree', 'typeConfusionStolenFree'],
  },
  {
    name: 'v4-rfc',
    description: 'v4 with a one-shot reset after every failed get',
    file: 'v4-rfc.ts',
    source: '[RFC PATCH], December 2025',
    sound: false,
    shows: ['lostOverflow', 'useAfterFree', 'doubleFree', 'stolenFree', 'typeConfusionStolenFree'],
  },
  {
    name: 'v4-blind-loop',
    description: 'mutant of v4: the reset loop freezes whatever it finds',
    file: 'v4-blind-loop.ts',
    source: 'Shutsemau and Gladyshev, January 2026',
    sound: false,
    shows: ['leak', 'underflow', 'useAfterFree', 'doubleFree', 'stolenFree', 'typeConfusionStolenFree'],
  },
];
