// The Linux-kernel operations that a litmus test may use, by name, with the access and ordering that each stands for.
// The orders are those of Documentation/atomic_t.txt and Documentation/memory-barriers.txt: a read-modify-write that
// returns a value is a full barrier unless its suffix says less; one that returns none orders nothing.

import type { Access, Fence, Lock } from '../printers/model/instructions.js';
import { ACQUIRE, FULL, RELAXED, RELEASE } from '../runtime/order.js';

export interface KernelOperation {
  readonly access: Access;
  readonly order: number;
  /**
   * The kinds of its arguments, in order. A `location` is written `*x`, a `pointer` is an address, and an `expected` the
   * address of a register, which is written when the operation fails.
   */
  readonly inputs: readonly ('location' | 'pointer' | 'value' | 'expected')[];
  /** The constant operands of an operation that has no arguments for them. */
  readonly operands?: readonly number[];
  /** The memory gets the complement of its operand: andnot. */
  readonly complements?: true;
  /**
   * Its result: the value before, the value after, whether the value after is 0 or negative, or whether it succeeded.
   * Absent: none.
   */
  readonly returns?: 'before' | 'after' | 'zero' | 'negative' | 'success';
  /** A full barrier after it. */
  readonly barrier?: true;
  readonly lock?: Lock;
  /** Goes on only when it has got the lock. */
  readonly waits?: true;
}

export const FENCES: ReadonlyMap<string, Fence> = new Map([
  ['smp_mb', 'full'],
  ['smp_rmb', 'read'],
  ['smp_wmb', 'write'],
  ['smp_mb__before_atomic', 'before-atomic'],
  ['smp_mb__after_atomic', 'after-atomic'],
  ['barrier', 'compiler'],
  ['smp_mb__after_spinlock', 'after-spinlock'],
  ['smp_mb__after_unlock_lock', 'after-unlock-lock'],
  ['smp_mb__after_srcu_read_unlock', 'after-srcu-unlock'],
  ['rcu_read_lock', 'rcu-lock'],
  ['rcu_read_unlock', 'rcu-unlock'],
  ['synchronize_rcu', 'rcu-sync'],
  ['synchronize_rcu_expedited', 'rcu-sync'],
  ['synchronize_srcu', 'srcu-sync'],
  ['synchronize_srcu_expedited', 'srcu-sync'],
]);

/** Functions that do nothing: since Linux 4.15 every load that is marked keeps what depends on it behind it. */
export const NOTHING: ReadonlySet<string> = new Set(['smp_read_barrier_depends', 'read_barrier_depends']);

const SUFFIXES: readonly [string, number][] = [
  ['', FULL],
  ['_acquire', ACQUIRE],
  ['_release', RELEASE],
  ['_relaxed', RELAXED],
];

/** Prefixes of operations on counters. The widths are all the same here. */
const COUNTERS = ['atomic', 'atomic_long', 'atomic64'];

type Operator = readonly [name: string, access: Access, complements?: true];
const ARITHMETIC: readonly Operator[] = [
  ['add', 'fetchAdd'],
  ['sub', 'fetchSub'],
];
const BITWISE: readonly Operator[] = [
  ['or', 'fetchOr'],
  ['and', 'fetchAnd'],
  ['xor', 'fetchXor'],
  ['andnot', 'fetchAnd', true],
];

const known = new Map<string, KernelOperation>();

for (const [name, access, order, at] of [
  ['READ_ONCE', 'load', RELAXED, 'location'],
  ['ACCESS_ONCE', 'load', RELAXED, 'location'],
  ['rcu_dereference', 'load', RELAXED, 'location'],
  ['lockless_dereference', 'load', RELAXED, 'location'],
  ['smp_load_acquire', 'load', ACQUIRE, 'pointer'],
  ['WRITE_ONCE', 'store', RELAXED, 'location'],
  ['rcu_assign_pointer', 'store', RELEASE, 'location'],
  ['smp_store_release', 'store', RELEASE, 'pointer'],
] as const) {
  if (access === 'load') known.set(name, { access, order, inputs: [at], returns: 'before' });
  else known.set(name, { access, order, inputs: [at, 'value'] });
}
const store = { access: 'store', order: RELAXED, barrier: true } as const;
known.set('smp_store_mb', { ...store, inputs: ['location', 'value'] });
known.set('set_mb', { ...store, inputs: ['location', 'value'] });

