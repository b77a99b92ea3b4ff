// Results that the test files of one run share, in files of the folder of that run: test files run in several processes.

import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

/** The result of `make`, or that of a test file that asked for `key` before. */
export async function kept<T>(key: unknown, make: () => Promise<T>): Promise<T> {
  const name = createHash('sha256').update(JSON.stringify(key)).digest('hex');
  const file = join(inject('shared'), name);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    const text = JSON.stringify(await make());
    writeFileSync(`${file}.${process.pid}`, text);
    renameSync(`${file}.${process.pid}`, file);
    return JSON.parse(text) as T; // of the same shape, whoever made it
  }
}
