// The vocabulary of a `wasm` kernel whose speed is measured. AssemblyScript only. As atomics.wasm.ts, but relaxed loads
// and stores are what they are in the kernel (READ_ONCE, atomic_set): plain accesses, which the compiler behind does not
// tear or drop. An atomic store of WebAssembly is a full barrier, which would add a locked instruction to every
// allocation that the protocol under test does not ask for.

import { RELAXED } from './order.js';

export { compareExchange, copyLine, exchange, fetchAdd, fetchOr, fetchSub, glance, observe, peek, poke, sleep, stamp } from './atomics.wasm.js';

// @ts-ignore: decorator
@inline
export function load(address: i32, order: i32): i32 {
  return order == RELAXED ? i32.load(address) : atomic.load<i32>(address);
}

// @ts-ignore: decorator
@inline
export function store(address: i32, value: i32, order: i32): void {
  if (order == RELAXED) i32.store(address, value);
  else atomic.store<i32>(address, value);
}
