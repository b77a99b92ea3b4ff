// What an abort takes along before a run has begun.

/** What `work` resolves to; undefined when `signal` has fired and that is why it rejects. */
export async function undefinedIfAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (signal?.aborted && error === signal.reason) return undefined;
    throw error;
  }
}
