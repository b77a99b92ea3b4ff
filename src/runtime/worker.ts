// Portable. Which worker this kernel instance is. Kernels share memory but no variables: each worker has its own.

import { WORKER_BYTES, WORKERS_BASE } from './layout.js';

/** Byte address of this worker's block. */
export let workerBlock: i32 = WORKERS_BASE;

export function setWorker(worker: i32): void {
  workerBlock = WORKERS_BASE + worker * WORKER_BYTES;
}
