// A helper thread of a parallel exploration. It expands chunks of each level into the shared states, with a copy of the
// automaton's tables. States that need a transition missing in the copy are deferred to the main thread.

import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { Expander } from '../checker/explore/expander.js';
import {
  CURSOR,
  DONE,
  deserializeTables,
  EPOCH,
  expandChunks,
  type HelperData,
  type LevelResult,
  type LevelTask,
} from '../checker/explore/level-task.js';
import { SharedStates } from '../checker/explore/shared-states.js';
import type { ThreadLayout } from '../checker/explore/symmetry.js';
import { SequentialStepper } from '../checker/machine/system.js';
import { FIRST_VIOLATION } from '../runtime/counters.js';

/** Runs until it is told to exit: waits for the task of a level, works on it, posts the result. */
function runHelper({ control, port }: HelperData): void {
  const words = new Int32Array(control);
  let expander: Expander | undefined;
  let states: SharedStates | undefined;
  for (let epoch = 0; ; ) {
    Atomics.wait(words, EPOCH, epoch);
    epoch = Atomics.load(words, EPOCH);
    if (epoch < 0) return;
    let task: LevelTask | undefined;
    for (let got = receiveMessageOnPort(port); got; got = receiveMessageOnPort(port)) task = got.message as LevelTask;
    if (!task) continue;
    const layout: ThreadLayout = task.layout;
    states = new SharedStates(task.buffers);
    expander = new Expander(
      new SequentialStepper(deserializeTables(task.tables, task.words), layout.threads.length, FIRST_VIOLATION),
      layout,
      task.words,
      states,
    );
    const deferred = expandChunks(expander, { ...task, cursor: words.subarray(CURSOR, CURSOR + 1) });
    states.flush();
    const { transitions, violations, finals } = expander;
    port.postMessage({ deferred, transitions, violations, finals: [...finals] } satisfies LevelResult);
    Atomics.add(words, DONE, 1);
    Atomics.notify(words, DONE);
  }
}

const data = workerData as HelperData | undefined;
if (data?.helper === 'explore') runHelper(data);
