// Every state that a few threads reach has all its views in the proof for any number of them. This is the test that finds
// a mistake in the method: a proof with too few views would still look like one.

import { expect, test } from 'vitest';
import { prove } from '../../../src/checker/any-threads/prove.js';
import { sc } from '../../../src/checker/memory/sc/sc.js';
import { inSlow, isPlayed, SLOW } from '../../slow.js';
import { Containment, exactModel, forEachState, modelToProve } from './containment.js';

const LIMITS = { maxStates: 1_000_000 };
const MOST_STATES = inSlow(1_000_000, 10_000);

const SMALL = [
  'email',
  'stale',
  'two-puts',
  'getters',
  'pin',
  'late-pin',
  'freezer',
  'allocator',
  'overflow',
  'walker',
];
const SCENARIOS = SLOW ? ['mixed', 'recheck', ...SMALL] : SMALL;
const PROTOCOLS = ['old', 'assume-one', 'freeze-first', 'v4', 'v4-rfc', 'inverted-bit'];
const MORE = SLOW ? ['v5', 'v4-blind-loop', 'through-zero', 'get-takes-zero', 'count-off-by-one', 'no-reset'] : [];
/** Threads, and rounds of each. */
const THREADS = inSlow<readonly (readonly [threads: number, rounds: number])[]>(
  [
    [2, 2],
    [2, 3],
    [3, 1],
    [3, 2],
    [4, 1],
    [5, 1],
  ],
  [
    [2, 2],
    [3, 2],
    [5, 1],
  ],
);

test.each([
  ...[...PROTOCOLS, ...MORE].flatMap((protocol, row) =>
    SCENARIOS.filter((_, column) => isPlayed(row, column, 4)).map((scenario) => [protocol, scenario] as const),
  ),
  ...(SLOW ? [] : [['old', 'mixed'] as const]),
])(
  '%s in %s',
  (protocol, scenario) => {
    const question = { protocol, scenario, dtor: 'looked-up' } as const;
    const model = modelToProve(question);
    const proof = prove(sc.over(model), LIMITS);
    if (MORE.includes(protocol) && proof.undecided !== undefined) return; // a mutant
    expect(proof).toMatchObject({ complete: true, undecided: undefined });
    const containment = new Containment(proof, model);
    let states = 0;
    for (const [threads, rounds] of THREADS) {
      const exact = exactModel(question, threads, rounds);
      const outsideOf = containment.of(exact);
      const outside: string[] = [];
      states += forEachState(exact, MOST_STATES, (fields) => {
        if (outside.length === 0) outside.push(...outsideOf(fields));
      });
      expect(outside).toEqual([]);
    }
    if (SLOW) console.log(`${protocol} in ${scenario}: ${states} states`);
    expect(states).toBeGreaterThan(100);
  },
  900_000,
);
