// Read-modify-writes under release/acquire that do not read the newest write.

import { expect, test } from 'vitest';
import { runLitmus } from '../../../src/checker/litmus.js';
import { parseLitmus } from '../../../src/litmus/parse.js';

const STORE_AND_TWO_ADDITIONS = `C additions
{}
P0(int *x) { WRITE_ONCE(*x, 10); }
P1(int *x) { int r0 = atomic_fetch_add_relaxed(1, x); }
P2(int *x) { int r0 = atomic_fetch_add_relaxed(1, x); }
locations [x]
exists (1:r0=0 /\\ 2:r0=0)
`;

test('no two read one write, before a store as little as at the end', () => {
  const litmus = parseLitmus('additions.litmus', STORE_AND_TWO_ADDITIONS);
  const ra = runLitmus(litmus, { maxStates: 10_000 }).runs.find(({ memory }) => memory === 'ra');
  expect(ra?.answer).toBe('Never');
  // 0 1 2 10, 0 1 10 11, 0 10 11 12: with the additions in either order.
  expect(ra?.outcomes.map(({ values }) => [values['1:r0'], values['2:r0'], values.x])).toEqual([
    [0, 1, 10],
    [0, 10, 11],
    [1, 0, 10],
    [10, 0, 11],
    [10, 11, 12],
    [11, 10, 12],
  ]);
});
