// The page on a host that sends no headers of its own: a service worker adds what shared memory needs.

import { describe, expect, test } from 'vitest';
import { serveFiles } from '../../../src/web/server.js';
import { filesOfSite, type SiteFile } from '../../../src/web/site.js';
import { browserOr, browserPath } from '../../chromium.js';
import { site } from './page.js';

/** As a host that knows types and nothing else. */
function plainly({ contents, headers }: SiteFile): SiteFile {
  return { contents, headers: { 'Content-Type': headers['Content-Type'] ?? '' } };
}

describe.skipIf(!browserPath)(`the page on a plain host${browserOr}`, () => {
  const files = new Map([...filesOfSite()].map(([path, file]) => [path, plainly(file)]));
  const { open } = site(() => serveFiles(files, { port: 0, address: '127.0.0.1' }));

  test('races all the same', async () => {
    const page = await open('#race');
    await page.waitForFunction(() => (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated);
    await page.locator('#panel-race .start').click();
    await page.locator('#panel-race .story').getByText('stolen free').waitFor();
    expect(await page.locator('#problem').textContent()).toBe('');
  });
});
