// The vocabulary (see atomics.ts) on the `js` engine in a replay. The host makes every access wait for its turn in the
// schedule, performs it with Atomics, and compares what it found with the witness.

interface HostCalls {
  step(access: string, address: i32, first: i32, second: i32): i32;
  observe(address: i32): i32;
  poke(address: i32, value: i32): void;
  stamp(address: i32): void;
}
declare const words: Int32Array;
declare const host: HostCalls;

export function load(address: i32, _order: i32): i32 {
  return host.step('load', address, 0, 0);
}

export function store(address: i32, value: i32, _order: i32): void {
  host.step('store', address, value, 0);
}

export function fetchAdd(address: i32, value: i32, _order: i32): i32 {
  return host.step('fetchAdd', address, value, 0);
}

export function fetchSub(address: i32, value: i32, _order: i32): i32 {
  return host.step('fetchSub', address, value, 0);
}

export function fetchOr(address: i32, value: i32, _order: i32): i32 {
  return host.step('fetchOr', address, value, 0);
}

export function exchange(address: i32, value: i32, _order: i32): i32 {
  return host.step('exchange', address, value, 0);
}

export function compareExchange(address: i32, expected: i32, value: i32, _order: i32): i32 {
  return host.step('compareExchange', address, expected, value);
}

/** Needs no turn: in the schedule it belongs to the step before, whose turn the thread still has. */
export function observe(address: i32): i32 {
  return host.observe(address);
}

export function glance(address: i32): i32 {
  return host.observe(address);
}

export function peek(address: i32): i32 {
  return words[address >> 2] as i32;
}

export function poke(address: i32, value: i32): void {
  host.poke(address, value);
}

export function copyLine(from: i32, to: i32): void {
  for (let offset = 0; offset < 64; offset += 4) poke(to + offset, peek(from + offset));
}

/** Nothing: in a replay the schedule alone holds threads up. */
export function sleep(_address: i32, _microseconds: i32): void {}

export function stamp(address: i32): void {
  host.stamp(address);
}
