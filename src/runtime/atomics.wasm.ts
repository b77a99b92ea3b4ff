// The vocabulary on the `wasm` engine. AssemblyScript only: `asc` reads this file wherever the portable sources
// import `#memory`. Each call becomes one instruction; the ordering argument disappears by constant folding.

import { RELAXED } from './order.js';

// @ts-ignore: decorator
@external("host", "stamp")
declare function hostStamp(address: i32): void;

// Atomic whatever the order: AssemblyScript's optimiser makes one of two plain loads with nothing between them.
// @ts-ignore: decorator
@inline
export function load(address: i32, _order: i32): i32 {
  return atomic.load<i32>(address);
}

// Relaxed, it is what the kernel's atomic_set and WRITE_ONCE are: a plain store, which neither compiler tears or drops.
// WebAssembly's atomic store is a full barrier, a locked instruction that neither the protocol nor the allocator asks
// for. Each of them on T3's path makes its zero come later, and the step 2 that only a cache line holds up rarely meets it.
// @ts-ignore: decorator
@inline
export function store(address: i32, value: i32, order: i32): void {
  if (order == RELAXED) i32.store(address, value);
  else atomic.store<i32>(address, value);
}

// @ts-ignore: decorator
@inline
export function fetchAdd(address: i32, value: i32, _order: i32): i32 {
  return atomic.add<i32>(address, value);
}

// @ts-ignore: decorator
@inline
export function fetchSub(address: i32, value: i32, _order: i32): i32 {
  return atomic.sub<i32>(address, value);
}

// @ts-ignore: decorator
@inline
export function fetchOr(address: i32, value: i32, _order: i32): i32 {
  return atomic.or<i32>(address, value);
}

// @ts-ignore: decorator
@inline
export function exchange(address: i32, value: i32, _order: i32): i32 {
  return atomic.xchg<i32>(address, value);
}

// @ts-ignore: decorator
@inline
export function compareExchange(address: i32, expected: i32, value: i32, _order: i32): i32 {
  return atomic.cmpxchg<i32>(address, expected, value);
}

// @ts-ignore: decorator
@inline
export function observe(address: i32): i32 {
  return atomic.load<i32>(address);
}

// Plain: half the instructions of an atomic load in V8's baseline code. An aligned word is not torn. Neither compiler
// moves an access across an atomic one, but AssemblyScript's optimiser does change the order of plain loads.
// @ts-ignore: decorator
@inline
export function glance(address: i32): i32 {
  return i32.load(address);
}

// @ts-ignore: decorator
@inline
export function peek(address: i32): i32 {
  return i32.load(address);
}

// @ts-ignore: decorator
@inline
export function poke(address: i32, value: i32): void {
  i32.store(address, value);
}

// @ts-ignore: decorator
@inline
export function copyLine(from: i32, to: i32): void {
  i64.store(to, i64.load(from));
  i64.store(to, i64.load(from, 8), 8);
  i64.store(to, i64.load(from, 16), 16);
  i64.store(to, i64.load(from, 24), 24);
  i64.store(to, i64.load(from, 32), 32);
  i64.store(to, i64.load(from, 40), 40);
  i64.store(to, i64.load(from, 48), 48);
  i64.store(to, i64.load(from, 56), 56);
}

// @ts-ignore: decorator
@inline
export function sleep(address: i32, microseconds: i32): void {
  atomic.wait<i32>(address, 0, <i64>microseconds * 1000);
}

// @ts-ignore: decorator
@inline
export function stamp(address: i32): void {
  hostStamp(address);
}
