// A task: compiles one user's file, and tries what it says of its words.

import { make } from '#make';
import { tryContract } from '../checker/contract-trial.js';
import type { FlatModule } from '../engines/link/flat.js';
import type { MakeTask } from '../engines/make.js';
import { SOURCE_ROOT } from '../engines/sources.js';
import { type Answer, answerOf } from './answer.js';

/** The contents that were made. */
export type Made = Answer<Uint8Array | string>;

export default function makeInWorker(task: MakeTask): Promise<Made> {
  return answerOf(async () => {
    const made = await make(task);
    if (!task.protocolFile.startsWith(SOURCE_ROOT)) await tryProtocol(task);
    return made;
  });
}

/** The model of a protocol without a scenario of the user's is made in milliseconds. */
async function tryProtocol({ userRoles, ...task }: MakeTask): Promise<void> {
  const model = (await make({ ...task, output: 'model' })) as string;
  tryContract(task.protocolFile, { ...(JSON.parse(model) as FlatModule), digest: '' });
}