const toLock = { access: 'compareExchange', order: ACQUIRE, inputs: ['pointer'], operands: [0, 1] } as const;
known.set('spin_lock', { ...toLock, lock: 'spin', waits: true });
known.set('spin_trylock', { ...toLock, lock: 'spin', returns: 'success' });
known.set('spin_unlock', { access: 'store', order: RELEASE, inputs: ['pointer'], operands: [0], lock: 'spin' });
known.set('spin_is_locked', { access: 'load', order: RELAXED, inputs: ['pointer'], lock: 'spin', returns: 'before' });
for (const [begins, ends] of [
  ['srcu_read_lock', 'srcu_read_unlock'],
  ['srcu_down_read', 'srcu_up_read'],
] as const) {
  known.set(begins, { access: 'load', order: RELAXED, inputs: ['pointer'], lock: 'srcu', returns: 'before' });
  known.set(ends, { access: 'store', order: RELAXED, inputs: ['pointer', 'value'], lock: 'srcu' });
}

for (const counter of COUNTERS) {
  known.set(`${counter}_read`, { access: 'load', order: RELAXED, inputs: ['pointer'], returns: 'before' });
  known.set(`${counter}_read_acquire`, { access: 'load', order: ACQUIRE, inputs: ['pointer'], returns: 'before' });
  known.set(`${counter}_set`, { access: 'store', order: RELAXED, inputs: ['pointer', 'value'] });
  known.set(`${counter}_set_release`, { access: 'store', order: RELEASE, inputs: ['pointer', 'value'] });
  addWithoutResult(counter);
  addTests(counter);
  for (const [suffix, order] of SUFFIXES) {
    addExchanges(`${counter}_`, suffix, order);
    addWithResult(counter, suffix, order);
    addConditional(counter, suffix, order);
  }
}
for (const [suffix, order] of SUFFIXES) addExchanges('', suffix, order);

function addExchanges(prefix: string, suffix: string, order: number): void {
  const [exchange, compare] = ['exchange', 'compareExchange'] as const;
  known.set(`${prefix}xchg${suffix}`, { order, access: exchange, inputs: ['pointer', 'value'], returns: 'before' });
  const inputs = ['pointer', 'value', 'value'] as const;
  known.set(`${prefix}cmpxchg${suffix}`, { order, access: compare, inputs, returns: 'before' });
  const expecting = ['pointer', 'expected', 'value'] as const;
  known.set(`${prefix}try_cmpxchg${suffix}`, { order, access: compare, inputs: expecting, returns: 'success' });
}

function addWithoutResult(counter: string): void {
  for (const [name, access, complements] of [...ARITHMETIC, ...BITWISE]) {
    const inputs = ['value', 'pointer'] as const;
    known.set(`${counter}_${name}`, { access, order: RELAXED, inputs, ...(complements && { complements }) });
  }
  for (const [name, access] of [
    ['inc', 'fetchAdd'],
    ['dec', 'fetchSub'],
  ] as const) {
    known.set(`${counter}_${name}`, { access, order: RELAXED, inputs: ['pointer'], operands: [1] });
  }
}

function addWithResult(counter: string, suffix: string, order: number): void {
  const inputs = ['value', 'pointer'] as const;
  for (const [name, access, complements] of [...ARITHMETIC, ...BITWISE]) {
    const operation = { access, order, inputs, returns: 'before', ...(complements && { complements }) } as const;
    known.set(`${counter}_fetch_${name}${suffix}`, operation);
  }
  for (const [name, access] of ARITHMETIC) {
    known.set(`${counter}_${name}_return${suffix}`, { access, order, inputs, returns: 'after' });
    const one = { access, order, inputs: ['pointer'], operands: [1] } as const;
    const short = name === 'add' ? 'inc' : 'dec';
    known.set(`${counter}_fetch_${short}${suffix}`, { ...one, returns: 'before' });
    known.set(`${counter}_${short}_return${suffix}`, { ...one, returns: 'after' });
  }
}

function addTests(counter: string): void {
  const [plus, minus] = ['fetchAdd', 'fetchSub'] as const;
  const one = { order: FULL, inputs: ['pointer'], operands: [1], returns: 'zero' } as const;
  known.set(`${counter}_inc_and_test`, { ...one, access: plus });
  known.set(`${counter}_dec_and_test`, { ...one, access: minus });
  const many = { order: FULL, inputs: ['value', 'pointer'] } as const;
  known.set(`${counter}_sub_and_test`, { ...many, access: minus, returns: 'zero' });
  known.set(`${counter}_add_negative`, { ...many, access: plus, returns: 'negative' });
}

/** As a failed compare-and-swap, one that does not add is a load that orders nothing. */
function addConditional(counter: string, suffix: string, order: number): void {
  const unless = { access: 'addUnless', order, inputs: ['pointer', 'value', 'value'] } as const;
  known.set(`${counter}_add_unless${suffix}`, { ...unless, returns: 'success' });
  known.set(`${counter}_fetch_add_unless${suffix}`, { ...unless, returns: 'before' });
  const notZero = { access: 'addUnless', order, inputs: ['pointer'], operands: [1, 0] } as const;
  known.set(`${counter}_inc_not_zero${suffix}`, { ...notZero, returns: 'success' });
}

export const KERNEL_OPERATIONS: ReadonlyMap<string, KernelOperation> = known;
