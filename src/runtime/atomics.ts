// The vocabulary on the `js` engine: JavaScript `Atomics` over the shared words. All are sequentially consistent, so
// the ordering argument, which the checker honours, has nothing to select here.
//
// The linker compiles this module into a function whose parameter is `words`; that keeps one kernel per memory
// without any module state, and lets V8 treat the array as a constant.

declare const words: Int32Array;
declare const host: { stamp(address: number): void };

/** Atomic read of the word at byte `address`. */
export function load(address: i32, _order: i32): i32 {
  return Atomics.load(words, address >> 2);
}

/** Atomic write of the word at byte `address`. */
export function store(address: i32, value: i32, _order: i32): void {
  Atomics.store(words, address >> 2, value);
}

/** Adds and returns the value before. */
export function fetchAdd(address: i32, value: i32, _order: i32): i32 {
  return Atomics.add(words, address >> 2, value);
}

/** Subtracts and returns the value before. */
export function fetchSub(address: i32, value: i32, _order: i32): i32 {
  return Atomics.sub(words, address >> 2, value);
}

/** Sets bits and returns the value before. */
export function fetchOr(address: i32, value: i32, _order: i32): i32 {
  return Atomics.or(words, address >> 2, value);
}

/** Writes and returns the value before. */
export function exchange(address: i32, value: i32, _order: i32): i32 {
  return Atomics.exchange(words, address >> 2, value);
}

/** Writes `value` if the word equals `expected`; returns the value before, so success is `=== expected`. */
export function compareExchange(address: i32, expected: i32, value: i32, _order: i32): i32 {
  return Atomics.compareExchange(words, address >> 2, expected, value);
}

/**
 * What the word really holds, for a detector: not part of the algorithm under test. The checker evaluates it in one
 * step with the operation before it, so watching adds no interleavings.
 */
export function observe(address: i32): i32 {
  return Atomics.load(words, address >> 2);
}

/** As observe(), in no order with other glances: held in its place by the protocol's own operations alone. */
export function glance(address: i32): i32 {
  return Atomics.load(words, address >> 2);
}

/** Plain read of a word that only this worker writes. */
export function peek(address: i32): i32 {
  return words[address >> 2] as i32;
}

/** Plain write of a word that only this worker writes. */
export function poke(address: i32, value: i32): void {
  words[address >> 2] = value;
}

/** Copies 64 bytes that nobody writes to a place that only this worker uses. */
export function copyLine(from: i32, to: i32): void {
  for (let word = 0; word < 16; word++) words[(to >> 2) + word] = words[(from >> 2) + word] as i32;
}

/** Blocks this thread for `microseconds`, waiting on a word of its own that nobody notifies. */
export function sleep(address: i32, microseconds: i32): void {
  Atomics.wait(words, address >> 2, 0, microseconds / 1000);
}

/** Has the host write the time, as a float64 in milliseconds since the start of the run, at byte `address`. */
export function stamp(address: i32): void {
  host.stamp(address);
}
