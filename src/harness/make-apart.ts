// A user's file is compiled in a thread of its own: a compiler never yields, and what it is given may keep it busy for
// longer than anybody waits. The thread stays for the next file, since loading the compilers takes a second.

import { basename } from 'node:path';
import { host } from '#host';
import { KernelCompileError } from '../engines/compile-error.js';
import type { MakeTask } from '../engines/make.js';
import { SOURCE_ROOT } from '../engines/sources.js';
import type { Maker } from '../engines/store.js';
import type { Threads } from '../host/host.js';
import { resultIn } from '../workers/answer.js';
import type { Made } from '../workers/make.js';
import { Overdue, runWithin } from './run-within.js';

/** A hundred times what an ordinary file takes on a slow machine. */
const DEADLINE_MS = 60_000;

let threads: Threads | undefined;

/** Makes the user's files in that thread, until `signal` fires, and the package's own where it is called. */
export function apart(signal?: AbortSignal): Maker {
  return { signal, make: (task) => (isOwn(task) ? makeHere(task) : makeApart(task, signal)) };
}

function isOwn({ protocolFile, userRoles }: MakeTask): boolean {
  return protocolFile.startsWith(SOURCE_ROOT) && !userRoles;
}

/** The compilers are loaded on demand: most kernels are there already. */
async function makeHere(task: MakeTask): Promise<Uint8Array | string> {
  const { make } = await import('#make');
  return make(task);
}

/**
 * As make(), in another thread.
 *
 * @throws KernelCompileError also when the compilers need longer than `deadlineMs`, and the reason of `signal` when it
 * fires.
 */
export async function makeApart(
  task: MakeTask,
  signal?: AbortSignal,
  deadlineMs = DEADLINE_MS,
): Promise<Uint8Array | string> {
  threads ??= host.startThreads({ task: 'make', least: 0, most: 1, stay: true });
  try {
    return resultIn((await runWithin(threads, task, { deadlineMs, signal })) as Made, KernelCompileError);
  } catch (error) {
    if (!(error instanceof Overdue)) throw error;
    const file = basename(task.userRoles?.file ?? task.protocolFile);
    throw new KernelCompileError(
      `${file}: compiling it was given up after ${deadlineMs / 1000} s: make its functions smaller, and their calls fewer`,
    );
  }
}
