// Litmus tests in blocks, in states without what no thread will look at: the same ends, in fewer states.

import { expect, test } from 'vitest';
import { exploreLitmus } from '../../../src/checker/memory/by-states.js';
import type { LitmusFinals } from '../../../src/checker/memory/memory-model.js';
import { bodiesOf, overWeakMemory, ra } from '../../../src/checker/memory/ra/ra.js';
import { litmusModel } from '../../../src/checker/model/litmus-model.js';
import { type LitmusTest, parseLitmus } from '../../../src/litmus/parse.js';
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

test.each(slice(everyCycle(), 8).filter((cycle) => !cycle.includes('P ') && !cycle.includes(' P')))('%s', (cycle) => {
  compared(generatedTest(cycle));
});

test.each(Array.from({ length: inSlow(1000, 60) }, (_, index) => ({ index })))('random test $index', ({ index }) => {
  compared(randomLitmus(`random ${index}`, seededRandom(4000 + index)));
});

/**
 * The text of a test of two to four threads over two words and a lock, with every read-modify-write, fence and lock operation
 * that `ra` knows. A thread unlocks what it has locked, or forgets to.
 */
function wideText(random: () => number): string {
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
  const threads = 2 + below(3);
  const words = ['x', 'y', 'x', 'y', 'l'];
  const suffix = (): string => pick(['', '_relaxed', '_acquire', '_release']);
  const line = (register: string): string => {
    const [at, value, condition] = [pick(words), below(3), `r${below(4)} == ${below(3)}`];
    const one = pick([
      `${register} = READ_ONCE(*${at});`,
      `${register} = READ_ONCE(*${at});`,
      `${register} = smp_load_acquire(${at});`,
      `${register} = spin_is_locked(l);`,
      `WRITE_ONCE(*${at}, ${value});`,
      `WRITE_ONCE(*${at}, ${register} + 1);`,
      `smp_store_release(${at}, ${value});`,
      `smp_store_mb(*${at}, ${value});`,
      `${register} = xchg${suffix()}(${at}, ${value});`,
      `${register} = cmpxchg${suffix()}(${at}, ${below(2)}, ${value});`,
      `${register} = atomic_fetch_add${suffix()}(1, ${at});`,
      `${register} = atomic_inc_not_zero${suffix()}(${at});`,
      `atomic_inc(${at});`,
      `spin_lock(l); ${pick(FENCES)} ${register} = READ_ONCE(*${at}); WRITE_ONCE(*x, ${value}); spin_unlock(l);`,
      `spin_lock(l); smp_store_release(${at}, ${value}); ${pick(['', 'spin_unlock(l);'])}`,
      `${register} = spin_trylock(l); if (${register}) { WRITE_ONCE(*${at}, 2); spin_unlock(l); }`,
    ]);
    const fence = below(3) === 0 ? pick(FENCES) : '';
    return below(4) === 0 ? `if (${condition}) { ${one} } ${fence}` : `${one} ${fence}`;
  };
  const bodies = Array.from({ length: threads }, (_, thread) => {
    const lines = Array.from({ length: 1 + below(threads === 2 ? 4 : 5 - threads + 1) }, () => line(`r${below(4)}`));
    return `P${thread}(int *x, int *y, spinlock_t *l) {\n  int r0 = 0; int r1 = 0; int r2 = 0; int r3 = 0;\n${lines.join('\n')}\n}\n`;
  });
  return `C wide\n{}\n${bodies.join('')}exists (x=0)\n`;
}

const FENCES = [
  ...['smp_mb();', 'smp_wmb();', 'smp_rmb();', 'smp_mb__before_atomic();', 'smp_mb__after_atomic();'],
  ...['smp_mb__after_spinlock();', 'smp_mb__after_unlock_lock();', 'barrier();'],
];

test.each(Array.from({ length: inSlow(2000, 60) }, (_, index) => ({ index })))(
  'wide random test $index',
  ({ index }) => {
    compared(parseLitmus(`wide ${index}`, wideText(seededRandom(70_000 + index))));
  },
);

test.each(['MbdWW MbdWR Fre', 'XRlx MbdWR Fre', 'Coi MbdWR Fre'])('three times %s has fewer states by far', (way) => {
  const [fewer, all] = compared(generatedTest(`${way} ${way} ${way}`));
  expect(all / fewer).toBeGreaterThan(2);
});

test('a block that leads to many states ends early: the same ends', () => {
  const stores = [1, 2, 3, 4, 5].map((value) => `WRITE_ONCE(*x, ${value});`).join(' ');
  const reads = ['int r0 = READ_ONCE(*x);', 'int r1 = READ_ONCE(*x);', 'WRITE_ONCE(*y, r0);'].join(' ');
  const threads = [stores, `${stores} int r0 = READ_ONCE(*y);`, reads];
  const text = threads.map((body, thread) => `P${thread}(int *x, int *y) { ${body} }\n`).join('');
  const [fewer, all] = compared(parseLitmus('stores', `C stores\n{}\n${text}exists (x=0)\n`));
  expect([fewer, all]).toEqual([218, 18_588]);
});

test('five threads that had millions of states have hundreds, and the result says so', () => {
  const cycle = Array(5).fill('Coi MbdWR Fre').join(' ');
  const result = ra.litmus(generatedTest(cycle), { maxStates: 25_000 });
  const notes = [expect.stringMatching(/^ra: there are too many schedules to count/)];
  expect(result).toMatchObject({ states: 697, notes });
});

test('blocks of loads that lead to many states end early on both sides: the same ends', () => {
  const writes = [1, 2, 3].map((value) => `WRITE_ONCE(*x, ${value});`).join(' ');
  const reads = [0, 1, 2, 3].map((at) => `int r${at} = READ_ONCE(*x);`).join(' ');
  const threads = [`${reads} int r8 = xchg(x, 8);`, `${reads} int r9 = xchg(x, 9);`, writes];
  const text = threads.map((body, thread) => `P${thread}(int *x) { ${body} }\n`).join('');
  const [fewer, all] = compared(parseLitmus('loads', `C loads\n{}\n${text}exists (x=0)\n`));
  expect(fewer).toBeLessThan(all);
});
