// Semantics of one atomic access on its word. Every access but a store yields the value before it to the thread, as the
// operations of runtime/atomics.ts do.

import type { Access } from '../../printers/model/instructions.js';
import { FULL } from '../../runtime/order.js';
import type { Pause } from './pause.js';

export interface Operands {
  /** Byte address. */
  readonly address: number;
  /** The value that a store writes, an addition adds, or a compare-and-swap expects; else unused. */
  readonly first: number;
  /** The value that a compare-and-swap writes; else unused. */
  readonly second: number;
  /** See runtime/order.ts. */
  readonly order: number;
}

/** The operands of a pending access. The ordering is the last of its inputs. */
export function operandsOf({ inputs }: Pause): Operands {
  const [address = 0, first = 0, second = 0] = inputs;
  return { address, first, second, order: inputs.at(-1) ?? FULL };
}

/** The value of the word after the access. */
export function valueAfter(access: Access, before: number, first: number, second: number): number {
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
    case 'fetchAnd':
      return before & first;
    case 'fetchXor':
      return before ^ first;
    case 'compareExchange':
      return before === first ? second : before;
    case 'addUnless':
      return before === second ? before : (before + first) | 0;
  }
}

/** Tells whether the access, which finds `before`, writes nothing after all: it is a load then, and orders nothing. */
export function refuses(access: Access, before: number, first: number, second: number): boolean {
  if (access === 'compareExchange') return before !== first;
  return access === 'addUnless' && before === second;
}

/** Tells whether the access can change its word. */
export function canWrite(access: Access): boolean {
  return access !== 'load';
}
