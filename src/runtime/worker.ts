// Portable. Which worker this instance of the kernel belongs to. Instances share memory, but each has its own
// variables.

import { WORKER_BYTES, WORKERS_BASE } from './layout.js';

/** Byte address of this worker's block. */
export let workerBlock: i32 = WORKERS_BASE;

export function setWorker(worker: i32): void {
  workerBlock = WORKERS_BASE + worker * WORKER_BYTES;
}
