// Protocols by what a user types: a name of the registry, or a path to a file of their own.

import { basename, join } from 'node:path';
import { protocolExports } from '../front-end/front-end.js';
import { countsInWidth } from '../front-end/narrowing.js';
import { SOURCE_ROOT } from '../front-end/sources.js';
import { type ProtocolEntry, protocols } from '../protocols/index.js';
import { UsageError, unknownName } from '../usage-error.js';
import { isPath, userFile } from './user-file.js';

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
