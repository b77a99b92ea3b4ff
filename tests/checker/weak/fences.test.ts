// Fences under release/acquire, where one follows another.

import { expect, test } from 'vitest';
import { ra } from '../../../src/checker/memory/ra/ra.js';
import { parseLitmus } from '../../../src/litmus/parse.js';

/** Returns what ra answers for these threads, by the locations that they use. */
function answerOf(threads: readonly string[], condition: string): string | undefined {
  const bodies = threads.map((body, thread) => `P${thread}(int *v, int *w, int *x, int *y, int *z) { ${body} }\n`);
  const test = parseLitmus('fences.litmus', `C fences\n{}\n${bodies.join('')}exists (${condition})\n`);
  const result = ra.litmus(test, { maxStates: 100_000 });
  if (!('finals' in result)) return undefined;
  const holds = result.finals.some(({ values }) => test.condition.holds((name) => values.get(name) as number));
  return holds ? 'Sometimes' : 'Never';
}

const READS_X = 'int r0 = smp_load_acquire(y); int r1 = READ_ONCE(*x);';

test('a full barrier hands on what its thread has read; smp_wmb, which does not, takes nothing from that', () => {
  const handedOn = (fences: string): string | undefined =>
    answerOf(
      ['WRITE_ONCE(*x, 1);', `int r0 = READ_ONCE(*x); ${fences} WRITE_ONCE(*y, 1);`, READS_X],
      '1:r0=1 /\\ 2:r0=1 /\\ 2:r1=0',
    );
  expect(handedOn('smp_mb();')).toBe('Never');
  expect(handedOn('smp_mb(); smp_wmb();')).toBe('Never');
  expect(handedOn('smp_wmb(); smp_mb();')).toBe('Never');
  expect(handedOn('smp_wmb();')).toBe('Sometimes');
  expect(handedOn('')).toBe('Sometimes');
});

test('a full barrier hands on what other full barriers made known before it', () => {
  const handedOn = (fence: string): string | undefined =>
    answerOf(
      [
        'WRITE_ONCE(*x, 1); smp_mb(); int r0 = READ_ONCE(*z);',
        `WRITE_ONCE(*z, 1); ${fence} WRITE_ONCE(*y, 1);`,
        READS_X,
      ],
      '0:r0=0 /\\ 2:r0=1 /\\ 2:r1=0',
    );
  expect(handedOn('smp_mb();')).toBe('Never');
  expect(handedOn('smp_wmb();')).toBe('Sometimes');
});

test('smp_wmb orders every write before it, not the last alone', () => {
  const before = (writes: string): string | undefined =>
    answerOf([`${writes} smp_wmb(); WRITE_ONCE(*y, 1);`, READS_X], '1:r0=1 /\\ 1:r1=0');
  expect(before('WRITE_ONCE(*x, 1);')).toBe('Never');
  expect(before('WRITE_ONCE(*x, 1); WRITE_ONCE(*z, 1);')).toBe('Never');
});

test('smp_wmb orders a write that others have got in front of', () => {
  const writes = ['WRITE_ONCE(*x, 1); smp_wmb(); WRITE_ONCE(*y, 1);', READS_X, 'WRITE_ONCE(*x, 2);'];
  // If x is 1 in the end, 2 is older.
  expect(answerOf(writes, '1:r0=1 /\\ 1:r1=2 /\\ x=1')).toBe('Never');
  expect(answerOf(writes, '1:r0=1 /\\ 1:r1=2 /\\ x=2')).toBe('Sometimes');
});

test.each([0, 1])('states in which a write is of another thread are different states: P%i has the fence', (fenced) => {
  // Either P0 or P1 writes x. When both have got past that, all is equal but whose write it is, on which smp_wmb
  // depends.
  const threads = ['z', 'w'].map((own, thread) => {
    const decides = `int r0 = READ_ONCE(*${own}); if (r0) { WRITE_ONCE(*x, 1); r1 = 1; } else r1 = READ_ONCE(*x);`;
    const forgets = `r0 = 0; int r2 = READ_ONCE(*${own});`;
    return `${decides} ${forgets} ${thread === fenced ? 'int r3 = READ_ONCE(*v); smp_wmb(); WRITE_ONCE(*y, 1);' : 'WRITE_ONCE(*v, 1);'}`;
  });
  const others = ['WRITE_ONCE(*z, 1);', 'WRITE_ONCE(*w, 1);', READS_X];
  const condition = `0:r1=1 /\\ 0:r2=1 /\\ 1:r1=1 /\\ 1:r2=1 /\\ ${fenced}:r3=1 /\\ x=1 /\\ 4:r0=1 /\\ 4:r1=0`;
  expect(answerOf([...threads, ...others], condition)).toBe('Sometimes');
});
