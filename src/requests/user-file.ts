// A file of the user's own, by the path that they type.

import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { MOST_SOURCE_BYTES } from '../regular-file.js';
import { UsageError } from '../usage-error.js';

/** Whether `nameOrPath` is meant as a path: every other name is one of the built-in ones. */
export function isPath(nameOrPath: string): boolean {
  return /[\\/]|\.ts$/.test(nameOrPath);
}

/** The absolute path of the `kind` of file at `path`. @throws UsageError when there is none. */
export function userFile(kind: 'protocol' | 'scenario', path: string): string {
  const file = resolve(path);
  const status = existsSync(file) ? statSync(file) : undefined;
  if (status?.isFile() && status.size > MOST_SOURCE_BYTES) {
    throw new UsageError(`"${path}" has more than ${MOST_SOURCE_BYTES / 2 ** 20} MiB: a ${kind} has some kilobytes`);
  }
  if (status?.isFile()) return file;
  const problem = status?.isDirectory() ? `"${path}" is a folder` : `no ${kind} file at "${path}"`;
  throw new UsageError(`${problem}: give a path to a TypeScript file, or a name that "reftorture list" shows`);
}
