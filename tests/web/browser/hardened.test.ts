// The page in browsers that are set to give little away: without storage, with a rounded clock, without WebAssembly.

import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { serveFiles } from '../../../src/web/server.js';
import { filesOfSite } from '../../../src/web/site.js';
import { browserOr, browserPath } from '../../browser.js';
import { plainFiles, raceUntilFound, type Settings, site, unfolded } from './page.js';

/** Has `script` run before those of the page. Workers have none of it. */
function after(script: string): Settings {
  return { prepare: (page) => page.addInitScript(script) };
}

/** As browsers do that block cookies and site data. */
const NO_STORAGE = `for (const name of ['sessionStorage', 'localStorage']) {
  Object.defineProperty(globalThis, name, { get() { throw new DOMException('The operation is insecure.', 'SecurityError'); } });
}`;
/**
 * The clock of the page runs this much ahead of those of its workers, as it may by its step where it is rounded. So does its
 * time of day, by which it would be set.
 */
const AHEAD = `const [now, date] = [performance.now.bind(performance), Date.now];
  performance.now = () => now() + 20_000;
  Date.now = () => date() + 20_000;`;
/** As Firefox rounds it where it resists fingerprinting. */
const FRAMES =
  'const now = performance.now.bind(performance); performance.now = () => Math.floor((now() * 60) / 1000) * 1000 / 60;';

describe.skipIf(!browserPath)(`the page in a browser that gives little away${browserOr}`, () => {
  const { open } = site();

  test('without storage: everything runs', async () => {
    const page = await open('#race', after(NO_STORAGE));
    expect(await page.locator('#problem').textContent()).toBe('');
    await raceUntilFound(page.locator('#panel-race'));
    await page.locator('#panel-race .story').getByText('stolen free').waitFor();
    await page.evaluate("location.hash = '#write'");
    await page.locator('.vetted').getByText('Vetted').waitFor();
  });

  test('a violation before the start, by the clocks of two threads, was at the start', async () => {
    const page = await open('#race', after(AHEAD));
    const panel = page.locator('#panel-race');
    await raceUntilFound(panel);
    await panel
      .locator('.story')
      .getByText(/, 0(\.0+)? \S+ after the start, /)
      .waitFor();
    expect(await panel.locator('.problem').textContent()).toBe('');
    await page.getByRole('link', { name: /^Results \(\d\)$/ }).waitFor();
  });

  test('a clock that is too coarse for a measurement is warned of', async () => {
    const panel = await unfolded((await open('#scale', after(FRAMES))).locator('#panel-scale'));
    await panel.locator('select[name=trials]').selectOption('3');
    await panel.locator('select[name=duration]').selectOption('50');
    await panel.locator('.start').click();
    await panel
      .locator('.warnings')
      .getByText(/the clock moves in steps of \d\d+ ms/)
      .waitFor(); // 17, or more on a busy machine
  });

  test('without WebAssembly: that is said, and the js engine runs', async () => {
    const panel = await unfolded((await open('#race', after('delete globalThis.WebAssembly'))).locator('#panel-race'));
    await panel.locator('.start').click();
    await panel.locator('.problem').getByText('WebAssembly is turned off here: take the engine js').waitFor();
    await panel.locator('select[name=engine]').selectOption('js');
    await raceUntilFound(panel);
    await panel.locator('.story').getByText('stolen free').waitFor();
  });
});

/** An address of this machine that browsers do not trust as they trust the loopback one. */
const [elsewhere] = Object.values(networkInterfaces())
  .flatMap((addresses = []) => addresses)
  .filter(({ internal, family }) => !internal && family === 'IPv4')
  .map(({ address }) => address);

describe.skipIf(!browserPath || !elsewhere)(`the page over plain http from another machine${browserOr}`, () => {
  const { open, complaints } = site(() => serveFiles(filesOfSite(), { port: 0, address: elsewhere as string }));
  /** The browser says itself that the headers are of no use there. */
  afterEach(() => {
    expect(complaints().filter((one) => !one.includes('header has been ignored'))).toEqual([]);
  });

  test('checks, compiles and lets the reader decide who moves; races say why they do not', async () => {
    const page = await open('#check?protocol=v5');
    expect(await page.evaluate('isSecureContext || crossOriginIsolated')).toBe(false);
    await page.locator('#problem').getByText('loaded over an unencrypted connection').waitFor();
    await page.locator('.answer').getByText('violated').waitFor();
    await page.locator('#panel-check .try').click();
    await page.locator('.by-hand .thread').first().waitFor();
    await page.evaluate("location.hash = '#check?protocol=sticky'"); // not packaged
    await page.locator('.outcome .facts').first().getByText('check: sticky').waitFor();
    await page.evaluate("location.hash = '#race'");
    await page.locator('#panel-race').waitFor();
    expect(await page.locator('#panel-race .start').isDisabled()).toBe(true);
    await page.evaluate("location.hash = '#write'");
    await page.locator('.checking .player').first().waitFor();
  });

  test('a check that takes long is ended', async () => {
    const page = await open('#check?protocol=biased&scenario=mixed&threads=4');
    await page.locator('#panel-check .stop').click();
    await page.locator('.warnings').getByText('Interrupted').waitFor();
  });
});

describe.skipIf(!browserPath)(`the page without storage on a plain host${browserOr}`, () => {
  const { open } = site(() => serveFiles(plainFiles(), { port: 0, address: '127.0.0.1' }));

  test('says what is blocked', async () => {
    const page = await open('#race', after(NO_STORAGE));
    await page.locator('#problem').getByText('needs cookies and site data, which this browser blocks').waitFor();
    expect(await page.locator('#panel-race .start').isDisabled()).toBe(true);
  });
});
