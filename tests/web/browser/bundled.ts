// The page with a script of the tests beside its own: in-page.ts.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { bundle } from '../../../src/web/bundle.js';
import { type Listening, serveFiles } from '../../../src/web/server.js';
import { filesOfSite } from '../../../src/web/site.js';

const SCRIPT = fileURLToPath(new URL('in-page.ts', import.meta.url));

/** For site(): serves both. */
export async function serveWithScript(): Promise<Listening> {
  const folder = mkdtempSync(join(tmpdir(), 'reftorture-in-page-'));
  try {
    await bundle([SCRIPT], folder);
    return await serveFiles(new Map([...filesOfSite(), ...filesOfSite(folder)]), { port: 0, address: '127.0.0.1' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Returns what a function of the script returns in `page`. */
export function callInPage<Result>(page: Page, name: string, ...given: readonly unknown[]): Promise<Result> {
  // As text: the test runner would change an import().
  return page.evaluate<Result>(`import('/in-page.js').then((script) => script.${name}(...${JSON.stringify(given)}))`);
}
