// Around a whole run of the tests: what is in dist/ has to be of these sources, and there is a folder for the runs that
// test files share.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { isSiteUpToDate, isUpToDate } from '../src/engines/built-from.js';
import { nativeProblem } from '../src/engines/native/compiler.js';

const BUILD_SITE = fileURLToPath(new URL('../dist/web/build-site.js', import.meta.url));

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder for the results that test files share: see runs.ts and commands/shared-run.ts. */
    readonly shared: string;
  }
}

export default async function setUp(project: TestProject): Promise<() => void> {
  if (!isUpToDate()) {
    writeSync(2, 'dist/ was not built from these sources: run npm run build\n');
    process.exit(1); // an error would come with a page of stack
  }
  // The page of these sources takes seconds.
  if (!isSiteUpToDate()) execFileSync(process.execPath, [BUILD_SITE], { stdio: 'inherit' });
  const problem = await nativeProblem();
  if (problem !== undefined) writeSync(2, `skipped: the tests of the native engine (${problem})\n`);
  const folder = mkdtempSync(join(tmpdir(), 'reftorture-shared-'));
  project.provide('shared', folder);
  return () => rmSync(folder, { recursive: true });
}
