// Litmus tests in blocks, in states without what no thread will look at: the same ends, in fewer states.

import { expect, test } from 'vitest';
import { exploreLitmus } from '../../../src/checker/memory/by-states.js';
import type { LitmusFinals } from '../../../src/checker/memory/memory-model.js';
import { bodiesOf, overWeakMemory, ra } from '../../../src/checker/memory/ra/ra.js';
import { litmusModel } from '../../../src/checker/model/litmus-model.js';
import type { LitmusTest } from '../../../src/litmus/parse.js';
import { seededRandom } from '../../../src/statistics/random.js';
import { inSlow, slice } from '../../slow.js';
import { everyCycle } from '../lkmm/generator/families.js';
import { generatedTest } from '../lkmm/generator/tests.js';
import { randomLitmus } from '../lkmm/random-tests.js';

const LIMITS = { maxStates: 200_000 };

/** Returns the number of states of the reduced exploration, and of the one by single steps. */
function compared(litmus: LitmusTest): [fewer: number, all: number] {
  const [short, long] = [bodiesOf(litmus), undefined].map((bodies) =>
    exploreLitmus(litmus, overWeakMemory(litmusModel(litmus), bodies), LIMITS),
  ) as [LitmusFinals, LitmusFinals];
  if (!('finals' in short && 'finals' in long)) return [0, 0];
  const ends = ({ finals }: typeof short): Set<string> => new Set(finals.map(({ values }) => [...values].join()));
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

test.each(['MbdWW MbdWR Fre', 'XRlx MbdWR Fre', 'Coi MbdWR Fre'])('three times %s has fewer states by far', (way) => {
  const [fewer, all] = compared(generatedTest(`${way} ${way} ${way}`));
  expect(all / fewer).toBeGreaterThan(2);
});

test('five threads that had millions of states have hundreds, and the result says so', () => {
  const cycle = Array(5).fill('Coi MbdWR Fre').join(' ');
  const result = ra.litmus(generatedTest(cycle), { maxStates: 25_000 });
  const notes = [expect.stringMatching(/^ra: there are too many schedules to count/)];
  expect(result).toMatchObject({ states: 697, notes });
});
