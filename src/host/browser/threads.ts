// Threads in a browser: Web Workers, each of which runs one task at a time. One that is given up is terminated, whatever it is
// doing, and another takes its place when there is more to do.

import type { TaskName, TaskOptions, Threads, ThreadsWanted } from '../host.js';
import { setClock } from './clock.js';
import { assetUrl, writtenFiles } from './files.js';

/** A message to a worker. */
export interface Order {
  readonly task: TaskName;
  readonly message: unknown;
  /** The reader's, by path: a worker has files of its own. */
  readonly files: Readonly<Record<string, string>>;
}

/** A worker's message back. An error is sent as it is. */
export type WorkerMessage = { readonly result: unknown } | { readonly error: unknown };

interface Job {
  readonly order: Order;
  readonly transfer: readonly object[];
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

const ahead: Worker[] = [];

/** Starts workers before there is anything to do, so that their script is loaded by then. */
export function startAhead(count: number): void {
  for (let started = 0; started < count; started++) {
    const worker = newWorker();
    ahead.push(worker);
    worker.onerror = () => void ahead.splice(0); // the next one says what is wrong
  }
}

function newWorker(): Worker {
  return new Worker(assetUrl('worker.js'), { type: 'module' });
}

export function startThreads({ task, most, least = most }: ThreadsWanted): Threads {
  const idle: Worker[] = [];
  /** By worker what it is doing. */
  const busy = new Map<Worker, Job>();
  const waiting: Job[] = [];
  let closed = false;
  setClock();

  const start = (): Worker => {
    const worker = ahead.pop() ?? newWorker();
    // From the start on: it may be lost before it has anything to do, and whoever gave it something then would wait for ever.
    worker.onerror = (event) => {
      event.preventDefault();
      lose(worker, new Error(event.message || 'the worker could not be started'));
    };
    worker.onmessageerror = () => lose(worker, new Error('the answer of the worker could not be read'));
    return worker;
  };
  const next = (): void => {
    while (!closed && waiting.length > 0 && busy.size < most) play(idle.pop() ?? start(), waiting.shift() as Job);
  };
  const play = (worker: Worker, job: Job): void => {
    busy.set(worker, job);
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      busy.delete(worker);
      idle.push(worker);
      if ('error' in data) job.reject(data.error);
      else job.resolve(data.result);
      next();
    };
    worker.postMessage(job.order, [...job.transfer] as Transferable[]);
  };
  const lose = (worker: Worker, error: unknown): void => {
    worker.terminate();
    if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
    busy.get(worker)?.reject(error);
    busy.delete(worker);
    next();
  };
  const giveUp = (job: Job, reason: unknown): void => {
    const [worker] = [...busy].find(([, doing]) => doing === job) ?? [];
    if (worker) lose(worker, reason);
    else if (waiting.includes(job)) {
      waiting.splice(waiting.indexOf(job), 1);
      job.reject(reason);
    }
  };

  for (let count = 0; count < least; count++) idle.push(start());
  return {
    run(message, { task: other, signal, transfer = [] }: TaskOptions = {}) {
      return new Promise((resolve, reject) => {
        if (closed) throw new Error('the threads were terminated');
        signal?.throwIfAborted();
        const job: Job = {
          order: { task: other ?? task, message, files: writtenFiles() },
          transfer,
          resolve,
          reject,
        };
        signal?.addEventListener('abort', () => giveUp(job, signal.reason), { once: true });
        waiting.push(job);
        next();
      });
    },
    async close() {
      closed = true;
      const lost = [...busy.values(), ...waiting.splice(0)];
      for (const worker of [...idle.splice(0), ...busy.keys()]) worker.terminate();
      busy.clear();
      for (const { reject } of lost) reject(new Error('the threads were terminated'));
    },
  };
}
