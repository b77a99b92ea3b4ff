// Portable. The intrinsics of a test kernel in which the host's clock is read before each compare-and-swap: there, as
// in window.open.ts, a test does what another thread would do between the look at a word and the attempt to change it.

import { compareExchange as attempt, stamp } from '#atomics';
import { EVENT_BYTES, EVENTS_KEPT, WORKER_EVENTS } from '../../src/runtime/layout.js';
import { workerBlock } from '../../src/runtime/worker.js';

export {
  copyLine,
  exchange,
  fetchAdd,
  fetchOr,
  fetchSub,
  glance,
  load,
  observe,
  peek,
  poke,
  sleep,
  stamp,
  store,
} from '#atomics';

export function compareExchange(address: i32, expected: i32, value: i32, order: i32): i32 {
  stamp(workerBlock + WORKER_EVENTS + EVENTS_KEPT * EVENT_BYTES); // behind the last event: a word that nobody reads
  return attempt(address, expected, value, order);
}
