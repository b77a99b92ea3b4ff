// What an atomic access does to its word. The value that it yields to the thread is the value before, as in the
// vocabulary; a store yields nothing.

import { FULL } from '../../runtime/order.js';
import type { Access } from '../program/instructions.js';
import type { Pause } from '../program/interpreter.js';

export interface Operands {
  /** Byte address. */
  readonly address: number;
  /** The value of a store, what an addition adds, what a compare-and-swap expects; else of no meaning. */
  readonly first: number;
  /** What a compare-and-swap writes; else of no meaning. */
  readonly second: number;
  /** See runtime/order.ts. */
  readonly order: number;
}

/** The operands of the access that a thread waits in. Its inputs are those of the vocabulary: the ordering comes last. */
export function operandsOf({ inputs }: Pause): Operands {
  const [address = 0, first = 0, second = 0] = inputs;
  return { address, first, second, order: inputs.at(-1) ?? FULL };
}

/** The value of the word after the access. */
export function after(access: Access, before: number, first: number, second: number): number {
  switch (access) {
    case 'load':
      return before;
    case 'store':
    case 'exchange':
      return first;
    case 'fetchAdd':
      return (before + first) | 0;
    case 'fetchSub':
      return (before - first) | 0;
    case 'fetchOr':
      return before | first;
    case 'compareExchange':
      return before === first ? second : before;
  }
}

/** Whether the access can change its word. */
export function writes(access: Access): boolean {
  return access !== 'load';
}
