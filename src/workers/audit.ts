// A task: audits the final state of a run. It calls the protocol's own count(), which is a user's code.

import { auditFinalState, type FinalAudit, type Resting } from '../arena/final-audit.js';
import { instantiate, type KernelCode, type SharedMemory } from '../engines/kernel.js';

export interface AuditTask {
  readonly code: KernelCode;
  readonly memory: SharedMemory;
  readonly resting: Resting;
}

export default function auditInWorker({ code, memory, resting }: AuditTask): FinalAudit {
  const kernel = instantiate(code, memory, () => 0);
  if (kernel.countAt) kernel.setup(0); // where the words of each worker lie
  return auditFinalState(new Int32Array(memory.buffer), resting, kernel);
}
