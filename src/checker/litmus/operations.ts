// The Linux-kernel operations that a litmus test may use, by name, with the access and ordering that each stands for.

import { ACQUIRE, FULL, RELAXED, RELEASE } from '../../runtime/order.js';
import type { Access, Fence } from '../program/instructions.js';

export interface KernelOperation {
  readonly access: Access;
  readonly order: number;
  /** The kinds of its arguments, in order. A `location` is written `*x`, a `pointer` `x` or `&x`. */
  readonly inputs: readonly ('location' | 'pointer' | 'value')[];
  /** The constant operand of an operation that has no argument for it. */
  readonly operand?: number;
  /** Its result: the value before, the value after, or whether the value after is 0. Absent: none. */
  readonly returns?: 'before' | 'after' | 'zero';
}

export const FENCES: Readonly<Record<string, Fence>> = { smp_mb: 'full', smp_rmb: 'read', smp_wmb: 'write' };

/** A value-returning operation is a full barrier unless its suffix says less (kernel: Documentation/atomic_t.txt). */
const SUFFIXES: readonly [string, number][] = [
  ['', FULL],
  ['_acquire', ACQUIRE],
  ['_release', RELEASE],
  ['_relaxed', RELAXED],
];

const ARITHMETIC: readonly [string, Access][] = [
  ['add', 'fetchAdd'],
  ['sub', 'fetchSub'],
  ['or', 'fetchOr'],
];

function kernelOperations(): Map<string, KernelOperation> {
  const known = new Map<string, KernelOperation>();
  const load = (name: string, order: number, at: 'location' | 'pointer'): unknown =>
    known.set(name, { access: 'load', order, inputs: [at], returns: 'before' });
  const store = (name: string, order: number, at: 'location' | 'pointer'): unknown =>
    known.set(name, { access: 'store', order, inputs: [at, 'value'] });

  load('READ_ONCE', RELAXED, 'location');
  load('atomic_read', RELAXED, 'pointer');
  load('smp_load_acquire', ACQUIRE, 'pointer');
  load('atomic_read_acquire', ACQUIRE, 'pointer');
  store('WRITE_ONCE', RELAXED, 'location');
  store('atomic_set', RELAXED, 'pointer');
  store('smp_store_release', RELEASE, 'pointer');
  store('atomic_set_release', RELEASE, 'pointer');

  for (const [suffix, order] of SUFFIXES) {
    for (const prefix of ['', 'atomic_']) {
      const before = { order, returns: 'before' } as const;
      known.set(`${prefix}xchg${suffix}`, { ...before, access: 'exchange', inputs: ['pointer', 'value'] });
      known.set(`${prefix}cmpxchg${suffix}`, {
        ...before,
        access: 'compareExchange',
        inputs: ['pointer', 'value', 'value'],
      });
    }
    for (const [name, access] of ARITHMETIC) {
      const inputs = ['value', 'pointer'] as const;
      known.set(`atomic_fetch_${name}${suffix}`, { access, order, inputs, returns: 'before' });
      if (name !== 'or') known.set(`atomic_${name}_return${suffix}`, { access, order, inputs, returns: 'after' });
    }
    for (const [name, access] of [
      ['inc', 'fetchAdd'],
      ['dec', 'fetchSub'],
    ] as const) {
      const one = { access, order, inputs: ['pointer'], operand: 1 } as const;
      known.set(`atomic_fetch_${name}${suffix}`, { ...one, returns: 'before' });
      known.set(`atomic_${name}_return${suffix}`, { ...one, returns: 'after' });
    }
  }
  for (const [name, access] of ARITHMETIC) {
    known.set(`atomic_${name}`, { access, order: RELAXED, inputs: ['value', 'pointer'] });
    if (name !== 'or') {
      const test = { access, order: FULL, returns: 'zero' } as const;
      known.set(`atomic_${name}_and_test`, { ...test, inputs: ['value', 'pointer'] });
      const one = name === 'add' ? 'inc' : 'dec';
      known.set(`atomic_${one}`, { access, order: RELAXED, inputs: ['pointer'], operand: 1 });
      known.set(`atomic_${one}_and_test`, { ...test, inputs: ['pointer'], operand: 1 });
    }
  }
  known.delete('atomic_add_and_test'); // the kernel has none
  return known;
}

export const KERNEL_OPERATIONS: ReadonlyMap<string, KernelOperation> = kernelOperations();
