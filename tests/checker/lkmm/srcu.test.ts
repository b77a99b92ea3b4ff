// SRCU in litmus tests: what the section on RCU of tools/memory-model/Documentation/explanation.txt says of it in words, and
// what is refused.

import { describe, expect, test } from 'vitest';
import { runLitmus } from '../../../src/checker/litmus.js';
import { litmusExecutions } from '../../../src/checker/memory/lkmm/litmus.js';
import { type LitmusTest, parseLitmus } from '../../../src/litmus/parse.js';
import { enumerate } from './naive.js';

function litmus(condition: string, ...bodies: readonly string[]): LitmusTest {
  const parameters = 'int *x, int *y, int *f, struct srcu_struct *s, struct srcu_struct *t';
  const threads = bodies.map((body, thread) => `P${thread}(${parameters})\n{\n${body}\n}\n`);
  return parseLitmus('srcu.litmus', `C srcu\n{ struct srcu_struct s = {}; }\n${threads.join('')}${condition}\n`);
}

/** The explorer's answer, and whether some section has no partner. Executions and answer are those of the enumerator, too. */
function answer(one: LitmusTest): string {
  const { ends, executions, unmatched } = litmusExecutions(one, { maxStates: 100_000 });
  const naive = enumerate(one);
  const holds = ends.some(({ values }) => one.condition.holds((name) => values.get(name) as number));
  expect([executions, holds]).toEqual([naive.allowed, naive.answer !== 'Never']);
  return (holds ? 'may be' : 'never') + (unmatched > 0 ? ', unmatched' : '');
}

const READER = 'int i = srcu_read_lock(s); int r0 = READ_ONCE(*x); int r1 = READ_ONCE(*y); srcu_read_unlock(s, i);';
const UPDATER = 'WRITE_ONCE(*y, 1); synchronize_srcu(s); WRITE_ONCE(*x, 1);';
const SEEN = 'exists (0:r0=1 /\\ 0:r1=0)';

describe('a section and a grace period', () => {
  test('are kept apart as those of RCU, in one domain', () => {
    expect(answer(litmus(SEEN, READER, UPDATER))).toBe('never');
    expect(answer(litmus(SEEN, READER, UPDATER.replace('srcu(s)', 'srcu_expedited(&s)')))).toBe('never');
  });

  test.each(['synchronize_srcu(t);', 'synchronize_rcu();', ''])('not by another one: %j', (other) => {
    expect(answer(litmus(SEEN, READER, UPDATER.replace('synchronize_srcu(s);', other)))).toBe('may be');
  });

  test('in one thread never end, but for those of two domains', () => {
    const inside = 'int i = srcu_read_lock(s); synchronize_srcu(s); srcu_read_unlock(s, i);';
    expect(litmusExecutions(litmus('exists (x=0)', inside), { maxStates: 1000 }).executions).toBe(0);
    expect(answer(litmus('exists (x=0)', inside.replace('srcu(s)', 'srcu(t)')))).toBe('may be');
  });

  test('sections that overlap are not one', () => {
    const [one, two] = ['int i = srcu_read_lock(s);', 'int j = srcu_read_lock(s);'];
    const [first, second] = ['int r1 = READ_ONCE(*y);', 'int r0 = READ_ONCE(*x);'];
    const overlapping = `${one} ${first} ${two} srcu_read_unlock(s, i); ${second} srcu_read_unlock(s, j);`;
    expect(answer(litmus(SEEN, overlapping, UPDATER))).toBe('may be');
    const nested = `${one} ${first} ${two} srcu_read_unlock(s, j); ${second} srcu_read_unlock(s, i);`;
    expect(answer(litmus(SEEN, nested, UPDATER))).toBe('never');
  });

  test('a section that one thread begins may be ended by another one', () => {
    const begin = 'int i = srcu_down_read(s); int r1 = READ_ONCE(*y); WRITE_ONCE(*f, i + 0);';
    const end = 'int r2 = READ_ONCE(*x); int j = READ_ONCE(*f); srcu_up_read(s, j);';
    const condition = 'exists (0:r1=0 /\\ 1:r2=1)';
    // The index is 0, and so is what f holds before: an end without a beginning is a mistake that herd7 flags, too.
    expect(answer(litmus(condition, begin, end, UPDATER))).toBe('may be, unmatched');
    const handed = [begin.replace('WRITE_ONCE(*f, i + 0)', 'smp_store_release(f, i + 7)'), end];
    const tested = handed.map((body) => body.replace('srcu_up', 'if (j) srcu_up'));
    const all = litmus(`filter (1:j=7)\n${condition}`, ...tested, UPDATER);
    const { ends, unmatched } = litmusExecutions(all, { maxStates: 100_000 });
    const holds = ends.some(({ values }) => all.condition.holds((name) => values.get(name) as number));
    expect([holds, unmatched, enumerate(all).answer]).toEqual([false, 0, 'Never']);
  });
});

