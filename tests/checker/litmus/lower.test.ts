// Tests of what threads of litmus tests become: accesses with their orders, fences, and where dependencies begin and
// end.

import { describe, expect, test } from 'vitest';
import { parseLitmus } from '../../../src/litmus/parse.js';
import { type Instruction, PLAIN } from '../../../src/printers/model/instructions.js';
import { ACQUIRE, FULL, RELAXED, RELEASE } from '../../../src/runtime/order.js';

const HEAD = 'C lowered\n{}\nP0(int *x, int *y) { ';

function codeOf(body: string): readonly Instruction[] {
  const [thread] = parseLitmus('test.litmus', `${HEAD}${body} }\nexists (true)`).threads;
  return thread?.body.code ?? [];
}

/** The accesses and fences in the order of the code, as `access order`. */
function eventsOf(body: string): string[] {
  const code = codeOf(body);
  const constants = new Map(code.flatMap((one) => (one.op === 'constant' ? [[one.to, one.value]] : [])));
  return code.flatMap((one) => {
    if (one.op === 'fence') return [`fence ${one.fence}`];
    if (one.op !== 'access') return [];
    return [`${one.access} ${constants.get(one.inputs.at(-1) ?? -1)}${one.noReturn ? ' no return' : ''}`];
  });
}

describe('accesses and fences', () => {
  test.each([
    ['*x = 1; r = *x;', [`store ${PLAIN}`, `load ${PLAIN}`]],
    ['WRITE_ONCE(*x, 1); r = READ_ONCE(*x);', [`store ${RELAXED}`, `load ${RELAXED}`]],
    ['smp_store_release(x, 1); r = smp_load_acquire(x);', [`store ${RELEASE}`, `load ${ACQUIRE}`]],
    ['rcu_assign_pointer(*x, y); r = rcu_dereference(*x);', [`store ${RELEASE}`, `load ${RELAXED}`]],
    ['smp_store_mb(*x, 1);', [`store ${RELAXED}`, 'fence full']],
    ['atomic_inc(x);', [`fetchAdd ${RELAXED} no return`]],
    ['atomic_andnot(1, x);', [`fetchAnd ${RELAXED} no return`]],
    ['r = atomic_inc_return(x);', [`fetchAdd ${FULL}`]],
    ['xchg(x, 1);', [`exchange ${FULL}`]],
    ['r = atomic_add_unless(x, 1, 2);', [`addUnless ${FULL}`]],
    ['r = cmpxchg_acquire(x, 1, 2);', [`compareExchange ${ACQUIRE}`]],
    ['smp_mb(); smp_rmb(); smp_wmb(); barrier();', ['fence full', 'fence read', 'fence write', 'fence compiler']],
    ['smp_mb__before_atomic(); smp_mb__after_atomic();', ['fence before-atomic', 'fence after-atomic']],
    ['smp_read_barrier_depends();', []],
  ])('%s', (body, events) => {
    expect(eventsOf(body)).toEqual(events);
  });

  test('know their place in the file', () => {
    const [access] = codeOf('r = READ_ONCE(*x);').filter(({ op }) => op === 'access');
    expect(access).toMatchObject({ position: HEAD.length + 'r = '.length });
  });
});

describe('dependencies by control', () => {
  const jumps = (body: string) => codeOf(body).filter(({ op }) => op === 'jumpIfZero');

  test('end where both ways of an if meet', () => {
    const code = codeOf('r = READ_ONCE(*x); if (r) WRITE_ONCE(*y, 1); else WRITE_ONCE(*y, 2); WRITE_ONCE(*x, 3);');
    const [jump] = code.filter((one) => one.op === 'jump');
    const stores = code.flatMap((one, at) => (one.op === 'access' && one.access === 'store' ? [at] : []));
    expect(stores.map((at) => at < (jump?.target ?? 0))).toEqual([true, true, false]);
  });

  test('do not come from operators over registers', () => {
    expect(jumps('r = READ_ONCE(*x); q = r && 1 || 0; p = r ? q : 3; WRITE_ONCE(*y, p);')).toEqual([]);
  });

  test('come from operators that decide whether there is an access', () => {
    expect(jumps('r = READ_ONCE(*x) && READ_ONCE(*y);')).toHaveLength(1);
    expect(jumps('r = 1 ? READ_ONCE(*x) : 0;')).toHaveLength(1);
  });
});
