// A thread that helps to explore: expands its share of a level into the shared states, with a copy of the automaton's
// tables. What the copy does not know it leaves to the first thread.

import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { Expander } from '../checker/explore/expander.js';
import {
  CURSOR,
  DONE,
  EPOCH,
  expandShares,
  type Help,
  type HelperData,
  type LevelShare,
  tablesOf,
} from '../checker/explore/level-task.js';
import { SharedStates } from '../checker/explore/shared-states.js';
import type { Columns } from '../checker/explore/symmetry.js';
import { SequentialStepper } from '../checker/machine/system.js';
import { FIRST_VIOLATION } from '../runtime/counters.js';

/** The worker's life: sleeps until a level opens, helps, reports, and sleeps again. */
function help({ control, port }: HelperData): void {
  const words = new Int32Array(control);
  let expander: Expander | undefined;
  let states: SharedStates | undefined;
  for (let epoch = 0; ; ) {
    Atomics.wait(words, EPOCH, epoch);
    epoch = Atomics.load(words, EPOCH);
    if (epoch < 0) return;
    let share: LevelShare | undefined;
    for (let got = receiveMessageOnPort(port); got; got = receiveMessageOnPort(port)) share = got.message as LevelShare;
    if (!share) continue;
    const order: Columns = share.columns;
    states = new SharedStates(share.buffers);
    expander = new Expander(
      new SequentialStepper(tablesOf(share.tables, share.words), order.threads.length, FIRST_VIOLATION),
      order,
      share.words,
      states,
    );
    const left = expandShares(expander, { ...share, cursor: words.subarray(CURSOR, CURSOR + 1) });
    states.flush();
    const { transitions, violations, finals } = expander;
    port.postMessage({ left, transitions, violations, finals: [...finals] } satisfies Help);
    Atomics.add(words, DONE, 1);
    Atomics.notify(words, DONE);
  }
}

const data = workerData as HelperData | undefined;
if (data?.helper === 'explore') help(data);
