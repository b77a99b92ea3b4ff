// The reply of a thread: a result, or the words of a UsageError. Errors lose their class between threads.

import { UsageError } from '../usage-error.js';

export type Reply<T> = { readonly result: T } | { readonly refused: string };

/** Returns the result of `work`, or the words of its UsageError. @throws any other error of `work` */
export async function replyOf<T>(work: () => T | Promise<T>): Promise<Reply<T>> {
  try {
    return { result: await work() };
  } catch (error) {
    if (error instanceof UsageError) return { refused: error.message };
    throw error;
  }
}

/** The result in `reply`. @throws Refusal with the words of the UsageError */
export function resultIn<T>(reply: Reply<T>, Refusal: new (message: string) => UsageError = UsageError): T {
  if ('refused' in reply) throw new Refusal(reply.refused);
  return reply.result;
}
