// The vocabulary (see atomics.ts) on the `wasm` engine. AssemblyScript only: `asc` reads this file wherever the
// portable sources import `#memory`. Each call becomes one instruction. The ordering argument disappears by constant
// folding.

import { RELAXED } from './order.js';

// @ts-ignore: decorator
@external("host", "stamp")
declare function hostStamp(address: i32): void;

// @ts-ignore: decorator
@external("host", "sleep")
declare function hostSleep(address: i32, microseconds: i32): void;

// Atomic whatever the order: of two plain loads with nothing between them AssemblyScript's optimiser makes one.
// @ts-ignore: decorator
@inline
export function load(address: i32, _order: i32): i32 {
  return atomic.load<i32>(address);
}

// A relaxed store is what Linux's atomic_set and WRITE_ONCE are: a plain store, which neither compiler tears or drops.
// WebAssembly's atomic store is a full barrier, a locked instruction on x64, which neither the protocol nor the
// allocator asks for here. On the path of T3, the next user of the page, each such barrier delays the put that brings
// the count to 0. A step 2 that is held up only as long as a cache line takes to arrive then rarely meets that zero,
// and the race seldom shows. Only an atomic access traps where its address is of no whole word: here the lowest bits are
// set on top as well, and the address is beyond the memory.
// @ts-ignore: decorator
@inline
export function store(address: i32, value: i32, order: i32): void {
  if (order == RELAXED) i32.store(address | (address << 30), value);
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
// moves a plain load across an atomic access, but AssemblyScript's optimiser does change the order of plain loads.
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

// Not memory.atomic.wait32: the baseline compiler of V8 11.3 (Node 20) may lose the value of a local variable that lives
// through it, since it does not save the register of the result.
// @ts-ignore: decorator
@inline
export function sleep(address: i32, microseconds: i32): void {
  hostSleep(address, microseconds);
}

// @ts-ignore: decorator
@inline
export function stamp(address: i32): void {
  hostStamp(address);
}
