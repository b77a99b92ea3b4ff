// Read-modify-writes that may write nothing: one that succeeds is a full barrier, one that does not orders nothing.

import { describe, expect, test } from 'vitest';
import { runLitmus } from '../../../src/checker/litmus.js';
import { parseLitmus } from '../../../src/litmus/parse.js';

/** Store buffering with `operation` between store and load, on a word `v` of its own in each thread. */
function storeBuffering(operation: string, initial: number): string | undefined {
  const body = (mine: string, other: string, v: string) =>
    `{ WRITE_ONCE(*${mine}, 1); int old = 3; int r1 = ${operation.replace('v', v)}; int r0 = READ_ONCE(*${other}); }`;
  const text = [
    'C SB',
    `{ v=${initial}; w=${initial}; }`,
    `P0(int *x, int *y, atomic_t *v) ${body('x', 'y', 'v')}`,
    `P1(int *x, int *y, atomic_t *w) ${body('y', 'x', 'w')}`,
    'exists (0:r0=0 /\\ 1:r0=0)',
  ];
  const { runs } = runLitmus(parseLitmus('SB.litmus', text.join('\n')), {
    maxStates: 10_000,
    memory: ['sc', 'ra', 'lkmm'],
  });
  return runs.find(({ memory }) => memory === 'ra')?.answer;
}

describe.each([
  ['atomic_add_unless(v, 1, 5)', 5],
  ['atomic_inc_not_zero(v)', 0],
  ['cmpxchg(v, 5, 6)', 1],
  ['try_cmpxchg(v, &old, 6)', 1],
])('%s', (operation, failing) => {
  test('is a full barrier when it succeeds', () => {
    expect(storeBuffering(operation, operation.includes('cmpxchg(v, 5') ? 5 : 3)).toBe('Never');
  });

  test('orders nothing when it fails', () => {
    expect(storeBuffering(operation, failing)).toBe('Sometimes');
  });
});

test('smp_mb__after_atomic() makes a full barrier of an operation that returns nothing', () => {
  const ask = (between: string) => {
    const body = (mine: string, other: string) => `{ atomic_inc(${mine}); ${between} int r0 = atomic_read(${other}); }`;
    const threads = [
      `P0(atomic_t *x, atomic_t *y) ${body('x', 'y')}`,
      `P1(atomic_t *x, atomic_t *y) ${body('y', 'x')}`,
    ];
    const text = ['C SB', '{}', ...threads, 'exists (0:r0=0 /\\ 1:r0=0)'].join('\n');
    return runLitmus(parseLitmus('SB.litmus', text), { maxStates: 10_000, memory: ['sc', 'ra', 'lkmm'] }).runs.at(-1)
      ?.answer;
  };
  expect(ask('')).toBe('Sometimes');
  expect(ask('barrier();')).toBe('Sometimes');
  expect(ask('smp_mb__after_atomic();')).toBe('Never');
});
