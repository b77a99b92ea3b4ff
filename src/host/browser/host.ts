// The host in a browser.

import type { Host, Port } from '../host.js';
import { clockMs } from './clock.js';
import { list, PACKAGE_ROOT, readText, statusOf } from './files.js';
import { sha256 } from './sha256.js';
import { heap, memory, software } from './software.js';
import { startThreads } from './threads.js';

export const host: Host = {
  clockMs,
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
