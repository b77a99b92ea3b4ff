// Portable. The intrinsics of memory accesses (see atomics.ts) of a stalled kernel. A put that was held up in its window may
// find that its memory was freed meanwhile, and that is a mistake only if it goes on to touch the count word. So each access
// looks first.

import {
  compareExchange as atomicCompareExchange,
  exchange as atomicExchange,
  fetchAdd as atomicFetchAdd,
  fetchOr as atomicFetchOr,
  fetchSub as atomicFetchSub,
  load as atomicLoad,
  store as atomicStore,
} from '#atomics';
import { verifyUntouched } from './freed-memory.js';

export { copyLine, glance, observe, peek, poke, sleep, stamp } from '#atomics';

/** @inline */
export function load(address: i32, order: i32): i32 {
  verifyUntouched(address);
  return atomicLoad(address, order);
}

/** @inline */
export function store(address: i32, value: i32, order: i32): void {
  verifyUntouched(address);
  atomicStore(address, value, order);
}

/** @inline */
export function fetchAdd(address: i32, value: i32, order: i32): i32 {
  verifyUntouched(address);
  return atomicFetchAdd(address, value, order);
}

/** @inline */
export function fetchSub(address: i32, value: i32, order: i32): i32 {
  verifyUntouched(address);
  return atomicFetchSub(address, value, order);
}

/** @inline */
export function fetchOr(address: i32, value: i32, order: i32): i32 {
  verifyUntouched(address);
  return atomicFetchOr(address, value, order);
}

/** @inline */
export function exchange(address: i32, value: i32, order: i32): i32 {
  verifyUntouched(address);
  return atomicExchange(address, value, order);
}

/** @inline */
export function compareExchange(address: i32, expected: i32, value: i32, order: i32): i32 {
  verifyUntouched(address);
  return atomicCompareExchange(address, expected, value, order);
}
