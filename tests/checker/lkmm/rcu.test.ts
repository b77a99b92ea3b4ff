// RCU in litmus tests: what tools/memory-model/Documentation/explanation.txt and the paper say in words, and what is refused.

import { describe, expect, test } from 'vitest';
import { runLitmus } from '../../../src/checker/litmus.js';
import { litmusExecutions } from '../../../src/checker/memory/lkmm/litmus.js';
import { type LitmusTest, parseLitmus } from '../../../src/litmus/parse.js';
import { enumerate } from './naive.js';

function litmus(condition: string, ...bodies: readonly string[]): LitmusTest {
  const threads = bodies.map((body, thread) => `P${thread}(int *x, int *y, int *z)\n{\n${body}\n}\n`);
  return parseLitmus('rcu.litmus', `C rcu\n{}\n${threads.join('')}${condition}\n`);
}

function answers(one: LitmusTest): string[] {
  const { ends, racy, executions } = litmusExecutions(one, { maxStates: 100_000 });
  const naive = enumerate(one);
  expect(executions).toBe(naive.allowed);
  const holds = ends.some(({ values }) => one.condition.holds((name) => values.get(name) as number));
  return [holds ? 'may be' : 'never', ...(racy > 0 ? ['race'] : []), ...(naive.races === racy > 0 ? [] : ['differs'])];
}

const READER = 'rcu_read_lock(); int r0 = READ_ONCE(*x); int r1 = READ_ONCE(*y); rcu_read_unlock();';
const UPDATER = 'WRITE_ONCE(*y, 1); synchronize_rcu(); WRITE_ONCE(*x, 1);';
const SEEN = 'exists (0:r0=1 /\\ 0:r1=0)';

describe('a section and a grace period', () => {
  test('a section that sees what is behind the grace period sees all that is before it', () => {
    expect(answers(litmus(SEEN, READER, UPDATER))).toEqual(['never']);
    expect(answers(litmus(SEEN, READER, UPDATER.replace('rcu()', 'rcu_expedited()')))).toEqual(['never']);
  });

  test('the order of accesses in a section does not matter, that they are in one does', () => {
    const other = READER.replace(
      'int r0 = READ_ONCE(*x); int r1 = READ_ONCE(*y);',
      'int r1 = READ_ONCE(*y); int r0 = READ_ONCE(*x);',
    );
    expect(answers(litmus(SEEN, other, UPDATER))).toEqual(['never']);
    const split = other.replace('int r0', 'rcu_read_unlock(); rcu_read_lock(); int r0');
    expect(answers(litmus(SEEN, split, UPDATER))).toEqual(['may be']);
    expect(answers(litmus(SEEN, READER.replaceAll(/rcu_read_\w+\(\);/g, ''), UPDATER))).toEqual(['may be']);
  });

  test('the end of an inner section does not end the outer one', () => {
    const nested = READER.replace('int r1', 'rcu_read_lock(); rcu_read_unlock(); int r1');
    expect(answers(litmus(SEEN, nested, UPDATER))).toEqual(['never']);
  });

  test('a grace period within a section never ends, so no execution is left', () => {
    const deadlock = 'rcu_read_lock(); synchronize_rcu(); rcu_read_unlock(); WRITE_ONCE(*x, 1);';
    const one = litmus('exists (x=1)', deadlock);
    expect([enumerate(one).allowed, litmusExecutions(one, { maxStates: 1000 }).executions]).toEqual([0, 0]);
    const sometimes =
      'rcu_read_lock(); int r0 = READ_ONCE(*x); if (r0 > 0) { WRITE_ONCE(*y, 36); synchronize_rcu(); } rcu_read_unlock();';
    const other = 'WRITE_ONCE(*x, 1); int r0 = READ_ONCE(*y);';
    expect(answers(litmus('exists (1:r0=36)', sometimes, other))).toEqual(['never']);
  });

  test('separates plain writes of two threads, as a fence between them', () => {
    const writer = 'WRITE_ONCE(*x, 1); synchronize_rcu(); *y = 3;';
    const reader = 'rcu_read_lock(); int r0 = READ_ONCE(*x); if (r0 == 0) *y = 2; rcu_read_unlock();';
    expect(answers(litmus('exists (y=2)', writer, reader))).toEqual(['never']);
    expect(answers(litmus('exists (y=2)', writer, reader.replaceAll(/rcu_read_\w+\(\);/g, '')))).toEqual([
      'may be',
      'race',
    ]);
  });

  test('what is removed is not freed under its readers', () => {
    const reader = 'rcu_read_lock(); int *p = rcu_dereference(*x); int r1 = *p; rcu_read_unlock();';
    const updater = 'rcu_assign_pointer(*x, y); synchronize_rcu(); *z = 9;';
    const lines = (updates: string): string =>
      `C free\n{ x=z; z=1; y=2; }\nP0(int **x) { ${reader} }\nP1(int **x, int *y, int *z) { ${updates} }\nexists (0:r1=9)\n`;
    expect(answers(parseLitmus('free', lines(updater)))).toEqual(['never']);
    expect(answers(parseLitmus('free', lines(updater.replace('synchronize_rcu();', ''))))).toEqual(['may be', 'race']);
  });
});

test('sc and ra say that they have no grace periods', () => {
  const { runs, notRun } = runLitmus(litmus(SEEN, READER, UPDATER), {});
  expect(runs.map(({ memory, answer }) => [memory, answer])).toEqual([['lkmm', 'Never']]);
  const reason = 'it has RCU, and this model has no grace periods';
  expect(notRun).toEqual(['sc', 'ra'].map((memory) => ({ memory, why: 'unfit', reason })));
});

test.each([
  ['rcu_read_unlock();', 5, 'rcu_read_unlock() without rcu_read_lock()'],
  ['rcu_read_lock();\nrcu_read_lock();\nrcu_read_unlock();', 5, 'rcu_read_lock() without rcu_read_unlock()'],
  [
    'int r0 = READ_ONCE(*x);\nif (r0) { rcu_read_lock(); }\nrcu_read_unlock();',
    6,
    'a read-side section begins or ends in one arm of this branch, and not in the other',
  ],
])('%j is refused with its line', (body, line, reason) => {
  expect(() => litmus('exists (x=1)', body)).toThrow(`rcu.litmus:${line}: ${reason}`);
});

test('a section may end in both arms of a branch', () => {
  const body = 'rcu_read_lock(); int r0 = READ_ONCE(*x); if (r0) { rcu_read_unlock(); } else { rcu_read_unlock(); }';
  expect(answers(litmus('exists (0:r0=0)', body))).toEqual(['may be']);
});
