// The interleaving player in a browser, from a file, as a reader has it.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { htmlReport } from '../../../src/report/html/page.js';
import type { CheckResult } from '../../../src/results/check-result.js';
import { browserName, browserOr, browserPath, launchOnce } from '../../browser.js';
import { raceFixture, scaleFixture } from '../../results/result-fixtures.js';
import { check } from '../../runs.js';

interface Place {
  readonly isInSight: boolean;
  readonly left: number;
}

/** For the page: whether the card of the current step is in sight, and how far its lanes are scrolled. */
const PLACE_OF_MOVE = `(() => {
  const player = document.querySelector('.player');
  const box = (selector) => player.querySelector(selector)?.getBoundingClientRect();
  const [lanes, numbers, card] = [box('.scroller'), box('tr.current .number'), box('tr.current .move')];
  const isInSight = card && card.left >= numbers.right - 1 && card.right <= lanes.right + 1;
  return { isInSight, left: player.querySelector('.scroller').scrollLeft };
})()`;

describe.skipIf(!browserPath)(`the interleaving player${browserOr}`, () => {
  let folder: string;
  let browser: Browser;
  let page: Page;
  let result: CheckResult;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
    result = await check({ protocol: 'v4', scenario: 'email', threads: 3 });
    const results = [result, raceFixture({ stolenFree: 2 }), scaleFixture({ 'old 1': [1, 2, 3], 'v4 1': [2, 3, 4] })];
    const files = results.map((one, index) => ({
      file: `${index}.json`,
      digest: `${index}`,
      bytes: 1,
      madeAt: null,
      commandLine: null,
      schema: one.schema,
      results: [one],
    }));
    writeFileSync(join(folder, 'report.html'), htmlReport(files, 'Report').page);
    ({ browser } = await launchOnce());
    page = await browser.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) complaints.push(`asks for ${request.url()}`);
    });
  });
  afterAll(async () => {
    await page?.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    await page.goto(pathToFileURL(join(folder, 'report.html')).href);
    await page.locator('.player').first().focus();
  });

  const steps = () => result.witness?.steps.length ?? 0;
  const position = () => page.locator('.position').first().textContent();
  const said = () => page.locator('.said').first().textContent();
  const word = () => page.locator('.player').first().locator('[data-cell=refcount] dd').textContent();
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  test('starts before the first step, with the free page', async () => {
    expect(await position()).toBe(`0 / ${steps()}`);
    expect(await word()).toBe('FROZEN');
    expect(await page.locator('tr[aria-current=step]').first().getAttribute('data-step')).toBe('0');
  });

  test('shows after every step the value that the checker saw', async () => {
    const values: Record<string, number> = {};
    const shown = (value: number) => (value === -(2 ** 31) ? 'FROZEN' : String(value));
    for (const { location, before, after } of result.witness?.steps ?? []) {
      await press('ArrowRight');
      values.refcount ??= -(2 ** 31);
      if (location === 'refcount') {
        expect(shown(values.refcount)).toBe(shown(before));
        values.refcount = after;
      }
      expect(await word()).toBe(shown(values.refcount));
    }
    expect(await position()).toBe(`${steps()} / ${steps()}`);
    await press('ArrowRight');
    expect(await position()).toBe(`${steps()} / ${steps()}`);
  });

  test('marks the type confusion, in its lane and in words', async () => {
    await press('End');
    expect(await said()).toContain('type confusion, stolen free: it runs the destructor of X on a page of type Y');
    const marked = page.locator('tr[aria-current=step] .wrong').filter({ hasText: 'type confusion' });
    expect(await marked.isVisible()).toBe(true);
    expect(await page.locator('.player').first().locator('td.window').count()).toBeGreaterThan(5);
  });

  test('goes back, to both ends, and plays and stops by keyboard', async () => {
    await press('End', 'ArrowLeft');
    expect(await position()).toBe(`${steps() - 1} / ${steps()}`);
    await press('Home', ' ');
    const button = page.locator('[data-go=play]').first();
    expect(await button.getAttribute('aria-label')).toBe('Pause');
    await page.locator('.position').first().filter({ hasText: /^1 \// }).waitFor();
    await press(' ');
    expect(await button.getAttribute('aria-label')).toBe('Play');
  });

  test('goes by buttons, by the slider and by a click on a step', async () => {
    await page.getByRole('button', { name: 'One step on' }).first().click();
    expect(await position()).toBe(`1 / ${steps()}`);
    await page.getByRole('slider', { name: 'Step' }).first().fill('5');
    expect(await position()).toBe(`5 / ${steps()}`);
    await page.locator('tr[data-step="7"] th').first().click();
    expect(await position()).toBe(`7 / ${steps()}`);
    await page.getByRole('button', { name: 'To the start' }).first().click();
    expect(await position()).toBe(`0 / ${steps()}`);
  });

  test('shows the source line of each step, and links to it', async () => {
    await press('End');
    expect(await page.locator('.excerpt .current').first().textContent()).toContain('compareExchange(word, 0, FROZEN');
    const link = page.locator('tr[aria-current=step] a.source').first();
    const target = await link.getAttribute('href');
    expect(await page.locator(`[id="${target?.slice(1)}"]`).getAttribute('data-text')).toContain(
      'compareExchange(word',
    );
  });

  test('shows no source before the first step, wherever it was before', async () => {
    await press('End', 'Home');
    expect(await page.locator('.excerpt').first().textContent()).toBe('');
  });

  test('keeps what moves in sight in a window that is too narrow for all lanes', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    const hidden: number[] = [];
    const lefts = new Set<number>();
    for (let step = 1; step <= steps(); step++) {
      await press('ArrowRight');
      const { isInSight, left } = await page.evaluate<Place>(PLACE_OF_MOVE);
      if (!isInSight) hidden.push(step);
      lefts.add(left);
    }
    expect(hidden).toEqual([]);
    expect(lefts.size).toBeGreaterThan(1); // it went sideways
    await press('Home');
    expect((await page.evaluate<Place>(PLACE_OF_MOVE)).left).toBe(0);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test('fits a narrow window without scripts, too', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } });
    const still = await context.newPage();
    await still.goto(pathToFileURL(join(folder, 'report.html')).href);
    expect(await still.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await context.close();
  });

  test('says what it is to a screen reader', async () => {
    const player = page.getByRole('group', { name: /^v4 in email: type confusion/ });
    expect(await player.count()).toBeGreaterThan(0);
    expect(await page.locator('.said').first().getAttribute('aria-live')).toBe('polite');
    expect(await page.locator('.controls input').first().getAttribute('aria-valuetext')).toBe('start');
  });

  test('fits a narrow window', async () => {
    await page.setViewportSize({ width: 380, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(380);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  // WebDriver BiDi, by which Firefox is driven, has no command for it.
  test.skipIf(browserName === 'Firefox')('prints without controls', async () => {
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.controls').first().isVisible()).toBe(false);
    expect(await page.locator('.lanes tr').last().isVisible()).toBe(false); // folded
    expect(await page.locator('.lanes').first().isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
  });

  test('complained about nothing, and asked for nothing', () => expect(complaints).toEqual([]));
});
