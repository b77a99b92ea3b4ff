// Litmus tests read and run: outcomes with the number of ways to each.

import { describe, expect, test } from 'vitest';
import { runLitmus } from '../../../src/checker/litmus.js';
import { parseLitmus } from '../../../src/litmus/parse.js';
import { kernelText } from '../../../src/report/litmus-report.js';
import { isAsStated } from '../../../src/results/litmus-result.js';

function run(...lines: string[]) {
  return runLitmus(parseLitmus('test.litmus', lines.join('\n')), { maxStates: 10_000, memory: ['sc', 'ra', 'lkmm'] });
}

function outcomes(memory: 'sc' | 'ra', ...lines: string[]): string[] {
  const found = run(...lines).runs.find((one) => one.memory === memory);
  return (found?.outcomes ?? []).map(
    ({ values, holds, schedules }) => `${schedules}${holds ? '*' : ':'} ${Object.values(values).join(' ')}`,
  );
}

const SB = [
  'C SB',
  '{}',
  'P0(int *x, int *y) { int r0; WRITE_ONCE(*x, 1); r0 = READ_ONCE(*y); }',
  'P1(int *x, int *y) { int r0; WRITE_ONCE(*y, 1); r0 = READ_ONCE(*x); }',
  'exists (0:r0=0 /\\ 1:r0=0)',
];

describe('store buffering, counted by hand', () => {
  test('has six schedules under sc', () => {
    expect(outcomes('sc', ...SB)).toEqual(['1: 0 1', '1: 1 0', '4: 1 1']);
  });

  test('finds both old values under ra, since either load may in any schedule that puts it behind the other store', () => {
    // In the two schedules that run one thread after the other, only the later load has a choice; in the four others
    // both have.
    expect(outcomes('ra', ...SB)).toEqual(['6* 0 0', '5: 0 1', '5: 1 0', '4: 1 1']);
  });
});

describe('what a test may say', () => {
  test('if and else, operators as in C, initial values, locations to show', () => {
    const lines = [
      'C branches',
      '{ x = 5; atomic_t y = ATOMIC_INIT(-3); int z; }',
      'P0(int *x, atomic_t *y, int *z)',
      '{',
      '  int r0 = READ_ONCE(*x); /* 5 */',
      '  int r1, r2;',
      '  if (r0 > 4 && !(r0 == 6)) {',
      '    r1 = atomic_add_return(2, y) + r0 * 2; // -1 + 10',
      '  } else {',
      '    r1 = 100;',
      '  }',
      '  if (r1 != 9 || r0 < 0)',
      '    WRITE_ONCE(*z, 1);',
      '  else',
      '    WRITE_ONCE(*z, r0 ^ 1);',
      '  r2 = atomic_dec_and_test(y);',
      '}',
      'locations [x; 0:r2]',
      'forall (0:r1=9 /\\ z=4 /\\ [y]=-2)',
    ];
    expect(outcomes('sc', ...lines)).toEqual(['1* 9 0 5 -2 4']);
  });

  test('conditions with or, not and unequal', () => {
    const asking = (condition: string) =>
      run('C x', '{}', 'P0(int *x) { WRITE_ONCE(*x, 1); }', condition).runs[0]?.answer;
    expect(asking('exists (x=2 \\/ ~(x=0))')).toBe('Always');
    expect(asking('exists (x!=1)')).toBe('Never');
    expect(asking('~exists (not (x=1))')).toBe('Never');
    expect(asking('forall (true)')).toBe('Always');
  });

  test('what the kernel model gives, and why this checker differs', () => {
    const said = (comment: string) => run('C x', comment, '{}', 'P0(int *x) { WRITE_ONCE(*x, 1); }', 'exists (x=0)');
    expect(said('(*\n * Result: Never\n *)')).toMatchObject({ kernelAnswer: 'Never', agrees: true, differs: null });
    const different = said('(*\n * Result: Sometimes\n *\n * Differs: for a reason\n * of two lines\n *)');
    expect(different).toMatchObject({ kernelAnswer: 'Sometimes', agrees: false, differs: 'for a reason of two lines' });
    expect(isAsStated(different)).toBe(true);
    expect(isAsStated(said('(*\n * Result: Sometimes\n *)'))).toBe(false);
    expect(isAsStated(said('(*\n * Result: Never\n *\n * Differs: no more\n *)'))).toBe(false);
  });

  test('a difference is told with the reason that the file gives, in the words of either archive', () => {
    const told = (comment: string, access = 'WRITE_ONCE(*x, 1);') => {
      const result = run('C x', comment, '{}', `P0(int *x) { ${access} }`, 'P1(int *x) { *x = 2; }', 'exists (x=0)');
      return [isAsStated(result), kernelText(result)];
    };
    const LKMM = 'But LKMM finds it,  for\n * a reason.';
    expect(told(`(*\n * Result: Sometimes\n *\n * ${LKMM}\n *\n * More.\n *)`)).toEqual([
      true,
      'the file states Sometimes, lkmm gives Never. But LKMM finds it, for a reason.',
    ]);
    expect(told('(* Result: Sometimes *)\n(* The author has more to say. *)')).toEqual([
      false,
      'the file states Sometimes, lkmm gives Never. It gives no reason in a line "Differs: ...".',
    ]);
    // With a race, the answer means nothing: what the file states is the race.
    expect(told('(* Result: Sometimes DATARACE *)')).toEqual([
      true,
      'the Linux-kernel model finds a data race as well',
    ]);
    expect(told('(* Result: Never DATARACE *)', '')).toEqual([
      false,
      'the file states a data race, lkmm finds none. It gives no reason in a line "Differs: ...".',
    ]);
  });

  test('a test that does not say is taken at the word of ~exists and forall', () => {
    const ends = (condition: string) => isAsStated(run('C x', '{}', 'P0(int *x) { WRITE_ONCE(*x, 1); }', condition));
    expect(ends('~exists (x=0)')).toBe(true);
    expect(ends('~exists (x=1)')).toBe(false);
    expect(ends('forall (x=0)')).toBe(false);
    expect(ends('exists (x=0)')).toBe(true);
  });
});
