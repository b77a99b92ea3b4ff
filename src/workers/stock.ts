// A task: takes stock after a run. It calls the protocol's own count(), which is a user's code.

import { auditFinalState, type Resting, type Stock } from '../arena/final-audit.js';
import { instantiate, type KernelCode, type SharedMemory } from '../engines/kernel.js';

export interface StockTask {
  readonly code: KernelCode;
  readonly memory: SharedMemory;
  readonly resting: Resting;
}

export default function stockInWorker({ code, memory, resting }: StockTask): Stock {
  const kernel = instantiate(code, memory, () => 0);
  if (kernel.countAt) kernel.setup(0); // where the words of each worker lie
  return auditFinalState(new Int32Array(memory.buffer), resting, kernel);
}
