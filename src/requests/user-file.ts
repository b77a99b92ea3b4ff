// A file of the user's own, by the path that they type.

import { resolve } from 'node:path';
import { host } from '#host';
import { MOST_SOURCE_BYTES } from '../front-end/sources.js';
import { UsageError } from '../usage-error.js';

/** Tells whether `nameOrPath` is meant as a path: every other name is one of the built-in ones. */
export function isPath(nameOrPath: string): boolean {
  return /[\\/]|\.ts$/.test(nameOrPath);
}

/** Returns the absolute path of the `kind` of file at `path`. @throws UsageError when there is none. */
export function userFile(kind: 'protocol' | 'scenario', path: string): string {
  const file = resolve(path);
  const status = host.statusOf(file);
  if (status?.kind === 'file' && status.bytes > MOST_SOURCE_BYTES) {
    throw new UsageError(`"${path}" has more than ${MOST_SOURCE_BYTES / 2 ** 20} MiB: a ${kind} has some kilobytes`);
  }
  if (status?.kind === 'file') return file;
  const problem = status?.kind === 'folder' ? `"${path}" is a folder` : `no ${kind} file at "${path}"`;
  throw new UsageError(`${problem}: give a path to a TypeScript file, or a name that "reftorture list" shows`);
}
