// The host in a browser.

import type { Host, Port } from '../host.js';
import { list, PACKAGE_ROOT, readText, statusOf } from './files.js';
import { sha256 } from './sha256.js';
import { heap, memory, software } from './software.js';
import { startThreads } from './threads.js';

export const host: Host = {
  // performance.now() has an origin of its own in each worker, on the same monotonic clock. An isolated page has it to 5 µs in
  // Chromium and to 20 µs in Firefox, and two threads agree to a step: fine enough for the times of events, and for trials of
  // some milliseconds. Firefox takes steps of 17 ms where it resists fingerprinting.
  clockMs: () => performance.timeOrigin + performance.now(),
  cpus: () => navigator.hardwareConcurrency,
  software,

  memory,
  heap,
  mayBlock: false,
  startThreads,
  newChannel() {
    const { port1, port2 } = new MessageChannel();
    return [port1, port2] as unknown as [Port, Port]; // handlers of events in general, where Port names what they read
  },
  pinThisThread: async () => 'a browser cannot pin threads',
  atExit: () => () => {}, // what ends the page ends its workers
  canPinThreads: false,
  setV8Flags: () => {},

  outputColumns: () => undefined,
  homeFolder: undefined,
  packageRoot: PACKAGE_ROOT,
  readText,
  list,
  statusOf,
  sha256,
};
