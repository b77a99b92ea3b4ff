// Around a whole run of the tests: kernels of other sources go, and there is a folder for the explorations that test
// files share.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { removeOutdated } from './engines/kept-kernels.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder with a result of check in each file, see runs.ts. */
    readonly explorations: string;
  }
}

export default function setUp(project: TestProject): () => void {
  removeOutdated();
  const folder = mkdtempSync(join(tmpdir(), 'reftorture-explorations-'));
  project.provide('explorations', folder);
  return () => rmSync(folder, { recursive: true });
}
