// A protocol of the reader's own on the page: vetted with the words of the command line, checked, and raced.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { check } from '../../../src/harness/check/check.js';
import { resolveCheck } from '../../../src/requests/check-request.js';
import { templateOf } from '../../../src/web/page/write/templates.js';
import { browserOr, browserPath } from '../../browser.js';
import { askCli } from '../../commands/kept-cli.js';
import { CLI } from '../../commands/run-cli.js';
import { slice } from '../../slow.js';
import { passTime, raceUntilFound, type Settings, STANDING_CLOCK, site, write } from './page.js';

const COPY = templateOf('v4');

/** Each a copy of v4 with a mistake. */
const MISTAKES: readonly (readonly [name: string, text: string])[] = [
  ['a missing argument', COPY.replace('fetchSub(word, references, FULL)', 'fetchSub(word, references)')],
  ['a missing export', COPY.replace('export function freeze(', 'export function frieze(')],
  ['syntax', COPY.replace('return putMany(word, 1);', 'return putMany(word, 1;')],
  ['what is not portable', COPY.replace('return putMany(word, 1);', "throw new Error('no');")],
  ['an unknown import', COPY.replace("'reftorture/order'", "'lodash'")],
  ['a path without a return', COPY.replace('  return putMany(word, 1);\n', '')],
];

/** Has the page wait for its workers a tenth of the time. */
const HASTE = 'const now = performance.now.bind(performance); performance.now = () => 10 * now();';

describe.skipIf(!browserPath)(`writing on the page${browserOr}`, () => {
  const { open, complaints, download } = site();
  const folder = mkdtempSync(join(tmpdir(), 'reftorture-write-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function opened(settings?: Settings): Promise<Page> {
    const page = await open('#write', settings);
    await page.locator('.vetted').getByText('Vetted').waitFor();
    return page;
  }

  test('every mistake is told as the command line tells it; a livelock, which no step shows, by looking ahead', async () => {
    const page = await opened();
    for (const [name, text] of slice(MISTAKES, 2)) {
      const file = join(folder, 'mine.ts');
      writeFileSync(file, text);
      const { code, stderr } = await askCli(['check', '--protocol', file]);
      expect(code, name).toBe(2);
      const told = stderr.trim().replace(/^reftorture: /, '');
      await write(page, text);
      await page.locator('.vetted.wrong').getByText(told).waitFor();
    }
    const waits = COPY.replace(
      'return putMany(word, 1);',
      'while (load(word, FULL) !== 77) {}\n  return putMany(word, 1);',
    );
    await write(page, waits.replace('fetchSub, store }', 'fetchSub, load, store }'));
    await page.locator('.vetted:not(.wrong)').getByText('Vetted').waitFor();
    await page.getByRole('button', { name: 'Be the scheduler' }).click();
    await page.getByRole('button', { name: 'What can go wrong from here?' }).click();
    await page.locator('.ahead').getByText('This is a livelock').waitFor();
    expect(await page.locator('.ahead button').count()).toBe(0);
  });

  test('a copy of v4 is broken by a check, for whoever opens its address, by hand and in a race', async () => {
    const page = await opened();
    await page.waitForURL(/#write\?.*own-protocol=1\./);
    const before = page.url();
    await page.locator('.checking button.start').first().click();
    await page.locator('.checking .player').first().waitFor();
    const said = (await page.locator('.checking').textContent()) ?? '';
    const { states, verdict } = await check(resolveCheck({ protocol: 'v4', scenario: 'email' }));
    expect(said).toContain(verdict);
    expect(said).toContain(`${states} states`);

    // Its text is in the address: whoever opens it sees the check.
    const text = COPY.replace('return putMany(word, 1);', 'return putMany(word, 1); // mine');
    await write(page, text);
    await page.waitForURL((url) => url.href !== before);
    await page.locator('.checking .outcome:not(.outdated) .answer').waitFor();
    await page.reload();
    await page.locator('.checking .player').first().waitFor();
    const there = await open(`#write?${new URL(page.url()).hash.split('?')[1]}`);
    await there.locator('.checking .outcome:not(.outdated) .answer').getByText('violated').waitFor();
    expect(await there.locator('.editor .lines').textContent()).toBe(
      await page.locator('.editor .lines').textContent(),
    );

    // By hand, with its own lines shown.
    await page.getByRole('button', { name: 'Be the scheduler' }).click();
    await page.getByText('Be the scheduler: ./mine.ts in email').waitFor();
    for (const key of ['Shift+Digit1', 'Shift+Digit2', 'Shift+Digit2', 'Shift+Digit3']) await page.keyboard.press(key);
    const excerpt = page.getByRole('article', { name: 'T1' }).locator('.excerpt');
    expect(await excerpt.textContent()).toMatch(/mine\.ts:\d+.*window\(\);.*abortedFree\(\);/s);
    await page.keyboard.press('Digit1');
    await page.locator('.found').getByText('type confusion, stolen free').waitFor();
    // With the file, what was found by hand is forced onto real threads elsewhere.
    const save = page.getByRole('button', { name: 'Download' });
    writeFileSync(
      join(folder, 'mine.ts'),
      await download(
        () => save.click(),
        (contents) => contents === text,
      ),
    );
    const [, token = ''] = / replay (\S+)/.exec((await page.locator('.found').textContent()) ?? '') ?? [];
    const { stdout } = await promisify(execFile)(process.execPath, [CLI, 'replay', token], { cwd: folder });
    expect(stdout).toContain('confirmed: ');

    // On the wasm engine.
    await raceUntilFound(page.locator('.racing'));
    await page.locator('.racing .story').getByText('./mine.ts, wasm').waitFor();
  });

  test('both races are of the text with which they began', async () => {
    const page = await open('#write', STANDING_CLOCK);
    await page.locator('.vetted').getByText('Vetted').waitFor();
    const racing = page.locator('.racing');
    const natural = racing.locator('.tally').last();
    await racing.locator('.start').click();
    await racing.locator('.tally').first().getByText('pages freed').waitFor();
    await write(page, 'no code');
    await page.locator('.vetted.wrong').waitFor();
    await passTime(page);
    await natural.getByText('pages freed').waitFor();
    await passTime(page);
    await racing
      .locator('.headline')
      .getByText(/; natural: (?:none|[\d,]+ stolen)/)
      .waitFor();
    expect(await racing.locator('.problem').textContent()).toBe('');
  });

  test('without its parser nothing can be started, and the page says why', async () => {
    const page = await open('#write', { prepare: (fresh) => fresh.route('**/parser-*.js', (route) => route.abort()) });
    await page.locator('.vetted.wrong').getByText('The editor cannot be loaded').waitFor();
    expect(await page.locator('#panel-write button:enabled').count()).toBe(0);
    expect(complaints().length).toBeGreaterThan(0);
  });

  test('what loops for ever is given up, and the page goes on', async () => {
    const page = await opened({ prepare: (fresh) => fresh.addInitScript(HASTE) });
    await write(page, COPY.replace('return putMany(word, 1);', 'while (true) {}'));
    await page.locator('.checking button.start').first().click();
    await page
      .locator('.checking > .problem')
      .getByText('put() passed the limit of 100000 instructions without touching shared memory')
      .waitFor();
    await page.locator('.vetted.wrong').getByText('does its loop end?').waitFor();
    await page.locator('.racing button.start').click();
    await page.locator('.racing .warnings').getByText('hung while warming up and was terminated').first().waitFor();
  });
});
