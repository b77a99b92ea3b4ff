// The pictures of the documentation, from a check of today and the page that `report` makes of it. Run, with the path of
// a Chromium in CHROMIUM when it is not in the usual place:
//
//   npm run docs:pictures

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BrowserContextOptions, chromium, type Locator } from 'playwright-core';
import { check } from '../dist/index.js';
import { htmlReport } from '../dist/report/html/page.js';
import type { ResultFile } from '../dist/results/result-bytes.js';
import { racePicture } from './race-picture.js';

const images = fileURLToPath(new URL('../docs/images/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
const result = await check({ protocol: 'v4', scenario: 'email' });
writeFileSync(`${images}race.svg`, racePicture(result));
const file: ResultFile = {
  file: 'check.json',
  digest: '',
  madeAt: null,
  commandLine: null,
  bytes: 0,
  schema: result.schema,
  results: [result],
};
const page = join(folder, 'report.html');
writeFileSync(page, htmlReport([file], 'v4').page);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync', '--no-first-run'],
});
try {
  await picture('player.webp', { viewport: { width: 1100, height: 1000 } }, async (player) => {
    await player.focus();
    await player.press('End');
  });
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

/** A picture of the first player of the page, taken after `prepare`. */
async function picture(
  name: string,
  settings: BrowserContextOptions,
  prepare: (player: Locator) => Promise<void> = async () => {},
): Promise<void> {
  const context = await browser.newContext({ ...settings, colorScheme: 'light' });
  const tab = await context.newPage();
  await tab.goto(pathToFileURL(page).href);
  const player = tab.locator('.player').first();
  await prepare(player);
  // As WebP, which is a quarter of the size; a screenshot of Playwright's own is never that.
  const clip = await player.boundingBox();
  if (!clip) throw new Error('the player is not on the page');
  const session = await context.newCDPSession(tab);
  const options = { format: 'webp', quality: 80, clip: { ...clip, scale: 1 }, captureBeyondViewport: true } as const;
  const { data } = await session.send('Page.captureScreenshot', options);
  writeFileSync(images + name, Buffer.from(data, 'base64'));
  await context.close();
}
