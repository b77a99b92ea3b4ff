// Arithmetic that has no result stops the thread. WebAssembly calls that a trap, and the other engines do the same.

/** What V8 says of each trap. */
export const TRAPS = {
  divideByZero: 'divide by zero',
  remainderByZero: 'remainder by zero',
  /** -2147483648 / -1. */
  unrepresentable: 'divide result unrepresentable',
} as const;

const MESSAGES: readonly string[] = Object.values(TRAPS);

/** Whether a kernel that threw `error` has trapped: on any engine, and in whichever realm the error was made. */
export function isTrap(error: unknown): error is Error {
  return error instanceof Error && MESSAGES.includes(error.message);
}
