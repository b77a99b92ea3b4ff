// The C dialect as published tests write it: each construct in a test of a few lines, run under sc.

import { describe, expect, test } from 'vitest';
import { runLitmus } from '../../../src/checker/litmus.js';
import { parseLitmus } from '../../../src/litmus/parse.js';
import type { LitmusResult } from '../../../src/results/litmus-result.js';

function run(...lines: readonly string[]): LitmusResult {
  return runLitmus(parseLitmus('test.litmus', lines.join('\n')), { maxStates: 10_000, memory: ['sc', 'ra', 'lkmm'] });
}

/** The final states under sc of a test with one thread of `body`, over locations x, y and z. */
function alone(body: string, condition: string, initial = ''): string[] {
  const result = run('C alone', `{ ${initial} }`, `P0(int *x, int *y, int *z) { ${body} }`, condition);
  return states(result);
}

function states({ runs }: LitmusResult): string[] {
  return (runs[0]?.outcomes ?? []).map(
    ({ values, holds }) => `${Object.values(values).join(' ')}${holds ? ' holds' : ''}`,
  );
}

describe('around the threads', () => {
  test('lines of generators, comments of three kinds, a byte order mark, carriage returns', () => {
    const text = [
      '\uFEFFC gen+erated',
      '"PodWW Rfe {PodRR} Fre"',
      'Generator=diyone7 (version 7.58)',
      'Cycle=Rfe PodRR Fre PodWW',
      'Relax=[Rfe,PodRR]',
      'Safe=Fre PodWW',
      'Prefetch=0:x=F,0:y=W,1:y=F,1:x=T',
      'Com=Rf Fr',
      'Orig=PodWW Rfe PodRR Fre',
      '(* of { a',
      ' * test *)',
      '/* and { of',
      '   another */',
      '// one {',
      '{ (* here *) /* and here */ }',
      '{',
      '#include "api.h" // for a compiler',
      '}',
      'P0(int *x) { // here',
      '  (* as a statement *) WRITE_ONCE(*x, /* in between */ 1);',
      '  (*without a space *)',
      '  (*x) = 2; (* at the end *)',
      '}',
      '(*between*)',
      'exists (* in (the) condition *) (x=2 (* too *) /\\ /* and */ true) (*More precisely: (x) *)',
    ];
    const result = run(...text.map((line) => `${line}\r`));
    expect(result).toMatchObject({
      name: 'gen+erated',
      condition: 'exists (x=2 /\\ true)',
      runs: [{ answer: 'Always' }, { answer: 'Always' }],
    });
  });

  test('types of all sorts, which are all words', () => {
    const result = run(
      'C types',
      '{ int x = 1; long *p = &x; volatile int v; const unsigned long u = 0x10UL; atomic_long_t c = ATOMIC_LONG_INIT(-2); }',
      'void P0(volatile int *x, intptr_t *p, int **const q, atomic_long_t *c, uint64_t* u, void *v) {',
      '  int a = (int)READ_ONCE(*x), b;',
      '  volatile int *r = (int *)READ_ONCE(*p);',
      '  unsigned long c0 = atomic_long_read(c);',
      '  b = READ_ONCE(*r) + 010 + 0xfu;',
      '  intptr_t d = (intptr_t)(*u);',
      '};',
      'exists (0:a=1 /\\ 0:b=24 /\\ 0:c0=-2 /\\ 0:d=16)',
    );
    expect(states(result)).toEqual(['1 24 -2 16 holds']);
  });

  test('initial values of registers, addresses as values, locations that only a pointer names', () => {
    const result = run(
      'C pointers',
      '{ 0:r0=x; 0:r1=7; int *1:r2=&y; p=hidden; y=3; int hidden=9; [z]=4; }',
      'P0(int *x) { WRITE_ONCE(*r0, r1); }',
      'P1(int **p, int *y, int *z) { r3 = READ_ONCE(*p); r4 = READ_ONCE(*r3); r5 = *r2 + *z; r6 = &y; }',
      'exists (x=7 /\\ 1:r3=hidden /\\ 1:r3=&hidden /\\ 1:r4=9 /\\ 1:r5=7 /\\ 1:r6=y /\\ 1:r6=1:r2)',
    );
    expect(result.runs.map(({ answer }) => answer)).toEqual(['Always', 'Always']);
    expect(result.runs[0]?.outcomes[0]?.pointers).toEqual({ '1:r2': 'y', '1:r3': 'hidden', '1:r6': 'y' });
  });

  test('filter drops final states, locations shows more', () => {
    const lines = (filter: string) => [
      'C filtered',
      '{}',
      'P0(int *x) { WRITE_ONCE(*x, 1); }',
      'P1(int *x) { int r0 = READ_ONCE(*x); }',
      `locations [x; 1:r0;] ${filter}`,
    ];
    expect(states(run(...lines(''), 'exists (1:r0=1)'))).toEqual(['0 1', '1 1 holds']);
    expect(states(run(...lines('filter (1:r0=1)'), 'forall (1:r0=1)'))).toEqual(['1 1 holds']);
    expect(run(...lines('filter (1:r0=5)'), 'exists (1:r0=1)').runs[0]?.answer).toBe('Never');
  });

  test.each([
    ['exists (0:r=1 && x==1 || false)', true],
    ['exists (~0:r=0)', true],
    ['exists (not (x=0) /\\ !(x=2))', true],
    ['exists (0:r<2 /\\ 0:r>=1 /\\ x>0 /\\ x<=1 /\\ x!=2)', true],
    ['exists (0:r=x)', false],
    ['exists (0:r=[x])', true],
    ['exists (P0:r=0:r)', true],
    ['exists (x=2 => false)', true],
    ['exists ([x]=(1))', true],
    ['exists (x=1);', true],
  ])('%s', (condition, holds) => {
    const result = run('C x', '{}', 'P0(int *x) { int r; r = 1; WRITE_ONCE(*x, r); }', condition);
    expect(result.runs[0]?.answer).toBe(holds ? 'Always' : 'Never');
  });
});

