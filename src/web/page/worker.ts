// The script of every worker of the page: it takes an order, does the task of src/workers that it names, and answers.

import type { MakeTask } from '../../engines/make.js';
import { loadParser } from '../../front-end/late-parser.js';
import { setClock } from '../../host/browser/clock.js';
import { loadFiles, writeFile } from '../../host/browser/files.js';
import type { Order, WorkerMessage } from '../../host/browser/threads.js';
import type { TaskName } from '../../host/host.js';
import audit from '../../workers/audit.js';
import check from '../../workers/check.js';
import race from '../../workers/race.js';
import scale from '../../workers/scale.js';

/** By name: a function of one message. The message is of the type that the task asks for, since the same program sent it. */
const TASKS: Partial<Record<TaskName, (message: never) => unknown>> = { check, make: makeInWorker, race, scale, audit };

/** Parser and printers are loaded when they are needed: most workers have no use for them. */
async function makeInWorker(task: MakeTask): Promise<unknown> {
  const [{ default: make }] = await Promise.all([import('../../workers/make.js'), loadFiles(), loadParser()]);
  return make(task);
}

addEventListener('message', async ({ data: { task, message, files } }: MessageEvent<Order>) => {
  setClock();
  for (const [path, text] of Object.entries(files)) writeFile(path, text);
  const reply = await replyTo(task, message);
  try {
    postMessage(reply);
  } catch (error) {
    postMessage({ error: new Error(`the answer of ${task} cannot be sent: ${(error as Error).message}`) }); // somebody waits
  }
});

async function replyTo(task: TaskName, message: unknown): Promise<WorkerMessage> {
  try {
    const run = TASKS[task];
    if (!run) throw new RangeError(`no worker of the page does ${task}`);
    return { result: await run(message as never) };
  } catch (error) {
    return { error };
  }
}
