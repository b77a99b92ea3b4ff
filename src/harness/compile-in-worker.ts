// A thread that compiles a user's file: a compiler never yields, and what it is given may keep it busy for longer than
// anybody waits. What was compiled is unfolded there, too. The thread stays for the next file.

import { basename } from 'node:path';
import { host } from '#host';
import type { Unfolded, Unfolder } from '../checker/unfolded.js';
import type { Maker } from '../engines/kernels.js';
import type { Made, MakeTask } from '../engines/make.js';
import { KernelCompileError } from '../front-end/compile-error.js';
import { SOURCE_ROOT } from '../front-end/sources.js';
import type { Threads } from '../host/host.js';
import { type Reply, resultIn } from '../workers/reply.js';
import { Overdue, runWithin } from './run-within.js';

/** A thousand times what an ordinary file takes on a slow machine. */
const DEADLINE_MS = 60_000;

let threads: Threads | undefined;

function thread(): Threads {
  threads ??= host.startThreads({ task: 'make', least: 0, most: 1, stay: true });
  return threads;
}

/** Makes the user's files in that thread, until `signal` fires, and the package's own where it is called, if that may block. */
export function workerCompiler(signal?: AbortSignal): Maker {
  const made: Maker = async (task) => {
    if (!isOwn(task) || !host.mayBlock) return compileInWorker(task, signal);
    const { make } = await import('../engines/make.js'); // many commands make no kernel
    return make(task);
  };
  return Object.assign(made, { signal });
}

function isOwn({ sources: { protocolFile, userRoles } }: MakeTask): boolean {
  return protocolFile.startsWith(SOURCE_ROOT) && !userRoles;
}

/**
 * Runs make() in another thread.
 *
 * @throws KernelCompileError also when that takes longer than `deadlineMs`, and the reason of `signal` when it fires
 */
export async function compileInWorker(task: MakeTask, signal?: AbortSignal, deadlineMs = DEADLINE_MS): Promise<Made> {
  try {
    return resultIn((await runWithin(thread(), task, { deadlineMs, signal })) as Reply<Made>, KernelCompileError);
  } catch (error) {
    if (!(error instanceof Overdue)) throw error;
    const file = basename(task.sources.userRoles?.file ?? task.sources.protocolFile);
    throw new KernelCompileError(
      `${file}: compiling it was given up after ${deadlineMs / 1000} s: make its functions smaller, and their calls fewer`,
    );
  }
}

/** Unfolds threads in that thread, until `signal` fires. */
export function workerUnfolder(signal?: AbortSignal): Unfolder {
  return async (task) => {
    try {
      return resultIn((await thread().run(task, { task: 'unfold', ...(signal && { signal }) })) as Reply<Unfolded>);
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  };
}
