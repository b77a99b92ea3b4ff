// Values out of thin air: justified by nothing but a cycle through themselves. The naive enumerator has every number of the
// text from the start, and knows nothing of how the explorer comes to them.

import { describe, expect, test } from 'vitest';
import { runLitmus } from '../../../src/checker/litmus.js';
import { litmusExecutions } from '../../../src/checker/memory/lkmm/litmus.js';
import { parseLitmus } from '../../../src/litmus/parse.js';
import { seededRandom } from '../../../src/statistics/random.js';
import { inSlow } from '../../slow.js';
import { enumerate } from './naive.js';

const LIMITS = { maxStates: 100_000 };

/** Hands on what it finds. */
const COPIES = 'int r2 = READ_ONCE(*y); WRITE_ONCE(*x, r2);';

function litmus(first: string, second: string, condition: string) {
  const threads = [first, second].map((body, thread) => `P${thread}(int *x, int *y)\n{\n${body}\n}\n`);
  return parseLitmus('thin', `C thin\n{}\n${threads.join('')}exists (${condition})\n`);
}

function answerOf(test: ReturnType<typeof litmus>) {
  const run = runLitmus(test, LIMITS).runs.find(({ memory }) => memory === 'lkmm');
  return { answer: run?.answer, executions: litmusExecutions(test, LIMITS).executions };
}

function naiveAnswerOf(test: ReturnType<typeof litmus>) {
  const { answer, allowed } = enumerate(test);
  return { answer, executions: allowed };
}

describe('the model allows them where no dependency closes the cycle', () => {
  const WRITES = 'int r1 = 1; if (READ_ONCE(*x) == 0) r1 = 0; WRITE_ONCE(*y, r1);';
  test.each([
    // As herd7 answers, which solves for values.
    [WRITES, COPIES, '0:r1=1', 'Sometimes'],
    [WRITES.replace('WRITE_ONCE(*y', 'smp_mb(); WRITE_ONCE(*y'), COPIES, '0:r1=1', 'Never'],
    [WRITES.replace('READ_ONCE(*x)', 'smp_load_acquire(x)'), COPIES, '0:r1=1', 'Never'],
    ['int r1 = 0; if (READ_ONCE(*x)) r1 = 1; if (r1) WRITE_ONCE(*y, 1);', COPIES, '0:r1=1', 'Sometimes'],
    ['int r1 = 0; if (READ_ONCE(*x) > 5) r1 = 6; WRITE_ONCE(*y, r1);', COPIES, 'x=6', 'Sometimes'],
    ['int r1 = 0; if (READ_ONCE(*x) > 5) r1 = 2 + 7; WRITE_ONCE(*y, r1);', COPIES, 'x=9', 'Sometimes'],
    ['int r1 = 0; if (READ_ONCE(*x) > 5) r1 = 2; WRITE_ONCE(*y, r1);', COPIES, 'x=2', 'Never'],
    ['cmpxchg_relaxed(x, 7, 7); int r1 = READ_ONCE(*x); WRITE_ONCE(*y, r1);', COPIES, 'x=7', 'Sometimes'],
    [WRITES, 'int r2 = READ_ONCE(*y); WRITE_ONCE(*x, r2 + 3);', '0:r1=1 /\\ x=4', 'Sometimes'],
    // Nothing orders plain accesses, not even an acquire.
    [
      'int r1 = 1; if (smp_load_acquire(x) == 0) r1 = 0; *y = r1;',
      'int r2 = *y; WRITE_ONCE(*x, r2);',
      '0:r1=1',
      'Sometimes',
    ],
    ['int r1 = READ_ONCE(*x); WRITE_ONCE(*y, r1);', COPIES, '0:r1=1', 'Never'],
    ['if (READ_ONCE(*x) == 1) WRITE_ONCE(*y, 1);', COPIES, 'x=1', 'Never'],
  ])('%s against %s: %s %s', (first, second, condition, answer) => {
    const asked = litmus(first, second, condition);
    expect(answerOf(asked)).toEqual({ answer, executions: naiveAnswerOf(asked).executions });
    expect(naiveAnswerOf(asked).answer).toBe(answer);
  });
});

test('random tests in which a branch decides what is written, not whether', () => {
  const random = seededRandom(5);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const half = (from: string, to: string): string => {
    const test = `${pick(['==', '!=', '<', '>='])} ${pick([0, 1, 2])}`;
    const found = pick([`READ_ONCE(*${from})`, `xchg_relaxed(${from}, 2)`, `cmpxchg_relaxed(${from}, 1, 2)`]);
    const decided = `int r0 = ${pick([0, 1, 3])}; if (${found} ${test}) r0 = ${pick([0, 1, 2])};`;
    return pick([
      `${decided} WRITE_ONCE(*${to}, r0);`,
      `${decided} if (r0) WRITE_ONCE(*${to}, ${pick([1, 3])});`,
      `int r0 = READ_ONCE(*${from}); WRITE_ONCE(*${to}, r0);`,
    ]);
  };
  let outOfThinAir = 0;
  for (let number = 0; number < inSlow(120, 50); number++) {
    const one = litmus(half('x', pick(['y', 'y', 'x'])), pick([COPIES, half('y', 'x')]), 'true');
    const { allowed } = enumerate(one);
    expect({ text: one.text, executions: litmusExecutions(one, LIMITS).executions }).toEqual({
      text: one.text,
      executions: allowed,
    });
    if (allowed > enumerate(one, undefined, []).allowed) outOfThinAir++;
  }
  expect(outOfThinAir).toBeGreaterThan(inSlow(3, 1)); // or the tests were no test at all
});

test('where there are too many ways to branch, the result says that they are left out', () => {
  const reads = Array.from({ length: 9 }, (_, at) => `int q${at} = READ_ONCE(*x); if (q${at} == ${at}) r1 = ${at};`);
  const { notes } = runLitmus(litmus(`int r1 = 0; ${reads.join(' ')} WRITE_ONCE(*y, r1);`, COPIES, '0:r1=1'), LIMITS);
  expect(notes).toEqual([expect.stringMatching(/^lkmm: values out of thin air are left out, since /)]);
});
