// A caller's own onProgress: what it throws, or rejects with when it is async, ends the run and is what the call rejects with.

import type { RunOptions } from '../requests/run-options.js';

/**
 * Resolves as `run` does with `options`.
 * @throws as `run` does, or the first error that onProgress throws or rejects with
 */
export async function withGuardedProgress<Progress, Options extends RunOptions<Progress>, Result>(
  options: Options & RunOptions<Progress>,
  run: (options: Options) => Promise<Result>,
): Promise<Result> {
  const { onProgress, signal } = options;
  if (!onProgress) return run(options);
  const stop = new AbortController();
  const failures: unknown[] = [];
  const fail = (error: unknown): void => {
    failures.push(error);
    stop.abort();
  };
  const guarded = (progress: Progress): void => {
    try {
      // A rejection that nobody hears would end the process; one that comes after the run is too late to matter.
      Promise.resolve(onProgress(progress) as unknown).catch(fail);
    } catch (error) {
      fail(error);
    }
  };
  const signals = signal ? [signal, stop.signal] : [stop.signal];
  const [outcome] = await Promise.allSettled([
    run({ ...options, onProgress: guarded, signal: AbortSignal.any(signals) }),
  ]);
  if (failures.length > 0) throw failures[0]; // it ended the run, whatever that led to
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}
