// Drafts of the reader's, which are never lost, and a scenario of their own, which goes along with addresses and results.

import { deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { templateOf } from '../../../src/web/page/write/templates.js';
import { browserOr, browserPath } from '../../browser.js';
import { site, write } from './page.js';

const COPY = templateOf('v4');
const MINE = COPY.replace('A protocol of your own', 'Mine');

/** As where there is no room left. */
const FULL = `Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };`;

describe.skipIf(!browserPath)(`drafts on the page${browserOr}`, () => {
  const { open } = site();

  async function opened(fragment = '#write'): Promise<Page> {
    const page = await open(fragment);
    await page.locator('.vetted').getByText('Vetted').waitFor();
    return page;
  }
  /** Answers the next question that the page asks; null: no. */
  const answer = (page: Page, text: string | null): void => {
    page.once('dialog', (dialog) => void (text === null ? dialog.dismiss() : dialog.accept(text)));
  };
  const isKept = (page: Page, name: string, words: string): Promise<void> =>
    vi.waitFor(async () => {
      expect(await page.evaluate(`localStorage.getItem('reftorture: draft ${name}')`)).toContain(words);
    }, 60_000);
  const names = (page: Page): Promise<string[]> => page.locator('select[name=draft] option').allTextContents();
  const textOf = (page: Page): Promise<string | null> => page.locator('.editor .lines').textContent();

  test('the editor edits, loses nothing, however soon a draft is left, and Begin anew asks', async () => {
    const page = await opened();
    const field = page.locator('.editor textarea:visible');
    const places = (): Promise<number[]> =>
      page.evaluate(`(() => {
        const { selectionStart, scrollTop } = document.activeElement;
        return [selectionStart, scrollTop, document.querySelector('.lines').scrollTop];
      })()`);
    // Page Down moves the cursor by what is seen, and the lines are in step.
    await field.press('PageDown');
    const cursor = await vi.waitFor(async () => {
      const [at = 0, scrolled = 0, followed] = await places();
      expect(scrolled).toBeGreaterThan(0);
      expect(followed).toBe(scrolled);
      return at;
    }, 60_000);
    expect(cursor).toBeGreaterThan(0);
    expect(cursor).toBeLessThan((await field.inputValue()).length);

    // Enter indents as the line before, and undo takes it back.
    await write(page, 'function one(): void {');
    await field.press('Enter');
    await field.pressSequentially('two();');
    expect(await field.inputValue()).toBe('function one(): void {\n  two();');
    const seen: string[] = [];
    for (let undone = 0; undone < 10; undone++) {
      await field.press('Control+Z');
      seen.push(await field.inputValue());
    }
    expect(seen).toContain('function one(): void {');

    // Left at once by loading the page again, by opening a file, and by beginning anew.
    await write(page, MINE);
    await page.reload();
    await page.locator('.editor .lines').getByText('Mine, begun').waitFor();
    await write(page, MINE.replace('Mine', 'Later'));
    await page.getByText('Begin anew, or open a file').click();
    await page.getByLabel('Open a file').setInputFiles({
      name: 'other.ts',
      mimeType: 'text/plain',
      buffer: Buffer.from(COPY.replace('A protocol', 'Opened')),
    });
    await page.locator('.editor .lines').getByText('Opened of your own').waitFor();
    expect(await names(page)).toEqual(['other', 'v4 copy']);
    await isKept(page, 'v4 copy', 'Later, begun');
    await write(page, MINE);
    await page.locator('select[name=from]').selectOption('old');
    answer(page, null);
    await page.locator('.begin').click();
    expect(await textOf(page)).toContain('Mine, begun');
    answer(page, 'like old');
    await page.locator('.begin').click();
    await page.locator('.editor .lines').getByText('begun as a copy of old').waitFor();
    expect(await names(page)).toEqual(['like old', 'other', 'v4 copy']);

    // Each is there by its name, until it is removed.
    await page.locator('select[name=draft]').selectOption('other');
    await page.locator('.editor .lines').getByText('Mine, begun').waitFor();
    answer(page, 'first');
    await page.locator('.rename').click();
    expect(await names(page)).toEqual(['first', 'like old', 'v4 copy']);
    answer(page, '');
    await page.locator('.remove').click();
    expect(await names(page)).toEqual(['like old', 'v4 copy']);
    expect(await textOf(page)).toContain('begun as a copy of old');
  });

  test('a second tab warns, and overwrites nothing, also where this one renames its own', async () => {
    const page = await opened();
    await write(page, MINE);
    await isKept(page, 'v4 copy', 'Mine, begun');
    const other = await page.context().newPage();
    await other.goto(new URL('#write', page.url()).href);
    await other.locator('.editor .lines').getByText('Mine, begun').waitFor();
    await write(other, MINE.replace('Mine', 'Other'));
    await page.locator('.other').getByText('Another tab writes "v4 copy", too').waitFor();
    await write(page, MINE.replace('Mine', 'Here'));
    await page.locator('select[name=draft] option', { hasText: 'v4 copy 2' }).waitFor({ state: 'attached' });
    await isKept(page, 'v4 copy', 'Other, begun');
    await isKept(page, 'v4 copy 2', 'Here, begun');

    await other.locator('select[name=draft]').selectOption('v4 copy 2');
    await other.locator('.editor .lines').getByText('Here, begun').waitFor();
    await write(other, MINE.replace('Mine', 'There'));
    await page.locator('.other').getByText('Another tab writes "v4 copy 2", too').waitFor();
    answer(page, 'renamed');
    await page.locator('.rename').click();
    await isKept(page, 'renamed', 'Here, begun');
    await isKept(page, 'v4 copy 2', 'There, begun');

    // What is removed here is gone there.
    await vi.waitFor(async () => expect(await names(other)).toContain('renamed'), 60_000);
    answer(page, '');
    await page.locator('.remove').click();
    await vi.waitFor(async () => expect(await names(other)).toEqual(['v4 copy', 'v4 copy 2']), 60_000);
  });

  test('where there is no room for a draft or a result, that is told', async () => {
    const page = await open('#write', { prepare: (fresh) => fresh.addInitScript(FULL) });
    await page.locator('.vetted').getByText('Vetted').waitFor();
    await write(page, MINE);
    await page.locator('.other').getByText('download the file before you leave').waitFor();
    await page.locator('.checking button.start').first().click();
    await page.getByRole('link', { name: 'Results (1)' }).click();
    await page.locator('.room').getByText('no room for all of them').waitFor();
  });

  test('a scenario of the own is written, checked, in the address, and in the link of a result as it ran', async () => {
    const page = await opened();
    await write(page, MINE);
    await page.locator('#panel-write select[name=scenario]').selectOption('./scenario.ts');
    await page.locator('.editor .lines').getByText('A scenario of your own').waitFor();
    await page.locator('.facts').getByText('./mine.ts in ./scenario.ts').first().waitFor();
    await page.waitForURL(/own-protocol=1\..*own-scenario=1\./);
    const there = await opened(new URL(page.url()).hash);
    await there.locator('.facts').getByText('./mine.ts in ./scenario.ts').first().waitFor();
    await page.locator('.checking button.start').first().click();
    await page.getByRole('link', { name: 'Results (1)' }).waitFor();
    expect(await textOf(page)).toContain('secondHolder');

    // A mistake is told at its line, and stays marked while the reader looks at the other file.
    await write(page, 'export function one(): void {\n  nobody();\n}\n');
    await page.locator('.vetted.wrong').getByText('scenario.ts:2:3').waitFor();
    await page.locator('.lines mark').getByText('nobody').waitFor();
    await page.locator('[data-file=protocol]').click();
    expect(await page.locator('.lines mark').count()).toBe(0);
    await page.locator('[data-file=scenario]').click();
    expect(await page.locator('.lines .flawed mark').textContent()).toBe('nobody');
    await page.locator('[data-file=protocol]').click();
    await page.getByRole('button', { name: 'Go there' }).click();
    expect(await page.locator('[data-file=scenario]').getAttribute('aria-pressed')).toBe('true');

    // That later text is no part of the result.
    await page.getByRole('link', { name: 'Results (1)' }).click();
    await page.locator('.share').first().click();
    const link = await page.locator('.shared input').inputValue();
    const shared = await open(link.slice(link.indexOf('#')));
    await shared.getByRole('button', { name: 'Run it again here' }).click();
    await shared.locator('.agrees').getByText('✓ agrees').waitFor();

    // Nor is a file that is there of another result.
    await shared.evaluate("location.hash = location.hash.replace(/&own-scenario=[^&]*/, '')");
    await shared.locator('.problem').getByText('./scenario.ts did not come along').waitFor();
    expect(await shared.locator('.shared-here .outcome').textContent()).toBe('');
  });

  test('an address brings a draft of its own, and the one that was there stays; one that is damaged brings nothing', async () => {
    const page = await opened('#write?own-protocol=1.AAAA&threads=999');
    await page.locator('.other').getByText('the link is damaged').waitFor();
    expect(await names(page)).toEqual(['v4 copy']);
    const long = deflateSync('\n'.repeat(200_000)).toString('base64url');
    await page.evaluate(`location.hash = '#write?own-protocol=1.${long}'`);
    await page.locator('.other').getByText('expands to more than').waitFor();
    expect(await names(page)).toEqual(['v4 copy']);
    await page.evaluate("location.hash = '#write?threads=999'");
    await page.locator('.other').getByText('Threads "999", which cannot be chosen here').waitFor();

    const packed = deflateSync(COPY).toString('base64url');
    await write(page, MINE);
    await isKept(page, 'v4 copy', 'Mine, begun');
    await page.waitForURL(/own-protocol=1\./);
    await page.evaluate(`location.hash = '#write?own-protocol=1.${packed}'`);
    await page.locator('select[name=draft] option', { hasText: 'from a link' }).waitFor({ state: 'attached' });
    expect(await names(page)).toEqual(['from a link', 'v4 copy']);
    expect(await textOf(page)).not.toContain('Mine, begun');
  });
});