describe('in a thread', () => {
  test('registers are declared by their first assignment, anywhere, and in blocks side by side', () => {
    const body =
      'r0 = READ_ONCE(*x); if (r0 == 0) { int r1 = 5; r2 = r1; } else { int r1 = 6; r2 = r1; } int r3 = r2 + 1;';
    expect(alone(body, 'exists (0:r2=5 /\\ 0:r3=6)')).toEqual(['5 6 holds']);
  });

  test('a parameter may be assigned to', () => {
    expect(alone('WRITE_ONCE(*x, 1); x = y; WRITE_ONCE(*x, 2);', 'exists (x=1 /\\ y=2)')).toEqual(['1 2 holds']);
  });

  test.each([
    ['r = 1 ? 2 : 3; q = 0 ? 2 : 0 ? 3 : 4;', 2, 4],
    ['r = 3 && 0; q = 0 || 7;', 0, 1],
    ['r = 1; r += 2; q = 7; q &= 5; q |= 2; q ^= 1; q *= 2; q -= 1;', 3, 11],
    ['r = 1 << 4 >> 2; q = -3 + +4 - -1;', 4, 2],
    ['r = (q = 4) + 1;', 5, 4],
    ['r = 1; r++; ++r; q = r; q--;', 3, 2],
    ['r = 10 - 2 - 3; q = 1 + 2 * 3 == 7 && !0;', 5, 1],
    ['r = ~NULL; q = true | false;', -1, 1],
    ['*x = 4; *x += 1; (*x)++; r = *x; q = *&x == *x;', 6, 1],
    ['*x = (r = 3); q = (0 && READ_ONCE(*x)) || READ_ONCE(*x) == 3;', 3, 1],
    ['r = 2; q = READ_ONCE(*x) ? *y : r * 4; (void)READ_ONCE(*x);', 2, 8],
    ['r = 1; q = r + (r = 5);', 5, 6],
  ])('%s', (body, r, q) => {
    expect(alone(body, 'exists (0:r=0 \\/ 0:q=0)')).toEqual([`${q} ${r}${r === 0 || q === 0 ? ' holds' : ''}`]);
  });

  test.each([
    ['r = atomic_add_unless(x, 2, 5);', 5, 'x=5 /\\ 0:r=0'],
    ['r = atomic_add_unless(x, 2, 5);', 1, 'x=3 /\\ 0:r=1'],
    ['r = atomic_fetch_add_unless(x, 2, 5);', 1, 'x=3 /\\ 0:r=1'],
    ['r = atomic_inc_not_zero(x);', 0, 'x=0 /\\ 0:r=0'],
    ['r = atomic_inc_not_zero(x);', -1, 'x=0 /\\ 0:r=1'],
    ['r = 3; q = try_cmpxchg(x, &r, 4);', 3, 'x=4 /\\ 0:r=3 /\\ 0:q=1'],
    ['r = 3; q = atomic_try_cmpxchg_acquire(x, &r, 4);', 7, 'x=7 /\\ 0:r=7 /\\ 0:q=0'],
    ['r = cmpxchg_release(x, 1, 2);', 1, 'x=2 /\\ 0:r=1'],
    ['r = xchg_relaxed(&x, 6);', 1, 'x=6 /\\ 0:r=1'],
    ['atomic_and(6, x); r = atomic_fetch_xor(1, x);', 3, 'x=3 /\\ 0:r=2'],
    ['r = atomic_fetch_andnot(1, x); atomic_or(8, x);', 3, 'x=10 /\\ 0:r=3'],
    ['r = atomic_sub_return(1, x); q = atomic_dec_and_test(x);', 2, 'x=0 /\\ 0:r=1 /\\ 0:q=1'],
    ['r = atomic_add_negative(-3, x); q = atomic_inc_and_test(x);', 2, 'x=0 /\\ 0:r=1 /\\ 0:q=1'],
    ['atomic_inc(x); atomic_dec(x); atomic_add(3, x); atomic_sub(1, x);', 0, 'x=2'],
    ['r = atomic64_fetch_inc(x); q = atomic_long_dec_return(x);', 4, 'x=4 /\\ 0:r=4 /\\ 0:q=4'],
    [
      'smp_store_mb(*x, 2); rcu_assign_pointer(*y, x); r = rcu_dereference(*y); q = READ_ONCE(*r);',
      0,
      '0:r=x /\\ 0:q=2',
    ],
    [
      'smp_mb__before_atomic(); atomic_inc(x); smp_mb__after_atomic(); barrier(); smp_read_barrier_depends();',
      0,
      'x=1',
    ],
  ])('%s from %i gives %s', (body, initial, condition) => {
    expect(alone(body, `forall (${condition})`, `x=${initial};`).map((one) => one.endsWith(' holds'))).toEqual([true]);
  });

  test('a location of the test that is not given, and a register that nothing assigns, are noted', () => {
    const result = run('C x', '{ y=4; }', 'P0(int *x) { r0 = READ_ONCE(*y); r1 = r9; }', 'forall (0:r0=4 /\\ 0:r1=0)');
    expect(result.runs[0]?.answer).toBe('Always');
    expect(result.notes).toEqual([
      'P0 uses y, which is not among its parameters',
      'P0 reads r9, which nothing assigns: it is 0',
    ]);
  });
});

describe('what a file states', () => {
  const said = (comment: string) =>
    parseLitmus('x.litmus', ['C x', comment, '{}', 'P0(int *x) { WRITE_ONCE(*x, 1); }', 'exists (x=0)'].join('\n'));

  test.each([
    ['(*\n * Result: Never\n *)', 'Never', false],
    ['/*\n * Result: Sometimes\n */', 'Sometimes', false],
    ['// Result: Always', 'Always', false],
    ['(* Result: Sometimes DATARACE *)', 'Sometimes', true],
    ['(*\n * Result: Maybe\n *)', undefined, undefined],
    ['(* Result: DEADLOCK *)', undefined, undefined],
    ['(* Expected result: Never, for a reason. *)', undefined, undefined],
    ['(* Result: it depends *)', undefined, undefined],
    ['(* The result: it depends *)', undefined, undefined],
  ])('%j', (comment, answer, race) => {
    expect(said(comment).kernelAnswer).toBe(answer);
    expect(said(comment).kernelRace).toBe(race);
  });
});
