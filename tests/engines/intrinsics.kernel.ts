// Portable. The atomic intrinsics as an entry module: what each operation does, with nothing around it.

import * as memory from '#memory';

export function load(address: i32, order: i32): i32 {
  return memory.load(address, order);
}

export function store(address: i32, value: i32, order: i32): void {
  memory.store(address, value, order);
}

export function fetchAdd(address: i32, value: i32, order: i32): i32 {
  return memory.fetchAdd(address, value, order);
}

export function fetchSub(address: i32, value: i32, order: i32): i32 {
  return memory.fetchSub(address, value, order);
}

export function fetchOr(address: i32, value: i32, order: i32): i32 {
  return memory.fetchOr(address, value, order);
}

export function exchange(address: i32, value: i32, order: i32): i32 {
  return memory.exchange(address, value, order);
}

export function compareExchange(address: i32, expected: i32, value: i32, order: i32): i32 {
  return memory.compareExchange(address, expected, value, order);
}

export function observe(address: i32): i32 {
  return memory.observe(address);
}

export function glance(address: i32): i32 {
  return memory.glance(address);
}

export function peek(address: i32): i32 {
  return memory.peek(address);
}

export function poke(address: i32, value: i32): void {
  memory.poke(address, value);
}
