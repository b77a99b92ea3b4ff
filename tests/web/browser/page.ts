// The page in Chromium: served as the command serves it, and held to what every page of it has to keep.

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Listening, serveFiles } from '../../../src/web/server.js';
import { filesOfSite } from '../../../src/web/site.js';
import { launch } from '../../chromium.js';

export interface Settings extends BrowserContextOptions {
  /** Done with the page before it loads anything. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

export interface Site {
  /** Opens the page, in a context of its own, at `fragment`, such as `#race`; resolves when a panel is there, or why there is none. */
  open(fragment?: string, settings?: Settings): Promise<Page>;
  /** What the pages of this test have complained of so far, where that is as it should be: it is forgotten. */
  complaints(): string[];
}

const serveAsCommand = (): Promise<Listening> => serveFiles(filesOfSite(), { port: 0, address: '127.0.0.1' });

/**
 * For the tests of a file: a server and a browser. After each test, no page may have said anything on the console, thrown
 * anything, or asked for anything elsewhere.
 */
export function site(serve = serveAsCommand): Site {
  let browser: Browser;
  let server: Listening;
  const complaints: string[] = [];
  const opened: Page[] = [];
  beforeAll(async () => {
    [browser, server] = await Promise.all([launch(), serve()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
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
    async open(fragment = '', { prepare, ...options } = {}) {
      const page = await (await browser.newContext(options)).newPage();
      page.setDefaultTimeout(60_000); // a busy machine is none that hangs
      opened.push(page);
      watch(page);
      await prepare?.(page);
      await page.goto(server.url + fragment);
      await page.locator('#panels > section:not([hidden]), #problem:not(:empty)').first().waitFor();
      return page;
    },
  };
}
