// The explorer against the naive enumerator: as many executions, and the same ends.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { litmusExecutions } from '../../../src/checker/memory/lkmm/litmus.js';
import { threadTree } from '../../../src/checker/memory/lkmm/thread-tree.js';
import { litmusModel } from '../../../src/checker/model/litmus-model.js';
import { type LitmusTest, parseLitmus } from '../../../src/litmus/parse.js';
import { litmusFiles } from '../../../src/litmus/shipped.js';
import { seededRandom } from '../../../src/statistics/random.js';
import { inSlow, slice } from '../../slow.js';
import { ENUMERABLE, enumerate } from './naive.js';
import { randomLitmus } from './random-tests.js';

/** More states than a test here has. */
const LIMITS = { maxStates: 100_000 };

function outcomesOf(litmus: LitmusTest) {
  const { ends, executions, complete } = litmusExecutions(litmus, LIMITS);
  return { ends: new Set(ends.map(({ values }) => texts(values).join())), executions, complete };
}

/** The naive enumerator's texts begin with registers, those of the explorer with words. */
function texts(values: Iterable<readonly [string, number]>): string[] {
  return [...values].map(([name, value]) => `${name}=${value}`).sort();
}

function naiveOutcomesOf(litmus: LitmusTest) {
  const { outcomes, allowed } = enumerate(litmus);
  const ends = new Set([...outcomes].map((outcome) => outcome.split(' ').sort().join()));
  return { ends, executions: allowed, complete: true };
}

/** Random tests of each kind. */
const RANDOM = inSlow(150, 30);

test.each(slice(ENUMERABLE, 4))('$named: each execution once', ({ named, path }) => {
  const litmus = parseLitmus(named, readFileSync(path, 'utf8'));
  expect(outcomesOf(litmus)).toEqual(naiveOutcomesOf(litmus));
});

describe.each([
  { kind: 'of every kind', relaxed: false, seed: 1 },
  { kind: 'that only dependencies order', relaxed: true, seed: 2 },
])('random tests $kind', ({ relaxed, seed }) => {
  test.each(Array.from({ length: RANDOM }, (_, index) => ({ index })))('$index', ({ index }) => {
    const litmus = randomLitmus(`random ${index}`, seededRandom(1000 * seed + index), relaxed);
    const explored = outcomesOf(litmus);
    // The naive enumerator takes seconds where there are some, and minutes where there are many.
    if (explored.executions > inSlow(60, 15)) expect(explored.complete).toBe(true);
    else expect(explored).toEqual(naiveOutcomesOf(litmus));
  });
});

test('where its tree has no more room, a thread is interpreted anew', () => {
  const litmus = parseLitmus(
    'reads',
    'C reads\n{}\nP0(int *x) { int a = *x; int b = *x; int c = *x; }\nexists (x=0)\n',
  );
  const { automaton, threads } = litmusModel(litmus);
  const { interpreter, words } = automaton;
  const trees = { interpreter, wordAt: (address: number) => words.find(address), room: 1 };
  const root = threadTree(trees, threads[0] as (typeof threads)[number]);
  const [kept, anew] = [root.after(1), root.after(1).after(2)];
  expect(root.after(1)).toBe(kept);
  expect(kept.after(2)).not.toBe(anew);
  expect([kept.after(2).key, kept.after(2).step]).toEqual([anew.key, anew.step]);
});

test('what a read-modify-write has read is not tried for another one', () => {
  const addition = 'int r0 = atomic_fetch_add_relaxed(1, x);';
  const threads = ['WRITE_ONCE(*x, 10);', addition, addition].map((body, thread) => `P${thread}(int *x) { ${body} }\n`);
  const litmus = parseLitmus('additions', `C additions\n{}\n${threads.join('')}exists (x=0)\n`);
  // An axiom would forbid it as well, but later.
  expect(litmusExecutions(litmus, LIMITS)).toMatchObject({ executions: 6, forbidden: 0 });
});

test.each(['LB+datas', 'LB+addrs', 'LB+addr+ctrl', 'LB+releases', 'LB+mbs'])(
  'nothing is predicted in %s, where an order forbids it',
  (wanted) => {
    const { files } = litmusFiles([wanted]);
    const [litmus] = files.map(({ named, path }) => parseLitmus(named, readFileSync(path, 'utf8')));
    expect(litmusExecutions(litmus as LitmusTest, LIMITS).forbidden).toBe(0);
  },
);

describe('load buffering', () => {
  const test1 = (first: string, second: string): LitmusTest =>
    parseLitmus(
      'LB',
      `C LB\n{}\nP0(int *x, int *y) { int r0 = READ_ONCE(*x); ${first} }\nP1(int *x, int *y) { int r0 = READ_ONCE(*y); ${second} }\nexists (0:r0=1 /\\ 1:r0=1)\n`,
    );
  const holds = (litmus: LitmusTest): boolean =>
    litmusExecutions(litmus, LIMITS).ends.some(({ values }) =>
      litmus.condition.holds((name) => values.get(name) as number),
    );

  test('a read finds what is written later on', () => {
    expect(holds(test1('WRITE_ONCE(*y, 1);', 'WRITE_ONCE(*x, 1);'))).toBe(true);
  });

  test('one dependency leaves a way', () => {
    expect(holds(test1('WRITE_ONCE(*y, r0);', 'WRITE_ONCE(*x, 1);'))).toBe(true);
    expect(holds(test1('WRITE_ONCE(*y, 1);', 'if (r0) { WRITE_ONCE(*x, 1); }'))).toBe(true);
  });

  test('two do not, and no value comes out of thin air', () => {
    expect(holds(test1('WRITE_ONCE(*y, r0);', 'WRITE_ONCE(*x, r0);'))).toBe(false);
    expect(holds(test1('if (r0) { WRITE_ONCE(*y, 1); }', 'if (r0) { WRITE_ONCE(*x, 1); }'))).toBe(false);
  });

  test('a branch does not order what follows its clauses', () => {
    expect(holds(test1('if (r0) { WRITE_ONCE(*x, 2); } WRITE_ONCE(*y, 1);', 'WRITE_ONCE(*x, r0);'))).toBe(true);
  });
});