test('smp_mb__after_srcu_read_unlock() is a full barrier behind a section, and none elsewhere', () => {
  const first = 'WRITE_ONCE(*x, 1); int i = srcu_read_lock(s); srcu_read_unlock(s, i);';
  const behind = 'smp_mb__after_srcu_read_unlock(); int r0 = READ_ONCE(*y);';
  const other = 'WRITE_ONCE(*y, 1); smp_mb(); int r0 = READ_ONCE(*x);';
  const condition = 'exists (0:r0=0 /\\ 1:r0=0)';
  expect(answer(litmus(condition, first + behind, other))).toBe('never');
  expect(answer(litmus(condition, `WRITE_ONCE(*x, 1); ${behind}`, other))).toBe('may be');
  expect(answer(litmus(condition, `${first} int r0 = READ_ONCE(*y);`, other))).toBe('may be');
});

test('sc and ra say that they have no grace periods', () => {
  const { runs, notRun } = runLitmus(litmus(SEEN, READER, UPDATER), {});
  expect(runs.map(({ memory, answer: given }) => [memory, given])).toEqual([['lkmm', 'Never']]);
  expect(notRun.map(({ memory, why }) => [memory, why])).toEqual([
    ['sc', 'unfit'],
    ['ra', 'unfit'],
  ]);
});

test('the note of what has no partner', () => {
  const { notes } = runLitmus(litmus('exists (x=0)', 'int i = srcu_down_read(s);'), { memory: ['lkmm'] });
  expect(notes).toEqual([
    'lkmm: in 1 execution a section of SRCU has no end, or an end has no beginning: no grace period waits for it',
  ]);
});

test.each([
  ['int i = 0;\nsrcu_read_unlock(s, i);', 6, 'srcu_read_unlock() without srcu_read_lock()'],
  ['int i = srcu_read_lock(s);\nsrcu_read_unlock(t, i);', 6, 'srcu_read_unlock() without srcu_read_lock()'],
  ['\nint i = srcu_read_lock(s);', 6, 'srcu_read_lock() without srcu_read_unlock()'],
  [
    'int i = srcu_read_lock(s);\ni = srcu_read_lock(s);\nsrcu_read_unlock(s, i);',
    6,
    '"i" is assigned to before srcu_read_unlock() has it',
  ],
  ['srcu_read_lock(s);', 5, 'what srcu_read_lock() returns goes to a register, for srcu_read_unlock()'],
  [
    'int i = srcu_read_lock(s);\nif (READ_ONCE(*x)) srcu_read_unlock(s, i);',
    6,
    'a read-side section begins or ends in one arm of this branch, and not in the other',
  ],
  ['synchronize_srcu();', 5, 'synchronize_srcu() has 1 argument, a location'],
  ['call_srcu(s);', 5, 'call_srcu() is SRCU: not read by this release'],
])('%j is refused with its line', (body, line, reason) => {
  expect(() => litmus('exists (x=1)', body)).toThrow(`srcu.litmus:${line}: ${reason}`);
});
