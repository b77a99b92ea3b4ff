// Threads on Node: a pool of piscina.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Transferable } from 'node:worker_threads';
import type piscina from 'piscina';
import type { TaskName, TaskOptions, Threads, ThreadsWanted } from '../host.js';
import { PACKAGE_ROOT } from './package-root.js';

function fileOf(task: TaskName): string {
  return join(PACKAGE_ROOT, 'dist/workers', `${task}.js`);
}

export function startThreads({ task, most, least = most, stay = false }: ThreadsWanted): Threads {
  // Loaded here, since many a run starts no thread.
  const { Piscina } = createRequire(import.meta.url)('piscina') as typeof piscina;
  const pool = new Piscina({
    filename: fileOf(task),
    minThreads: least,
    maxThreads: most,
    ...(stay && { idleTimeout: Number.POSITIVE_INFINITY }),
  });
  return {
    run(message: unknown, { task: other, signal, transfer }: TaskOptions = {}): Promise<unknown> {
      return pool.run(message, {
        ...(other !== undefined && { filename: fileOf(other) }),
        ...(signal && { signal }),
        ...(transfer && { transferList: [...transfer] as Transferable[] }),
      });
    },
    close: () => pool.destroy(),
  };
}
