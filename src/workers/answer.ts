// What a thread answers about input that cannot be used. Errors lose their class between threads.

import { UsageError } from '../usage-error.js';

export type Answer<T> = { readonly result: T } | { readonly refused: string };

/** What `work` returns, or the words of its UsageError. @throws what else `work` throws */
export async function answerOf<T>(work: () => T | Promise<T>): Promise<Answer<T>> {
  try {
    return { result: await work() };
  } catch (error) {
    if (error instanceof UsageError) return { refused: error.message };
    throw error;
  }
}

/** The result in `answer`. @throws Refusal with the words of the UsageError */
export function resultIn<T>(answer: Answer<T>, Refusal: new (message: string) => UsageError = UsageError): T {
  if ('refused' in answer) throw new Refusal(answer.refused);
  return answer.result;
}
