// Around a whole run of the tests: kernels of other sources go, and there is a folder for the runs that test files
// share.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { removeOutdated } from './engines/kept-kernels.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder for the results that test files share: see runs.ts and commands/shared-run.ts. */
    readonly shared: string;
  }
}

export default function setUp(project: TestProject): () => void {
  removeOutdated();
  const folder = mkdtempSync(join(tmpdir(), 'reftorture-shared-'));
  project.provide('shared', folder);
  return () => rmSync(folder, { recursive: true });
}
