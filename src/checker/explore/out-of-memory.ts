// How V8 says that it has no memory for what was asked for.

const MESSAGES = /^(Array buffer allocation failed|Invalid (typed )?array length|(Map|Set) maximum size exceeded)/;

export function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError && MESSAGES.test(error.message);
}
