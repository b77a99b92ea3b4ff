// Exploring only what a condition asks for: each execution of which it may be true, or false, and no fewer; and what is decided
// so that has too many executions otherwise.

import { expect, test } from 'vitest';
import { decideLitmus, litmusExecutions } from '../../../src/checker/memory/lkmm/litmus.js';
import { type LitmusTest, parseLitmus } from '../../../src/litmus/parse.js';
import { seededRandom } from '../../../src/statistics/random.js';
import { inSlow, SLOW, slice } from '../../slow.js';
import { everyCycle } from './generator/families.js';
import { generatedTest } from './generator/tests.js';
import { randomLitmus } from './random-tests.js';

const LIMITS = { maxStates: 100_000 };

function endsOf(litmus: LitmusTest, holds: boolean, wanted?: boolean): Map<string, number> {
  const { ends, complete } = litmusExecutions(litmus, LIMITS, wanted);
  expect(complete).toBe(true);
  const asked = ends.filter(({ values }) => litmus.condition.holds((name) => values.get(name) as number) === holds);
  return new Map(asked.map(({ values, executions }) => [[...values].join(), executions]));
}

function expectAll(litmus: LitmusTest): void {
  for (const holds of [true, false]) expect(endsOf(litmus, holds, holds)).toEqual(endsOf(litmus, holds));
}

test.each(slice(everyCycle(), 16))('%s', (cycle) => {
  expectAll(generatedTest(cycle));
});

/** Conditions on registers of a random test, of each kind of sign. */
const CONDITIONS = ['exists (0:R=0 /\\ 1:R=1)', 'exists (~(0:R=1 \\/ 1:R=2))', 'forall (0:R=0 => 1:R!=1 /\\ x=1)'];

test.each(Array.from({ length: inSlow(300, 20) }, (_, index) => ({ index })))('random test $index', ({ index }) => {
  const { text } = randomLitmus(`random ${index}`, seededRandom(7000 + index), index % 2 === 0);
  const [first, second] = [0, 1].map(
    (thread) => /int (r\d)/.exec(text.split(`P${thread}(`)[1]?.split('\nP')[0] ?? '')?.[1],
  );
  if (first === undefined || second === undefined) return;
  const condition = (CONDITIONS[index % 3] as string).replace('0:R', `0:${first}`).replace('1:R', `1:${second}`);
  expectAll(parseLitmus(`random ${index}`, text.replace(/exists[\s\S]*$/, condition)));
});

/** Three threads that take two locks made of exchanges, each with a flag in both. `taken`: the value of a lock that is. */
function twoLocks(condition: string, taken = '1'): LitmusTest {
  const body = (thread: number): string => `P${thread}(int *x, int *l, int *m)
{
  int r0 = xchg_acquire(l, ${taken});
  WRITE_ONCE(*x, ${thread + 1});
  int r1 = xchg_acquire(m, ${taken});
  int r2 = READ_ONCE(*x);
  smp_store_release(m, 0);
  WRITE_ONCE(*x, ${thread + 11});
  smp_store_release(l, 0);
}`;
  return parseLitmus('locks', `C locks\n{}\n${[0, 1, 2].map(body).join('\n')}\n${condition}\n`);
}

/** Each takes a second or two, as do those below, which are played by default. */
const OF_LOCKS: readonly (readonly [condition: string, holds: boolean])[] = [
  ['exists (0:r0=0 /\\ 0:r1=0 /\\ 1:r0=0 /\\ 1:r1=0 /\\ 2:r0=0 /\\ 2:r1=0 /\\ 1:r2=1)', false],
  ['exists (0:r1=0 /\\ 1:r1=0 /\\ 2:r1=0 /\\ 0:r2=3)', true],
  ['exists (0:r0=0 /\\ 1:r0=0 /\\ 2:r0=0 /\\ (0:r2!=1 \\/ 1:r2!=2 \\/ 2:r2!=3))', false],
  ['exists (0:r0=1 /\\ 1:r0=1 /\\ 2:r0=1)', false],
  ['exists (0:r0=0 /\\ 1:r0=0 /\\ 2:r0=0 /\\ 2:r2=3 /\\ x=13)', true],
];

test.runIf(SLOW).each(OF_LOCKS)('two locks of exchanges: %s', (condition, holds) => {
  const litmus = twoLocks(condition);
  const { ends, complete, isPart, states } = decideLitmus(litmus, { maxStates: 500_000 });
  const holding = ends.filter(({ values }) => litmus.condition.holds((name) => values.get(name) as number));
  expect([complete, isPart, holding.length > 0]).toEqual([true, true, holds]);
  expect(states).toBeLessThan(60_000);
});

test('where the glance sees no end, ends of both answers are looked for', () => {
  const litmus = twoLocks('filter (0:r0=1 /\\ 0:r1=0 /\\ 1:r0=1 /\\ 1:r1=0 /\\ 2:r1=0 /\\ 0:r2=3)\nexists (1:r2=2)');
  const { ends, complete } = decideLitmus(litmus, { maxStates: 500_000 });
  const seen = ends.map(({ values }) => values.get('1:r2') === 2);
  expect([complete, new Set(seen)]).toEqual([true, new Set([true, false])]);
});

test('a value of 0xffffffff is not taken for a plain access', () => {
  const litmus = twoLocks('exists (0:r0=0 /\\ 1:r0=0 /\\ 2:r0=0 /\\ (0:r2!=1 \\/ 1:r2!=2 \\/ 2:r2!=3))', '0xffffffff');
  const { ends, complete, isPart, states } = decideLitmus(litmus, { maxStates: 500_000 });
  const holding = ends.filter(({ values }) => litmus.condition.holds((name) => values.get(name) as number));
  expect([complete, isPart, holding.length > 0]).toEqual([true, true, false]);
  expect(states).toBeLessThan(60_000);
});
