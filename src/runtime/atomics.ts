// The intrinsics of memory accesses. It has no body here: each printer (src/printers) has its own for it. On the `js`
// engine it is JavaScript's Atomics, and on `wasm` one instruction, all sequentially consistent but for relaxed stores on
// `wasm`; `native` and the checker honour the ordering argument.
//
// The protocol and the allocator access memory by one of the seven operations from load() to compareExchange(), and
// each of them is a step of its own in the checker. Five accesses serve the detectors and the bookkeeping instead. They
// are no steps: the checker evaluates them together with the step before.
//
//   observe()  a detector reads a shared word. Two calls of it stay in their order.
//   glance()   a detector reads a shared word, in no order with other calls of it: a plain load on `wasm`.
//   look()     of #probes. It is glance() in kernels with detectors and nothing in the others, so what it returns may
//              only be compared and recorded.
//   peek()     plain read of a word that nobody else writes during the run: of the configuration, or of this worker's.
//   poke()     plain write of a word that nobody else uses: of this worker's block, or of a page before the run.

/** Atomic read of the word at byte `address`. */
export declare function load(address: i32, order: i32): i32;

/** Atomic write of the word at byte `address`. */
export declare function store(address: i32, value: i32, order: i32): void;

/** Adds and returns the value before. */
export declare function fetchAdd(address: i32, value: i32, order: i32): i32;

/** Subtracts and returns the value before. */
export declare function fetchSub(address: i32, value: i32, order: i32): i32;

/** Sets bits and returns the value before. */
export declare function fetchOr(address: i32, value: i32, order: i32): i32;

/** Writes and returns the value before. */
export declare function exchange(address: i32, value: i32, order: i32): i32;

/** Writes `value` if the word equals `expected`; returns the value before, so success is `=== expected`. */
export declare function compareExchange(address: i32, expected: i32, value: i32, order: i32): i32;

/**
 * Returns what the word really holds, for a detector. The checker evaluates it in one step with the operation before
 * it, so that watching adds no interleavings, and under weak memory it reads the newest value.
 */
export declare function observe(address: i32): i32;

/**
 * Observes as observe() does, but ordered by the protocol's own operations around it alone, not against other calls of
 * glance().
 */
export declare function glance(address: i32): i32;

/** Plain read of a word that nobody else writes during the run. */
export declare function peek(address: i32): i32;

/** Plain write of a word that nobody else uses during the run. */
export declare function poke(address: i32, value: i32): void;

/** Copies 64 bytes that nobody writes during the run to a place that only this worker uses. */
export declare function copyLine(from: i32, to: i32): void;

/** Blocks this thread for `microseconds`: it waits on a word of its own, at byte `address`, that nobody notifies. */
export declare function sleep(address: i32, microseconds: i32): void;

/** Has the host write the time, as a float64 in milliseconds since the start of the run, at byte `address`. */
export declare function stamp(address: i32): void;
