// Sources that a test file writes, in a folder of its own that goes when its tests have ended.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A function that writes `text` to a file of the folder, and returns the path. Called at the top of a test file. */
export function sourceFiles(): (name: string, text: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return (name, text) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
}
