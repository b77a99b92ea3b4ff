// What an atomic access does to its word. The value that it yields to the thread is the value before, as in the
// vocabulary; a store yields nothing.

import type { Access } from '../program/instructions.js';

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
