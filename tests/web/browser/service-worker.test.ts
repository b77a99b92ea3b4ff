// The page on a host that sends no headers of its own: a service worker adds what shared memory needs.

import { describe, expect, test } from 'vitest';
import { type Listening, serveFiles } from '../../../src/web/server.js';
import { filesOfSite } from '../../../src/web/site.js';
import { browserOr, browserPath } from '../../browser.js';
import { inSlow } from '../../slow.js';
import { plainFiles, raceUntilFound, site, unfolded } from './page.js';

const plain = plainFiles();

describe.skipIf(!browserPath)(`the page on a plain host${browserOr}`, () => {
  const { open } = site(() => serveFiles(plain, { port: 0, address: '127.0.0.1' }));

  test.each(inSlow(['wasm', 'js'], ['wasm']))('races all the same, on %s', async (engine) => {
    const page = await open('#race');
    await page.waitForFunction('crossOriginIsolated');
    await unfolded(page.locator('#panel-race'));
    await page.locator('#panel-race select[name=engine]').selectOption(engine);
    await raceUntilFound(page.locator('#panel-race'));
    await page.locator('#panel-race .story').getByText('stolen free').waitFor();
    expect(await page.locator('#problem').textContent()).toBe('');
  });
});

describe.skipIf(!browserPath)(`the page where no service worker can help${browserOr}`, () => {
  const without = new Map([...plain].filter(([path]) => path !== '/service-worker.js'));
  const { open, complaints } = site(() => serveFiles(without, { port: 0, address: '127.0.0.1' }));

  test('says so, and lets nothing be started', async () => {
    const page = await open('#race');
    expect(await page.locator('#problem').textContent()).toMatch(/^The threads of this page can share no memory: /);
    await page.locator('#panel-race').waitFor();
    expect(await page.locator('#panel-race .start').isDisabled()).toBe(true);
    complaints(); // the browser, too, says that the script is not there
  });
});

describe.skipIf(!browserPath)(`the page without a network${browserOr}`, () => {
  let server: Listening | undefined;
  const { open } = site(async () => {
    server = await serveFiles(filesOfSite(), { port: 0, address: '127.0.0.1' });
    return server;
  });

  test('opens again from what the browser has kept, and checks', async () => {
    const page = await open();
    await page.evaluate(
      "navigator.serviceWorker.register('service-worker.js').then(() => navigator.serviceWorker.ready).then(() => true)",
    );
    await page.waitForFunction('navigator.serviceWorker.controller !== null');
    await server?.close();
    await page.goto('about:blank'); // or nothing would be loaded: the addresses differ behind # alone
    await page.goto(`${server?.url}#check?protocol=v5`);
    await page.locator('#panel-check .answer').getByText('violated').waitFor();
  });
});
