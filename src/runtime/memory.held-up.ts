// Portable. The intrinsics of memory accesses (see atomics.ts) of a kernel in which a worker may be held up: each access of
// the protocol or the allocator comes behind what stands behind #before-access.

import * as atomics from '#atomics';
import { beforeAccess } from '#before-access';

export { copyLine, glance, observe, peek, poke, sleep, stamp } from '#atomics';

/** @inline */
export function load(address: i32, order: i32): i32 {
  beforeAccess(address);
  return atomics.load(address, order);
}

/** @inline */
export function store(address: i32, value: i32, order: i32): void {
  beforeAccess(address);
  atomics.store(address, value, order);
}

/** @inline */
export function fetchAdd(address: i32, value: i32, order: i32): i32 {
  beforeAccess(address);
  return atomics.fetchAdd(address, value, order);
}

/** @inline */
export function fetchSub(address: i32, value: i32, order: i32): i32 {
  beforeAccess(address);
  return atomics.fetchSub(address, value, order);
}

/** @inline */
export function fetchOr(address: i32, value: i32, order: i32): i32 {
  beforeAccess(address);
  return atomics.fetchOr(address, value, order);
}

/** @inline */
export function exchange(address: i32, value: i32, order: i32): i32 {
  beforeAccess(address);
  return atomics.exchange(address, value, order);
}

/** @inline */
export function compareExchange(address: i32, expected: i32, value: i32, order: i32): i32 {
  beforeAccess(address);
  return atomics.compareExchange(address, expected, value, order);
}
