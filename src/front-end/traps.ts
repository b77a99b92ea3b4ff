// Arithmetic that has no result stops the thread. WebAssembly calls that a trap, and the other engines do the same.

/** V8's message for each trap. */
export const TRAPS = {
  divideByZero: 'divide by zero',
  remainderByZero: 'remainder by zero',
  /** -2147483648 / -1. */
  unrepresentable: 'divide result unrepresentable',
} as const;

/** An access outside of the memory: no violation of a protocol, but a defect of its source. */
export const NO_WORD = 'memory access out of bounds, or of no whole word';

/** V8's messages for an access outside of the memory, in WebAssembly and of Atomics. */
const NO_WORD_IN_V8: readonly string[] = [
  'memory access out of bounds',
  'operation does not support unaligned accesses',
  'Invalid atomic access index',
];

/** Returns `error` with one message on all engines, if a kernel accessed memory outside of its own. */
export function inCommonWords(error: unknown): unknown {
  return error instanceof Error && NO_WORD_IN_V8.includes(error.message) ? new RangeError(NO_WORD) : error;
}

const MESSAGES: readonly string[] = Object.values(TRAPS);

/** Returns whether `error` is a trap of a kernel: on any engine, and from whichever realm. */
export function isTrap(error: unknown): error is Error {
  return error instanceof Error && MESSAGES.includes(error.message);
}
