// Tests of what a litmus test may not say: refused in one line, with file and line, and under a name for the summary.

import { expect, test } from 'vitest';
import { LitmusError } from '../../../src/litmus/error.js';
import { parseLitmus } from '../../../src/litmus/parse.js';

/** A thread whose `body` begins on line 7. */
const thread = (...body: string[]) => ['C bad', '', '{}', 'P0(int *x)', '{', 'int r0;', ...body, '}', 'exists (x=1)'];

function refusal(lines: readonly string[]): LitmusError {
  try {
    parseLitmus('test.litmus', lines.join('\n'));
  } catch (error) {
    if (error instanceof LitmusError) return error;
    throw error;
  }
  throw new Error('it was read');
}

test.each([
  ['another language', ['X86 SB', '{}'], 'test.litmus:1: a test in X86: only those in C are read'],
  ['no language', ['# SB', '{}'], 'test.litmus:1: a litmus test in C begins with a line "C NAME"'],
  ['an unknown operation', thread('schedule(x);'), 'test.litmus:7: "schedule" is not part of the subset'],
  ['a value of nothing', thread('r0 = smp_store_release(x, 1);'), 'test.litmus:7: smp_store_release() returns nothing'],
  ['a value of a fence', thread('r0 = smp_mb();'), 'test.litmus:7: smp_mb() returns nothing'],
  ['an argument of a fence', thread('smp_mb(x);'), 'test.litmus:7: smp_mb() has no arguments'],
  ['too many arguments', thread('WRITE_ONCE(*x, 1, 2);'), 'test.litmus:7: WRITE_ONCE() has 2 arguments, not 3'],
  ['no arguments', thread('r0 = READ_ONCE();'), 'test.litmus:7: READ_ONCE() has 1 argument, not 0'],
  [
    'a pointer where a location is wanted',
    thread('r0 = READ_ONCE(x);'),
    'test.litmus:7: READ_ONCE() accesses a location: write READ_ONCE(*x)',
  ],
  [
    'no register where one is wanted',
    thread('r0 = try_cmpxchg(x, 1, 2);'),
    'test.litmus:7: try_cmpxchg() expects the value of a register: write &r0',
  ],
  ['a location that was not given', thread('WRITE_ONCE(*y, 1);'), 'test.litmus:7: P0 was not given a location "y"'],
  ['a plain access to one', thread('', '*y = 1;'), 'test.litmus:8: P0 was not given a location "y"'],
  ['a register declared twice', thread('int r0;'), 'test.litmus:7: register "r0" was declared twice'],
  [
    'a register declared in a block within',
    thread('if (r0) { int r0; }'),
    'test.litmus:7: register "r0" was declared twice',
  ],
  ['a register called as a parameter', thread('int x;'), 'test.litmus:7: register "x" was declared twice'],
  [
    'the address of a register',
    thread('r0 = &r0;'),
    'test.litmus:7: only a location has an address: registers are no memory',
  ],
  [
    'an assignment to a sum',
    thread('r0 + 1 = 2;'),
    'test.litmus:7: what is assigned to is neither a register nor a location',
  ],
  ['a statement without effect', thread('r0 + 1;'), 'test.litmus:7: a statement without effect'],
  ['an array', thread('r0 = x[1];'), 'test.litmus:7: arrays and structures are not read: locations are words'],
  ['a sign of no language', thread('r0 = 1 @ 2;'), 'test.litmus:7: unexpected "@"'],
  ['a number of no kind', thread('r0 = 0x;'), 'test.litmus:7: "0x" is no number'],
  ['a number of 33 bits', thread('r0 = 0x100000000;'), 'test.litmus:7: 0x100000000 has more than 32 bits'],
  [
    'no end of brackets',
    thread(`r0 = ${'('.repeat(15_000)}`),
    'test.litmus:7: more than 200 brackets, ifs and signs within each other',
  ],
  [
    'no end of negations',
    thread(`r0 = ${'!'.repeat(15_000)}r0;`),
    'test.litmus:7: more than 200 brackets, ifs and signs within each other',
  ],
  ['no end of sums', thread(`r0 = ${'1+'.repeat(5000)}1;`), 'test.litmus:7: more than 500 operators in an expression'],
  [
    'no end of blocks',
    thread('{'.repeat(15_000)),
    'test.litmus:7: more than 200 brackets, ifs and signs within each other',
  ],
  [
    'no end of alternatives',
    thread('if (r0) ; else '.repeat(2000)),
    'test.litmus:7: more than 200 brackets, ifs and signs within each other',
  ],
  [
    'no end of a condition',
    [...thread().slice(0, -1), `exists ${'('.repeat(15_000)}`],
    'test.litmus:8: more than 200 brackets, ifs and signs within each other',
  ],
  ['a book', thread('r0 = 1;'.repeat(10_000)), 'test.litmus:7: more than 20000 words and signs'],
  ['a missing semicolon', thread('r0 = 1', 'r0 = 2;'), 'test.litmus:8: expected ";", not "r0"'],
  ['a file that ends in a thread', ['C bad', '{}', 'P0(int *x) {'], 'test.litmus:3: the file ends inside a thread'],
  ['a thread out of turn', ['C bad', '{}', 'P1(int *x) {}'], 'test.litmus:3: expected thread P0, not P1'],
  [
    'code before the threads',
    ['C bad', '{}', '{ int f(void); }'],
    'test.litmus:3: code before the threads is not read',
  ],
  ['no thread', ['C bad', '{}', 'exists (x=1)'], 'test.litmus:3: expected a thread such as P0(int *x)'],
  [
    'a parameter that is no pointer',
    ['C bad', '{}', 'P0(int x) {}'],
    'test.litmus:3: a parameter is a pointer, such as int *x',
  ],
  [
    'a condition on what is not there',
    [...thread().slice(0, -1), 'exists (1:r0=1)'],
    'test.litmus:8: "1:r0" is neither a location nor a register of this test',
  ],
  [
    'a comparison with what is not there',
    [...thread().slice(0, -1), 'exists (0:r0=z)'],
    'test.litmus:8: "z" is no location of this test',
  ],
  ['no condition', thread().slice(0, -1), 'test.litmus:7: expected exists, ~exists or forall, not ""'],
  ['a second condition', [...thread(), 'exists (x=2)'], 'test.litmus:9: "exists" behind the condition'],
  [
    'a result of another kind',
    ['C bad', '(* Result: Nver *)', ...thread().slice(2)],
    'test.litmus:2: a result is Never, Sometimes or Always, not Nver',
  ],
])('%s', (_, lines, message) => {
  expect(refusal(lines).message).toBe(message);
});

test.each([
  ['rcu_read_lock_bh();', 'rcu_read_lock_bh() is RCU: not read by this release', 'RCU'],
  ['call_rcu(x);', 'call_rcu() is RCU: not read by this release', 'RCU'],
  ['r0 = srcu_read_lock_fast(x);', 'srcu_read_lock_fast() is SRCU: not read by this release', 'SRCU'],
  ['mutex_lock(x);', 'mutex_lock() is a lock: not read by this release', 'locks'],
  ['if (spin_trylock_irq(x)) ;', 'spin_trylock_irq() is a lock: not read by this release', 'locks'],
  ['read_lock(x);', 'read_lock() is a lock: not read by this release', 'locks'],
  [
    'atomic_store_explicit(x, 1, memory_order_relaxed);',
    'atomic_store_explicit() is of C11: not read by this release',
    'C11 atomics',
  ],
  ['while (r0) {}', '"while" is not read: tests are loop-free', 'loops and jumps'],
  ['goto out;', '"goto" is not read: tests are loop-free', 'loops and jumps'],
])('%s is refused by its name', (statement, reason, kind) => {
  expect(refusal(thread(statement))).toMatchObject({ reason, kind, message: `test.litmus:7: ${reason}` });
});
