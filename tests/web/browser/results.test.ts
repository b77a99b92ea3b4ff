// The shelf of results: what ran comes home as a file or a link, and what is opened is read like any hostile input.

import { deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { withOrigin } from '../../../src/results/origin.js';
import { resultIn } from '../../../src/results/result-bytes.js';
import { browserOr, browserPath } from '../../browser.js';
import { raceFixture, scaleFixture } from '../../results/result-fixtures.js';
import { check } from '../../runs.js';
import { SLOW } from '../../slow.js';
import { raceUntilFound, site } from './page.js';

const linkTo = (contents: string): string => `#result=1.${deflateSync(contents).toString('base64url')}`;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Has `page` go to `fragment`, as a reader does who has the page open. */
function turnTo(page: Page, fragment: string): Promise<unknown> {
  return page.evaluate(`location.hash = ${JSON.stringify(fragment)}`);
}

/** Links that the page refuses, each in words of its own. */
const HOSTILE: readonly (readonly [name: string, fragment: string, words: string])[] = [
  ['no base64', '#result=1.%3Cscript%3E', 'is not base64'],
  ['another version', '#result=2.abcd', 'begins with version 1'],
  ['a bomb', linkTo('['.repeat(20_000_000)), 'expands to more than 2 MiB'],
  ['a key __proto__', linkTo('{"schema":"reftorture/race@1","__proto__":{"a":1}}'), 'has a key "__proto__"'],
  ['another schema', linkTo('{"schema":"reftorture/race@9"}'), 'has schema reftorture/race@9'],
  [
    'a verdict that its contents contradict',
    linkTo(JSON.stringify({ ...raceFixture({ stolenFree: 3 }), verdict: 'clean' })),
    'the verdict is clean',
  ],
  [
    'markup',
    linkTo(JSON.stringify(raceFixture({ config: { protocol: '<img src=x onerror=alert(1)>', pages: -1 } }))),
    'is not a valid',
  ],
];

describe.skipIf(!browserPath)(`results on the page${browserOr}`, () => {
  const { open, download } = site();

  /** The file that the first result of the shelf is downloaded as. */
  const downloaded = (page: Page): Promise<Buffer> => download(() => page.locator('.download').first().click(), isJson);

  test('a race is downloaded, shared as a link, and read from both', async () => {
    const page = await open('#race');
    await raceUntilFound(page.locator('#panel-race'));
    await page.getByRole('link', { name: /^Results \(\d\)$/ }).click();
    const own = resultIn('own', await downloaded(page));
    expect(own.schema).toBe('reftorture/race@1');
    await page.locator('.share').first().click();
    const link = await page.locator('.shared input').inputValue();
    const there = await open(link.slice(link.indexOf('#')));
    await there.locator('.shelf').getByText('from the link').waitFor();
    expect(resultIn('there', await downloaded(there)).results).toEqual(own.results);
  });

  test('a shared check opens with its player, and the run here agrees or differs', async () => {
    const result = withOrigin(await check({}), null);
    const page = await open(linkTo(JSON.stringify(result)));
    const panel = page.locator('#panel-results');
    await panel.locator('.player').first().waitFor();
    await panel.getByRole('button', { name: 'Run it again here' }).click();
    await panel.locator('.agrees').getByText('✓ agrees').waitFor();
    await turnTo(page, linkTo(JSON.stringify({ ...result, states: 303 })));
    await panel.locator('.headline').getByText('in 303 states').waitFor();
    await panel.getByRole('button', { name: 'Run it again here' }).click();
    await panel.locator('.agrees').getByText('✗ differs').waitFor();
    const [first] = result.witnesses;
    const forged = { ...result, witnesses: [{ ...first, steps: first?.steps.slice(1) }, ...result.witnesses.slice(1)] };
    await turnTo(page, linkTo(JSON.stringify(forged)));
    await panel.locator('.headline').getByText(`in ${result.states} states`).waitFor();
    await panel.getByRole('button', { name: 'Run it again here' }).click();
    await panel.locator('.agrees').getByText('What differs: witnesses').waitFor();
    await turnTo(page, '#result=1.damaged');
    await panel.locator('.problem').getByText('the link is').waitFor();
    expect(await panel.locator('.shared-here').textContent()).toBe('');
  });

  test('a shared measurement of a printed program, which has samples alone, has its statistics', async () => {
    const { series, ...measured } = scaleFixture({ 'v4 1': [1e6, 2e6, 3e6], 'old 1': [3e6, 4e6, 5e6] });
    const alone = series.map((cell) => ({ ...cell, median: null, low: null, high: null, speedupVsOld: null }));
    const page = await open(linkTo(JSON.stringify({ ...measured, series: alone })));
    await page.locator('.shelf summary').click();
    await page.locator('.shelf pre').getByText('4.00 M [3.00 M, 5.00 M]').waitFor();
  });

  test('where there is no clipboard the link is shown to be copied', async () => {
    const page = await open(linkTo(JSON.stringify(raceFixture({ stolenFree: 3 }))), {
      prepare: (fresh) => fresh.addInitScript("Object.defineProperty(navigator, 'clipboard', { value: undefined })"),
    });
    await page.locator('.share').click();
    await page.locator('.shared').getByText('It is selected: copy it.').waitFor();
    expect(await page.locator('.shared input').inputValue()).toContain('#result=1.');
  });

  test('a file is opened', async () => {
    const page = await open('#results');
    const contents = JSON.stringify(raceFixture({ stolenFree: 3 }));
    const file = { name: 'home.json', mimeType: 'application/json', buffer: Buffer.from(contents) };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.locator('.shelf').getByText('from home.json').waitFor();
    const other = { ...file, name: 'other.json', buffer: Buffer.from(JSON.stringify(raceFixture({ stolenFree: 4 }))) };
    await page
      .locator('#panel-results input[type=file]')
      .setInputFiles([{ ...file, name: 'bad.json', buffer: Buffer.from('race: 5 s') }, other]);
    await page.locator('.problem').getByText('"bad.json" is not JSON').waitFor();
    expect(await page.locator('.shelf li').count()).toBe(2);
  });

  test('loading the page again loses nothing, and reads it as anew', async () => {
    const page = await open('#results');
    for (const stolenFree of [3, 4]) {
      const buffer = Buffer.from(JSON.stringify(raceFixture({ stolenFree })));
      const file = { name: `${stolenFree}.json`, mimeType: 'application/json', buffer };
      await page.locator('input[type=file]').setInputFiles(file);
      await page.locator('.shelf').getByText(`from ${stolenFree}.json`).waitFor();
    }
    await page.evaluate('sessionStorage.setItem(\'reftorture: result 000002\', \'{"name": "x", "json": "{}"}\')');
    await page.reload();
    await page.locator('.shelf li').first().waitFor();
    expect(await page.locator('.shelf .facts').allTextContents()).toEqual([
      expect.stringContaining('from 4.json'),
      expect.stringContaining('from 3.json'),
    ]);
  });

  test('hostile links are refused, each in one line', async () => {
    const page = await open(HOSTILE[0]?.[1]);
    const { origin } = new URL(page.url());
    for (const [name, fragment, words] of HOSTILE) {
      if (SLOW) await page.goto('about:blank'); // so that each is opened
      await page.goto(new URL(fragment, origin).href);
      await page.locator('#panel-results .problem').getByText(words).waitFor();
      expect(await page.locator('.shelf li').count(), name).toBe(0);
    }
  });

  test('markup in a result is text', async () => {
    const page = await open(
      linkTo(JSON.stringify(raceFixture({ config: { protocol: '<img src=x onerror=alert(1)>' } }))),
    );
    await page.locator('.shelf h3').getByText('<img src=x').waitFor();
    expect(await page.locator('.shelf img').count()).toBe(0);
  });
});

describe.skipIf(!browserPath)(`the frame of the page${browserOr}`, () => {
  const { open } = site();

  test('nothing is wider than the page, in a window of any width', async () => {
    const page = await open('', { viewport: { width: 320, height: 900 } });
    const panels = await page
      .locator('#links a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(panels.length).toBeGreaterThan(3);
    for (const panel of panels) {
      await page.locator(`#links a[href="${panel}"]`).click();
      await page.locator(`#links a[href="${panel}"][aria-current=page]`).waitFor();
      for (const width of [320, 390, 768, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        const excess = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect(excess, `${panel} at ${width} pixels`).toBeLessThanOrEqual(0);
      }
    }
  });

  test('panels are reached by keyboard, and their headings are read on', async () => {
    const page = await open();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#panel-check:not([hidden]) h2:focus').waitFor();
    expect(await page.title()).toBe('Check – reftorture');
    await page.evaluate("location.hash = '#nowhere'");
    await page.locator('#problem').getByText('"nowhere", which is no part of this page').waitFor();
    await page.evaluate("location.hash = '#scale'");
    await page.locator('#problem:empty').waitFor({ state: 'attached' });
  });
});
