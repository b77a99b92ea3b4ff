// Protocols by what a user types: a name of the registry, or a path to a file of their own.

import { basename, join, resolve } from 'node:path';
import { host } from '#host';
import { protocolExports } from '../front-end/front-end.js';
import { countsInWidth } from '../front-end/narrowing.js';
import { MOST_SOURCE_BYTES, SOURCE_ROOT } from '../front-end/sources.js';
import { type ProtocolEntry, protocols } from '../protocols/index.js';
import { UsageError, unknownName } from '../usage-error.js';

export interface ResolvedProtocol {
  /** The registry's name, or the path as given. */
  readonly name: string;
  /** Absolute path of the TypeScript source. */
  readonly file: string;
  /** Words that each worker has for a page; 0: the protocol counts in one word. */
  readonly perThreadWords: number;
  /** True where a check can narrow its count word: it counts in that one alone, through WIDTH and wrap(). */
  readonly narrows: boolean;
  /** Absent for a user's own file, of which nothing is known beforehand. */
  readonly entry?: ProtocolEntry;
}

const FOLDER = join(SOURCE_ROOT, 'protocols');

/** @throws UsageError when there is no such protocol or file, or a user's is none. */
export function resolveProtocol(nameOrPath: string): ResolvedProtocol {
  const entry = protocols.find(({ name }) => name === nameOrPath);
  if (entry) {
    const { name, perThreadWords = 0 } = entry;
    return { name, file: join(FOLDER, entry.file), perThreadWords, narrows: perThreadWords === 0, entry };
  }
  if (!isPath(nameOrPath)) throw unknownName('protocol', protocols, nameOrPath);
  const file = userFile('protocol', nameOrPath);
  if (!basename(file).endsWith('.ts')) throw new UsageError(`"${nameOrPath}" is not a TypeScript file (.ts)`);
  const { perThreadWords } = protocolExports(file);
  return { name: nameOrPath, file, perThreadWords, narrows: perThreadWords === 0 && countsInWidth(file) };
}

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
