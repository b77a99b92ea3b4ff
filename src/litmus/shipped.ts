// Litmus tests by what a user types: a path, a folder of tests, the name of one that comes with reftorture, or `all` of
// these.

import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFolder } from '../regular-file.js';
import { asResultText } from '../results/text-limits.js';
import { reasonOf } from '../system-error.js';
import { nearestOf, UsageError } from '../usage-error.js';

const FOLDER = fileURLToPath(new URL('../../tests/litmus/', import.meta.url));
const ALL = 'all';

export interface LitmusFile {
  /** Its name in results and messages: as it was typed, or the name of the test. */
  readonly named: string;
  readonly path: string;
}

export interface AskedFiles {
  /** No path twice. */
  readonly files: readonly LitmusFile[];
  /** Folders that cannot be read. */
  readonly unreadable: readonly { readonly file: string; readonly reason: string }[];
  /** True when one file was asked for, rather than what there may be. */
  readonly isOne: boolean;
}

/** Tells whether `asked` is a file of the user's. One that is there comes before the name of a test. */
export function isLitmusPath(asked: string): boolean {
  return /[\\/]/.test(asked) || asked.endsWith(ENDING) || existsSync(asked);
}

/** @throws UsageError for a name that no test has, and a folder without tests. A path of a file may still lead nowhere. */
export function litmusFiles(asked: readonly string[]): AskedFiles {
  const files: LitmusFile[] = [];
  const unreadable: AskedFiles['unreadable'][number][] = [];
  let folders = 0;
  for (const one of asked) {
    if (!isLitmusPath(one)) {
      files.push(...shippedTests(one));
    } else if (isFolder(one)) {
      const found = litmusBelow(one);
      if (found.files.length === 0 && found.unreadable.length === 0) {
        throw new UsageError(`no litmus tests below "${one}": their names end in ${ENDING}`);
      }
      files.push(...found.files.map((path) => ({ named: asResultText(path), path })));
      unreadable.push(...found.unreadable);
      folders++;
    } else {
      files.push({ named: one, path: one });
    }
  }
  const distinct = [...new Map(files.map((file) => [file.path, file])).values()];
  return { files: distinct, unreadable, isOne: folders === 0 && distinct.length === 1 };
}

function shippedTests(asked: string): LitmusFile[] {
  const names = shippedNames();
  if (asked === ALL) return names.map(shipped);
  if (names.includes(asked)) return [shipped(asked)];
  throw new UsageError(
    `unknown litmus test "${asked}".${nearestOf(names, asked)} check --litmus ${ALL} shows those that there are; a file of your own ends in ${ENDING}`,
  );
}

function shippedNames(): string[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(ENDING));
  return files.map((name) => basename(name, ENDING)).sort();
}

function shipped(name: string): LitmusFile {
  return { named: name, path: join(FOLDER, name + ENDING) };
}

const ENDING = '.litmus';

interface Found {
  /** Files that end in `.litmus`, by folder, each folder in the order of its names. */
  readonly files: readonly string[];
  /** Folders that cannot be read, with the reason. */
  readonly unreadable: readonly { readonly file: string; readonly reason: string }[];
}

/** Each folder once, whatever links lead back to it. The paths begin with `folder`. */
function litmusBelow(folder: string): Found {
  const files: string[] = [];
  const unreadable: { file: string; reason: string }[] = [];
  const visited = new Set<string>();
  const open = [folder];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    try {
      const real = realpathSync(next);
      if (visited.has(real)) continue;
      visited.add(real);
      const inside = readdirSync(next).sort();
      const paths = inside.map((name) => join(next as string, name));
      const folders = paths.filter(isFolder);
      files.push(...paths.filter((path) => path.endsWith(ENDING) && !folders.includes(path)));
      open.push(...folders.reverse());
    } catch (error) {
      unreadable.push({ file: asResultText(next), reason: reasonOf(error, 'folder') });
    }
  }
  return { files, unreadable };
}
