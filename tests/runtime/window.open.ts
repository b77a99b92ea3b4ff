// Portable. The point between step 1 and step 2 in a test kernel: the host's clock is read there, and the clock of a
// test does whatever another thread would do at that moment. One thread thereby plays several, deterministically.

import { stamp } from '#memory';
import { EVENT_BYTES, EVENTS_KEPT, WORKER_EVENTS } from '../../src/runtime/layout.js';
import { workerBlock } from '../../src/runtime/worker.js';

export function window(): void {
  stamp(workerBlock + WORKER_EVENTS + EVENTS_KEPT * EVENT_BYTES); // behind the last event: a word that nobody reads
}
