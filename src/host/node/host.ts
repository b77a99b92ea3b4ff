// The host on Node: memory of the machine or the container, threads as a pool of piscina, pinned through koffi, files.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, freemem, homedir, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Transferable } from 'node:worker_threads';
import type piscina from 'piscina';
import type { FileStatus, Heap, Host, Memory, Port, TaskName, TaskOptions, Threads, ThreadsWanted } from '../host.js';

/** The folder of the package, with a separator at its end. */
export const PACKAGE_ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** `constrained`: what the container allows. Without one it is 0, or more than there is. */
export function memory(total = totalmem(), free = freemem(), constrained = process.constrainedMemory?.() ?? 0): Memory {
  return { totalBytes: constrained > 0 && constrained < total ? constrained : total, freeBytes: free };
}

/** V8's limit is the sum of one for what is old and one for what is young, which the former cannot have. */
const YOUNG_BYTES = 48 * 2 ** 20;

let collect: (() => void) | undefined;

const heap: Heap = {
  used: () => getHeapStatistics().used_heap_size,
  limit: getHeapStatistics().heap_size_limit - YOUNG_BYTES,
  /** A script gets at the collector in a context of its own. */
  collect() {
    if (!collect) {
      setFlagsFromString('--expose-gc');
      collect = runInNewContext('gc') as () => void;
      setFlagsFromString('--no-expose-gc');
    }
    collect();
  },
};

type SetAffinity = (pid: number, bytes: number, mask: Uint8Array) => number;

let setAffinity: SetAffinity | undefined;

/** Linux only: sched_setaffinity(2) with pid 0 means the calling thread. */
export async function pinThisThread(cpu: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return `pinning works on Linux only, not on ${process.platform}`;
  try {
    setAffinity ??= await loadSetAffinity();
  } catch {
    return 'pinning needs the optional package koffi, which is not installed or does not run here';
  }
  const mask = new Uint8Array(Math.ceil((cpu + 1) / 64) * 8);
  mask[cpu >> 3] = 1 << (cpu & 7);
  return setAffinity(0, mask.length, mask) === 0 ? undefined : `the system refused to pin a thread to CPU ${cpu}`;
}

async function loadSetAffinity(): Promise<SetAffinity> {
  const { default: koffi } = await import('koffi');
  const itself = koffi.load(null); // Node is linked with the C library of the system, whatever that is called
  return itself.func('int sched_setaffinity(int pid, size_t bytes, uint8_t *mask)') as unknown as SetAffinity;
}

function fileOf(task: TaskName): string {
  return join(PACKAGE_ROOT, 'dist/workers', `${task}.js`);
}

function startThreads({ task, most, least = most, stay = false }: ThreadsWanted): Threads {
  // Loaded here, since many a run starts no thread.
  const { Piscina } = createRequire(import.meta.url)('piscina') as typeof piscina;
  const pool = new Piscina({
    filename: fileOf(task),
    minThreads: least,
    maxThreads: most,
    ...(stay && { idleTimeout: Number.POSITIVE_INFINITY }),
  });
  return {
    run(message: unknown, { task: other, signal, transfer }: TaskOptions = {}): Promise<unknown> {
      return pool.run(message, {
        ...(other !== undefined && { filename: fileOf(other) }),
        ...(signal && { signal }),
        ...(transfer && { transferList: [...transfer] as Transferable[] }),
      });
    },
    close: () => pool.destroy(),
  };
}

// V8 14 (Node 25 and later) aborts when it inlines into a function that it has not seen run in the baseline tier. So its
// inlining is off, for the whole process and from its start: V8 also aborts when these flags change while it optimises
// another module. The printer has inlined already.
if (Number.parseInt(process.versions.v8, 10) >= 14) {
  setV8Flags(['--no-wasm-inlining', '--no-wasm-inlining-call-indirect']);
}

export function setV8Flags(flags: readonly string[]): void {
  for (const flag of flags) setFlagsFromString(flag);
}

/** The terminal's own width, else $COLUMNS. */
export function outputColumns(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'> = process.stdout): number {
  return stream.isTTY ? stream.columns : Number(process.env.COLUMNS);
}

export const host: Host = {
  clockMs: () => Number(process.hrtime.bigint()) / 1e6,
  cpuMs() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  cpus: availableParallelism,
  software: () => ({
    cpuModel: cpus()[0]?.model.trim() || null,
    arch: process.arch,
    system: `${type()} ${release()}`,
    node: process.versions.node,
    v8: process.versions.v8,
  }),

  memory,
  heap,
  mayBlock: true,
  startThreads,
  newChannel() {
    const { port1, port2 } = new MessageChannel();
    return [port1, port2] as unknown as [Port, Port];
  },
  pinThisThread,
  atExit(act) {
    process.once('exit', act);
    return () => void process.off('exit', act);
  },
  canPinThreads: true,
  setV8Flags,

  outputColumns,
  homeFolder: homedir(),
  packageRoot: PACKAGE_ROOT,
  readText: (file) => readFileSync(file, 'utf8'),
  list: (folder, deep = false) => readdirSync(folder, { recursive: deep, encoding: 'utf8' }),
  statusOf(path): FileStatus | undefined {
    try {
      const status = statSync(path);
      return { kind: status.isFile() ? 'file' : status.isDirectory() ? 'folder' : 'other', bytes: status.size };
    } catch {
      return undefined;
    }
  },
  sha256: (contents) => createHash('sha256').update(contents).digest('hex'),
};
