// Results that the test files of one run share, in files of the folder of that run: test files run in several processes.

import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

/** Between two looks for the result of another process. */
const LOOK_MS = 20;

/** Returns the result of `make`, or that of a test file that asked for `key` before, also if it is still being made. */
export async function kept<T>(key: unknown, make: () => Promise<T>): Promise<T> {
  const name = createHash('sha256').update(JSON.stringify(key)).digest('hex');
  const file = join(inject('shared'), name);
  const making = `${file}.making`;
  while (!existsSync(file)) {
    if (!isOurs(making)) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      continue;
    }
    try {
      writeFileSync(`${file}.new`, JSON.stringify(await make()));
      renameSync(`${file}.new`, file);
    } finally {
      rmSync(making); // if nothing was made, who waits makes it
    }
  }
  return JSON.parse(readFileSync(file, 'utf8')) as T; // of the same shape, whoever made it
}

/** Returns whether this call is the first to make the file `path`. */
function isOurs(path: string): boolean {
  try {
    closeSync(openSync(path, 'wx'));
    return true;
  } catch {
    return false;
  }
}
