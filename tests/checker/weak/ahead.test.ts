// States without what no thread of a litmus test will look at: the same ends in as many ways, in fewer states.

import { expect, test } from 'vitest';
import { exploreLitmus } from '../../../src/checker/memory/by-states.js';
import type { LitmusFinals } from '../../../src/checker/memory/memory-model.js';
import { bodiesOf, overWeakMemory } from '../../../src/checker/memory/ra/ra.js';
import { litmusModel } from '../../../src/checker/model/litmus-model.js';
import type { LitmusTest } from '../../../src/litmus/parse.js';
import { seededRandom } from '../../../src/statistics/random.js';
import { inSlow, slice } from '../../slow.js';
import { everyCycle } from '../lkmm/generator/families.js';
import { generatedTest } from '../lkmm/generator/tests.js';
import { randomLitmus } from '../lkmm/random-tests.js';

const LIMITS = { maxStates: 200_000 };

/** Returns the number of states with what is looked at alone, and with all. */
function compared(litmus: LitmusTest): [fewer: number, all: number] {
  const [short, long] = [bodiesOf(litmus), undefined].map((bodies) =>
    exploreLitmus(litmus, overWeakMemory(litmusModel(litmus), bodies), LIMITS),
  ) as [LitmusFinals, LitmusFinals];
  if (!('finals' in short && 'finals' in long)) return [0, 0];
  const ends = ({ finals }: typeof short): Map<string, number> =>
    new Map(finals.map(({ values, ways }) => [[...values].join(), ways]));
  expect(ends(short)).toEqual(ends(long));
  expect(short.states).toBeLessThanOrEqual(long.states);
  return [short.states, long.states];
}

test.each(slice(everyCycle(), 4).filter((cycle) => !cycle.includes('P ') && !cycle.includes(' P')))('%s', (cycle) => {
  compared(generatedTest(cycle));
});

test.each(Array.from({ length: inSlow(1000, 150) }, (_, index) => ({ index })))('random test $index', ({ index }) => {
  compared(randomLitmus(`random ${index}`, seededRandom(4000 + index)));
});

test.each([
  ['MbdWW MbdWR Fre MbdWW MbdWR Fre MbdWW MbdWR Fre', 2],
  ['XRlx MbdWR Fre XRlx MbdWR Fre XRlx MbdWR Fre XRlx MbdWR Fre', 1.5],
])('%s has fewer states by %d', (cycle, times) => {
  const [fewer, all] = compared(generatedTest(cycle));
  expect(all / fewer).toBeGreaterThan(times);
});
