// Fences under release/acquire, where one follows another.

import { expect, test } from 'vitest';
import { parseLitmus } from '../../../src/checker/litmus/parse.js';
import { runLitmus } from '../../../src/checker/litmus/run.js';

/** P1 finds the write of P0, and tells P2 behind `fences`. */
function handedOn(fences: string): string | undefined {
  const test = parseLitmus(
    'fences.litmus',
    `C fences\n{}\nP0(int *x) { WRITE_ONCE(*x, 1); }\n` +
      `P1(int *x, int *y) { int r0 = READ_ONCE(*x); ${fences} WRITE_ONCE(*y, 1); }\n` +
      `P2(int *x, int *y) { int r0 = smp_load_acquire(y); int r1 = READ_ONCE(*x); }\n` +
      `exists (1:r0=1 /\\ 2:r0=1 /\\ 2:r1=0)\n`,
  );
  return runLitmus(test, { maxStates: 100_000 }).runs.find(({ memory }) => memory === 'ra')?.answer;
}

test('a full barrier hands on what its thread has read; smp_wmb, which does not, takes nothing from that', () => {
  expect(handedOn('smp_mb();')).toBe('Never');
  expect(handedOn('smp_mb(); smp_wmb();')).toBe('Never');
  expect(handedOn('smp_wmb(); smp_mb();')).toBe('Never');
  expect(handedOn('smp_wmb();')).toBe('Sometimes');
  expect(handedOn('')).toBe('Sometimes');
});
