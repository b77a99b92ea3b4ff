// Races on the page: real threads of a real browser.

import { describe, expect, test } from 'vitest';
import { browserOr, browserPath } from '../../chromium.js';
import { site } from './page.js';

describe.skipIf(!browserPath)(`races on the page${browserOr}`, () => {
  const { open } = site();

  test('the page has shared memory', async () => {
    const page = await open();
    expect(await page.evaluate(() => (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated)).toBe(true);
  });

  test('v4 with a stall runs the wrong destructor', async () => {
    const page = await open('#race');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.locator('.story').getByText('stolen free').waitFor();
    expect(await page.locator('.verdict').first().textContent()).toContain('violated');
  });
});
