// The litmus tests below a folder.

import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { asResultText } from '../results/text-limits.js';
import { reasonOf } from '../system-error.js';

export const ENDING = '.litmus';

export interface Found {
  /** Files that end in `.litmus`, by folder, each folder in the order of its names. */
  readonly files: readonly string[];
  /** Folders that cannot be read, with the reason. */
  readonly unreadable: readonly { readonly file: string; readonly reason: string }[];
}

/** What cannot be looked at, such as a link to itself, is none: reading it says why. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Each folder once, whatever links lead back to it. The paths begin with `folder`. */
export function litmusBelow(folder: string): Found {
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
