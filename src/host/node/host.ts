// The host on Node.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism, cpus, homedir, release, type } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import type { FileStatus, Host, Port } from '../host.js';
import { heap, memory } from './memory.js';
import { PACKAGE_ROOT } from './package-root.js';
import { pinThisThread } from './pin.js';
import { startThreads } from './threads.js';

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
    browser: null,
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
    const status = statSync(path, { throwIfNoEntry: false });
    if (!status) return undefined;
    return { kind: status.isFile() ? 'file' : status.isDirectory() ? 'folder' : 'other', bytes: status.size };
  },
  sha256: (contents) => createHash('sha256').update(contents).digest('hex'),
};
