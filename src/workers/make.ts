// A task: compiles one user's file, and tries what it says of its words.

import { tryContract } from '../checker/contract-trial.js';
import { type Made, type MakeTask, make } from '../engines/make.js';
import { SOURCE_ROOT } from '../front-end/sources.js';
import type { ModelCode } from '../printers/model/instructions.js';
import { type Reply, replyOf } from './reply.js';

export default function makeInWorker(task: MakeTask): Promise<Reply<Made>> {
  return replyOf(() => {
    const made = make(task);
    const { protocolFile } = task.sources;
    if (!protocolFile.startsWith(SOURCE_ROOT)) {
      const output = { kind: 'model', constants: {} } as const;
      tryContract(protocolFile, () => make({ sources: { protocolFile }, output }) as ModelCode);
    }
    return made;
  });
}
