// Tests of whether workers are where they say: the system is asked for the CPUs of their threads.

import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { EVERY_PHASE, openGate } from '../../src/arena/gate.js';
import { allowedCpus, parseCpuList } from '../../src/machine/cpus.js';
import { STOP } from '../../src/runtime/layout.js';
import { smallArena } from '../arena/small-arena.js';

/** Does a worker's task, and tells which CPUs its thread may run on then. */
const THREAD = `
  const { readFileSync } = require('node:fs');
  const { parentPort, workerData } = require('node:worker_threads');
  import(workerData.file).then(async ({ default: work }) => {
    for (const task of workerData.tasks) {
      const result = await work(task);
      const [, cpus] = /^Cpus_allowed_list:\\s*(\\S+)/m.exec(readFileSync('/proc/thread-self/status', 'utf8'));
      parentPort.postMessage({ result, cpus });
    }
  });
`;
const IDLE = 'return { setup() {}, populate() {}, run() {}, ready() {}, measure: () => 0 };';

const threads: Worker[] = [];
afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.terminate()));
});

/** Returns what a thread with the worker `name` says after a task on each of `cpus`; undefined: on none. */
async function workOn(name: string, cpus: readonly (number | undefined)[]) {
  const arena = smallArena();
  openGate(arena.words, EVERY_PHASE);
  arena.words[STOP >> 2] = 1;
  const tasks = cpus.map((cpu) => ({
    worker: 0,
    kernelKey: 'idle',
    code: { engine: 'js', text: IDLE },
    memory: { buffer: arena.memory.buffer },
    role: 1,
    workload: 0,
    warmUpMs: 0,
    ...(cpu !== undefined && { cpu }),
  }));
  const file = new URL(`../../dist/workers/${name}.js`, import.meta.url).href;
  const thread = new Worker(THREAD, { eval: true, workerData: { file, tasks } });
  threads.push(thread);
  const said: { result: { pinProblem?: string }; cpus: string }[] = [];
  await new Promise<void>((resolve, reject) => {
    thread.on('error', reject).on('message', (message) => {
      said.push(message);
      if (said.length === tasks.length) resolve();
    });
  });
  return said;
}

const koffi = await import('koffi').catch(() => undefined);

test.skipIf(process.platform !== 'linux' || !koffi).each(['race', 'scale'])(
  'a worker of %s runs on the CPU that its task names, and on no other',
  async (name) => {
    const allowed = allowedCpus();
    const cpus = [allowed[0], allowed.at(-1), allowed[0]];
    const [unpinned, ...pinned] = await workOn(name, [undefined, ...cpus]);
    expect(parseCpuList(unpinned?.cpus ?? '')).toEqual(allowed);
    expect(pinned.map((one) => one.cpus)).toEqual(cpus.map(String));
    expect(pinned.flatMap(({ result }) => result.pinProblem ?? [])).toEqual([]);
  },
);
