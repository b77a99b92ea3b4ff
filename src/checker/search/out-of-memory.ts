// That there is no memory for what was asked for: because a budget has no more of it, or in the words of V8.

import { OutOfMemory, type Shortage } from './memory-budget.js';

const MESSAGES = /^(Array buffer allocation failed|Invalid (typed )?array length|(Map|Set) maximum size exceeded)/;

/** What is short when `error` is about memory; else undefined. */
export function shortageIn(error: unknown): Shortage | undefined {
  if (error instanceof OutOfMemory) return error.shortage;
  return error instanceof RangeError && MESSAGES.test(error.message) ? 'machine' : undefined;
}
