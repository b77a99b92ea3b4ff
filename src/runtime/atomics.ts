// The vocabulary of memory accesses on the `js` engine: JavaScript `Atomics` over the shared words. All of them are
// sequentially consistent, so the ordering argument, which the checker honours, has nothing to select here.
//
// What the protocol and the allocator do to memory is one of the seven operations from load() to compareExchange(), and
// each of them is a step of its own in the checker. Five accesses serve the detectors and the bookkeeping instead. They
// are no steps: the checker evaluates them together with the step before.
//
//   observe()  a detector reads a shared word. Two calls of it stay in their order.
//   glance()   a detector reads a shared word, in no order with other calls of it: a plain load on `wasm`.
//   look()     of #journal. It is glance() in kernels with detectors and nothing in the others, so what it returns may
//              only be compared and recorded.
//   peek()     plain read of a word that nobody else writes during the run: of the configuration, or of this worker's.
//   poke()     plain write of a word that nobody else uses: of this worker's block, or of a page before the run.
//
// The linker compiles this module into a function whose parameter is `words`. That makes one kernel for each memory
// without any module state, and lets V8 treat the array as a constant.

interface HostCalls {
  stamp(address: i32): void;
}
declare const words: Int32Array;
declare const host: HostCalls;

/**
 * The index of the word at byte `address`. Rotated right by two bits, an address of no whole word is an index beyond the
 * memory, at which Atomics throw, as the other engines trap. One instruction where V8 optimises.
 */
function indexOf(address: i32): i32 {
  return (address >>> 2) | (address << 30);
}

/** Atomic read of the word at byte `address`. */
export function load(address: i32, _order: i32): i32 {
  return Atomics.load(words, indexOf(address));
}

/** Atomic write of the word at byte `address`. */
export function store(address: i32, value: i32, _order: i32): void {
  Atomics.store(words, indexOf(address), value);
}

/** Adds and returns the value before. */
export function fetchAdd(address: i32, value: i32, _order: i32): i32 {
  return Atomics.add(words, indexOf(address), value);
}

/** Subtracts and returns the value before. */
export function fetchSub(address: i32, value: i32, _order: i32): i32 {
  return Atomics.sub(words, indexOf(address), value);
}

/** Sets bits and returns the value before. */
export function fetchOr(address: i32, value: i32, _order: i32): i32 {
  return Atomics.or(words, indexOf(address), value);
}

/** Writes and returns the value before. */
export function exchange(address: i32, value: i32, _order: i32): i32 {
  return Atomics.exchange(words, indexOf(address), value);
}

/** Writes `value` if the word equals `expected`; returns the value before, so success is `=== expected`. */
export function compareExchange(address: i32, expected: i32, value: i32, _order: i32): i32 {
  return Atomics.compareExchange(words, indexOf(address), expected, value);
}

/**
 * What the word really holds, for a detector. The checker evaluates it in one step with the operation before it, so
 * that watching adds no interleavings, and under weak memory it reads the newest value.
 */
export function observe(address: i32): i32 {
  return Atomics.load(words, indexOf(address));
}

/** As observe(), but ordered by the protocol's own operations around it alone, not against other calls of glance(). */
export function glance(address: i32): i32 {
  return Atomics.load(words, indexOf(address));
}

/** Plain read of a word that nobody else writes during the run. */
export function peek(address: i32): i32 {
  return words[address >> 2] as i32;
}

/** Plain write of a word that nobody else uses during the run. */
export function poke(address: i32, value: i32): void {
  words[address >> 2] = value;
}

/** Copies 64 bytes that nobody writes during the run to a place that only this worker uses. */
export function copyLine(from: i32, to: i32): void {
  for (let word = 0; word < 16; word++) words[(to >> 2) + word] = words[(from >> 2) + word] as i32;
}

/** Blocks this thread for `microseconds`: it waits on a word of its own, at byte `address`, that nobody notifies. */
export function sleep(address: i32, microseconds: i32): void {
  Atomics.wait(words, address >> 2, 0, microseconds / 1000);
}

/** Has the host write the time, as a float64 in milliseconds since the start of the run, at byte `address`. */
export function stamp(address: i32): void {
  host.stamp(address);
}
