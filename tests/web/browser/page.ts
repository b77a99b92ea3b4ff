// The page in a browser: served as the command serves it, and held to what every page of it has to keep.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest';
import { type Listening, serveFiles } from '../../../src/web/server.js';
import { filesOfSite, type SiteFile } from '../../../src/web/site.js';
import { launchOnce } from '../../browser.js';

export interface Settings extends BrowserContextOptions {
  /** Done with the page before it loads anything. */
  readonly prepare?: (page: Page) => Promise<unknown>;
  /** Selects an element that is there once the page is; a panel, or why there is none, unless given. */
  readonly ready?: string;
}

export interface Site {
  /** Opens the page, in a context of its own, at `fragment`, such as `#race`; resolves when a panel is there, or why there is none. */
  open(fragment?: string, settings?: Settings): Promise<Page>;
  /** Returns what the pages of this test have complained of so far, where that is as it should be: it is forgotten. */
  complaints(): string[];
  /**
   * Returns what the browser downloads when `act` asks it to, once `isWhole`: it writes the file bit by bit. It is read
   * from the folder, since not every browser tells of a download.
   */
  download(act: () => Promise<unknown>, isWhole: (contents: string) => boolean): Promise<Buffer>;
}

let usual: Promise<Listening> | undefined;

/** Serves the page as the command does, once for all test files of this process. */
function serveAsCommand(): Promise<Listening> {
  usual ??= serveFiles(filesOfSite(), { port: 0, address: '127.0.0.1' });
  return usual;
}

/**
 * Has the clock of the page stand until `pass(ms)` moves it, so that what takes a time takes as long as a test wants,
 * however busy the machine is. Workers have clocks of their own.
 */
export const STANDING_CLOCK: Settings = {
  prepare: (page) =>
    page.addInitScript(`let now = performance.now();
      performance.now = () => now;
      globalThis.pass = (ms) => { now += ms; };`),
};

/** Ends the races and measurements that run in a page whose clock stands. */
export function passTime(page: Page): Promise<unknown> {
  return page.evaluate('pass(60_000)');
}

/** Opens the settings of `panel`, which stand folded, and returns it. */
export async function unfolded(panel: Locator): Promise<Locator> {
  await panel.locator('form details.more > summary').click();
  return panel;
}

/** Starts the race of `panel`, and ends it once it has shown what is looked for, however busy the machine is. */
export async function raceUntilFound(panel: Locator): Promise<void> {
  await panel.locator('.start').click();
  await panel.locator('.tally.bad').waitFor();
  await panel.locator('.stop').evaluate((button: { click(): void }) => button.click()); // it may have ended meanwhile
  await panel.locator('.start:enabled').waitFor();
}

/** Puts `text` into the editor, in the place of what is there: pasted by keys, it would keep the browser busy for longer. */
export async function write(page: Page, text: string): Promise<void> {
  const field = page.locator('.editor textarea:visible');
  await field.evaluate((area: { value: string; dispatchEvent(event: Event): void }, written) => {
    area.value = written;
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }, text);
}

/** The files of the page as a host sends them that knows types and sets no other headers. */
export function plainFiles(): Map<string, SiteFile> {
  const plainly = ({ contents, headers }: SiteFile): SiteFile => ({
    contents,
    headers: { 'Content-Type': headers['Content-Type'] ?? '' },
  });
  return new Map([...filesOfSite()].map(([path, file]) => [path, plainly(file)]));
}

/**
 * For the tests of a file: a server, and the browser. After each test, no page may have said anything on the console,
 * thrown anything, or asked for anything elsewhere.
 */
export function site(serve = serveAsCommand): Site {
  let browser: Browser;
  let server: Listening;
  let downloads: string;
  const complaints: string[] = [];
  const opened: Page[] = [];
  beforeAll(async () => {
    [{ browser, downloads }, server] = await Promise.all([launchOnce(), serve()]);
  });
  afterAll(async () => {
    if (serve !== serveAsCommand) await server?.close();
  });
  afterEach(async () => {
    const seen = complaints.splice(0);
    for (const page of opened.splice(0)) await page.context().close();
    expect(seen).toEqual([]);
  });

  const watch = (page: Page): void => {
    page.on('console', (message) => complaints.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
    page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(server.url) && !/^(?:blob|data):/.test(url)) complaints.push(`elsewhere: ${url}`);
    });
  };
  return {
    complaints: () => complaints.splice(0),
    async download(act, isWhole) {
      const before = readdirSync(downloads);
      await act();
      return vi.waitFor(() => {
        const [name] = readdirSync(downloads).filter((one) => !before.includes(one));
        const contents = readFileSync(join(downloads, name ?? 'a file that is not there yet'));
        expect(isWhole(contents.toString())).toBe(true);
        return contents;
      }, 60_000);
    },
    async open(
      fragment = '',
      { prepare, ready = '#panels > section:not([hidden]), #problem:not(:empty)', ...options } = {},
    ) {
      const page = await (await browser.newContext(options)).newPage();
      page.setDefaultTimeout(60_000); // a busy machine is none that hangs
      opened.push(page);
      watch(page);
      await prepare?.(page);
      await page.goto(server.url + fragment);
      await page.locator(ready).first().waitFor({ state: 'attached' });
      return page;
    },
  };
}
