// Spin locks in litmus tests: what tools/memory-model/Documentation/explanation.txt says of them, and how a thread waits.

import { describe, expect, test } from 'vitest';
import { runLitmus } from '../../../src/checker/litmus.js';
import { litmusExecutions } from '../../../src/checker/memory/lkmm/litmus.js';
import { type LitmusTest, parseLitmus } from '../../../src/litmus/parse.js';
import { enumerate } from './naive.js';

function litmus(condition: string, ...bodies: readonly string[]): LitmusTest {
  const parameters = 'int *x, int *y, int *z, spinlock_t *s, spinlock_t *t';
  const threads = bodies.map((body, thread) => `P${thread}(${parameters})\n{\n${body}\n}\n`);
  return parseLitmus('locks.litmus', `C locks\n{}\n${threads.join('')}${condition}\n`);
}

/** The answers under sc, ra and lkmm; the last one twice. */
function answers(one: LitmusTest): string[] {
  const { runs } = runLitmus(one, { memory: ['sc', 'ra', 'lkmm'] });
  const naive = enumerate(one);
  expect(litmusExecutions(one, { maxStates: 100_000 }).executions).toBe(naive.allowed);
  return [...runs.map(({ answer }) => answer), naive.answer];
}

const WRITER = 'WRITE_ONCE(*y, 1); smp_wmb(); WRITE_ONCE(*x, 1);';

test('two critical sections of one lock do not overlap', () => {
  const add = 'spin_lock(s); *x = *x + 1; spin_unlock(s);';
  const one = litmus('exists (x=2)', add, add);
  const { runs } = runLitmus(one, { memory: ['sc', 'lkmm'] });
  expect(runs.map(({ answer, races }) => [answer, races])).toEqual([
    ['Always', undefined],
    ['Always', 0],
  ]);
  expect(enumerate(one)).toMatchObject({ answer: 'Always', races: false });
});

test('a thread that takes a lock twice has no execution', () => {
  const deadlock = 'spin_lock(s); spin_lock(s); WRITE_ONCE(*x, 1); spin_unlock(s); spin_unlock(s);';
  expect(answers(litmus('exists (x=1)', deadlock))).toEqual(['Never', 'Never', 'Never', 'Never']);
});

test('spin_trylock() succeeds on a free lock alone, and spin_is_locked() tells', () => {
  const holder = 'spin_lock(s); WRITE_ONCE(*x, 1); int r0 = spin_is_locked(s); spin_unlock(s);';
  const other = 'int r0 = spin_trylock(s); if (r0) { int r1 = READ_ONCE(*x); spin_unlock(s); }';
  const sometimes = ['Sometimes', 'Sometimes', 'Sometimes', 'Sometimes'];
  expect(answers(litmus('exists (1:r0=0 /\\ s=0)', holder, other))).toEqual(sometimes);
  expect(answers(litmus('exists (1:r0=1 /\\ 1:r1=1)', holder, other))).toEqual(sometimes);
  expect(answers(litmus('exists (0:r0=0 \\/ s=1)', holder, other))).toEqual(['Never', 'Never', 'Never', 'Never']);
});

describe('from one critical section to the next', () => {
  const read = 'int r1 = READ_ONCE(*x); spin_unlock(s); spin_lock(t); int r2 = READ_ONCE(*y);';
  test('of a thread, reads are in order, whatever the locks', () => {
    const condition = 'exists (0:r1=1 /\\ 0:r2=0)';
    const one = litmus(condition, `spin_lock(s); ${read} spin_unlock(t);`, WRITER);
    expect(answers(one).slice(2)).toEqual(['Never', 'Never']);
    const other = one.text
      .replace('spin_unlock(s)', 'smp_store_release(s, 0)')
      .replace('spin_lock(t)', 'int r3 = smp_load_acquire(s)');
    expect(answers(parseLitmus('other', other)).slice(2)).toEqual(['Sometimes', 'Sometimes']);
  });

  test('of another thread, writes reach a third one in order', () => {
    const bodies = (lock: string): string[] => [
      'spin_lock(s); WRITE_ONCE(*x, 1); spin_unlock(s);',
      `spin_lock(${lock}); int r1 = READ_ONCE(*x); WRITE_ONCE(*y, 1); spin_unlock(${lock});`,
      'int r2 = READ_ONCE(*y); smp_rmb(); int r3 = READ_ONCE(*x);',
    ];
    const condition = 'exists (1:r1=1 /\\ 2:r2=1 /\\ 2:r3=0)';
    expect(answers(litmus(condition, ...bodies('s'))).slice(2)).toEqual(['Never', 'Never']);
  });
});

describe('fences', () => {
  const buffering = (fence: string): LitmusTest =>
    litmus(
      'exists (0:r0=0 /\\ 1:r0=0)',
      `WRITE_ONCE(*x, 1); spin_lock(s); ${fence} int r0 = READ_ONCE(*y); spin_unlock(s);`,
      'WRITE_ONCE(*y, 1); smp_mb(); int r0 = READ_ONCE(*x);',
    );
  test.each([
    ['', 'Sometimes'],
    ['smp_mb__after_spinlock();', 'Never'],
    ['smp_mb__after_unlock_lock();', 'Sometimes'],
  ])('%j behind a lock: %s', (fence, answer) => {
    expect(answers(buffering(fence)).slice(2)).toEqual([answer, answer]);
  });

  test('smp_mb__after_unlock_lock() orders what is before the unlock, of its thread or another one', () => {
    const thread = (fence: string): string =>
      `spin_lock(s); WRITE_ONCE(*x, 1); spin_unlock(s); spin_lock(t); ${fence} int r0 = READ_ONCE(*y); spin_unlock(t);`;
    const other = 'WRITE_ONCE(*y, 1); smp_mb(); int r0 = READ_ONCE(*x);';
    const condition = 'exists (0:r0=0 /\\ 1:r0=0)';
    expect(answers(litmus(condition, thread(''), other)).slice(2)).toEqual(['Sometimes', 'Sometimes']);
    const fence = 'smp_mb__after_unlock_lock();';
    expect(answers(litmus(condition, thread(fence), other)).slice(2)).toEqual(['Never', 'Never']);
    const two = [
      'spin_lock(s); WRITE_ONCE(*x, 1); spin_unlock(s);',
      `spin_lock(s); ${fence} int r1 = READ_ONCE(*x); int r0 = READ_ONCE(*y); spin_unlock(s);`,
      'WRITE_ONCE(*y, 1); smp_mb(); int r0 = READ_ONCE(*x);',
    ];
    const seen = 'exists (1:r1=1 /\\ 1:r0=0 /\\ 2:r0=0)';
    expect(answers(litmus(seen, ...two)).slice(2)).toEqual(['Never', 'Never']);
    const without = two.map((body) => body.replace(fence, ''));
    expect(answers(litmus(seen, ...without)).slice(2)).toEqual(['Sometimes', 'Sometimes']);
  });
});

test('a budget of memory ends a test under lkmm, undecided', () => {
  const writes = Array.from({ length: 6 }, (_, index) => `WRITE_ONCE(*x, ${index}); int r${index} = READ_ONCE(*y);`);
  const one = litmus('exists (x=9)', writes.join(' '), writes.join(' ').replaceAll('*x', '*y'));
  const { notRun } = runLitmus(one, { memory: ['lkmm'], maxMemoryBytes: 100_000 });
  const reason = 'there is no memory for more states: raise --max-memory';
  expect(notRun).toEqual([{ memory: 'lkmm', why: 'limit', reason }]);
});
