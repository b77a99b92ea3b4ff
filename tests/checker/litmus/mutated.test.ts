// Tests with mistakes: each is read and run, or refused in one line with file and line. REFTORTURE_FUZZ=10000 tries
// that many.

import { expect, test } from 'vitest';
import { runLitmus } from '../../../src/checker/litmus.js';
import { LitmusError } from '../../../src/litmus/error.js';
import { parseLitmus } from '../../../src/litmus/parse.js';
import { seededRandom } from '../../../src/statistics/random.js';
import { mutated } from '../../commands/mutations.js';
import { SEED } from '../../seed.js';
import { inSlow } from '../../slow.js';

const FILES = Number(process.env.REFTORTURE_FUZZ ?? inSlow(400, 40));

/** All that the dialect has, in one test. */
const TEXT = `C everything
"PodWW Rfe DpAddrdR Fre"
Generator=diyone7 (version 7.58)
Com=Rf Fr
(*
 * Result: Sometimes
 *)
{ int x = 1; p=x; int *q = &x; atomic_t v = ATOMIC_INIT(0x2); 0:r7=x; int 1:r8=-3; }

P0(int *x, int **p, atomic_t *v)
{
	int r0 = READ_ONCE(*x), *r1;
	r1 = (int *)rcu_dereference(*p); /* an address */
	*r1 += r0 ? 1 : ~r0; // plain
	if ((r0 == 1 && !r7) || READ_ONCE(*r1) >= 2) {
		smp_store_release(p, x);
	} else if (atomic_add_unless(v, 1, 2))
		smp_store_mb(*x, 3);
	r2 = try_cmpxchg(&v, &r0, 4);
}

P1(volatile int *x, int **p, atomic_t *v)
{
	(*x)++;
	smp_mb__before_atomic();
	atomic_inc(v);
	r9 = atomic_fetch_andnot(1, v) << 1;
	r3 = *READ_ONCE(*p);
}

filter (true)
locations [x; 0:r0; 1:r3;]
exists (~0:r1=x /\\ (1:r3!=0:r0 \\/ v>=2) \\/ not ([p]=&x) (* all *) => false)
`;

test('it is right to begin with', () => {
  const result = runLitmus(parseLitmus('x.litmus', TEXT), { maxStates: 100_000, memory: ['sc', 'ra', 'lkmm'] });
  expect(result).toMatchObject({
    kernelAnswer: 'Sometimes',
    runs: [{ memory: 'sc' }, { memory: 'lkmm' }],
    notRun: [{ memory: 'ra' }],
  });
});

test(`${FILES} with mistakes are read or refused`, { timeout: 60_000 + FILES * 100 }, () => {
  const random = seededRandom(SEED);
  const wrong: unknown[] = [];
  const kinds = new Map<string, number>();
  for (let number = 0; number < FILES; number++) {
    const text = mutated(TEXT, random);
    let kind = 'read';
    try {
      runLitmus(parseLitmus('x.litmus', text), { maxStates: 2000, memory: ['sc', 'ra', 'lkmm'] });
    } catch (error) {
      kind = 'refused';
      const isRefusal = error instanceof LitmusError && /^x\.litmus:\d+: [^\n]+$/.test(error.message);
      if (!isRefusal) wrong.push({ number, text, error: (error as Error).stack });
    }
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  expect(wrong).toEqual([]);
  expect(kinds.get('read')).toBeGreaterThan(0);
  expect(kinds.get('refused')).toBeGreaterThan(0);
});
