// A user's file is compiled in a thread of its own: a compiler never yields, and what it is given may keep it busy for
// longer than anybody waits. The thread stays for the next file, since loading the compilers takes a second.

import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { KernelCompileError } from '../engines/compile-error.js';
import type { MakeTask } from '../engines/make.js';
import { SOURCE_ROOT } from '../engines/sources.js';
import type { Maker } from '../engines/store.js';
import { resultIn } from '../workers/answer.js';
import type { Made } from '../workers/make.js';
import { Overdue, runWithin } from './run-within.js';

const WORKER_FILE = fileURLToPath(new URL('../../dist/workers/make.js', import.meta.url));
/** A hundred times what an ordinary file takes on a slow machine. */
const DEADLINE_MS = 60_000;

let pool: Piscina | undefined;

/** Makes the user's files in that thread, until `signal` fires, and the package's own where it is called. */
export function apart(signal?: AbortSignal): Maker {
  return { make: (task) => (isOwn(task) ? makeHere(task) : makeApart(task, signal)) };
}

function isOwn({ protocolFile, userRoles }: MakeTask): boolean {
  return protocolFile.startsWith(SOURCE_ROOT) && !userRoles;
}

/** The compilers are loaded on demand: most kernels are there already. */
async function makeHere(task: MakeTask): Promise<Uint8Array | string> {
  const { make } = await import('../engines/make.js');
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
  pool ??= new Piscina({ filename: WORKER_FILE, minThreads: 0, maxThreads: 1, idleTimeout: Number.POSITIVE_INFINITY });
  try {
    return resultIn((await runWithin(pool, task, { deadlineMs, signal })) as Made, KernelCompileError);
  } catch (error) {
    if (!(error instanceof Overdue)) throw error;
    const file = basename(task.userRoles?.file ?? task.protocolFile);
    throw new KernelCompileError(
      `${file}: compiling it was given up after ${deadlineMs / 1000} s: make its functions smaller, and their calls fewer`,
    );
  }
}
