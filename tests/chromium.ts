// A Chromium to open pages in, where there is one: $CHROMIUM, or where packages put it.

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const browserPath = PLACES.find((path) => path !== undefined && path !== '' && existsSync(path));

/** For the name of a suite that is skipped without one. */
export const browserOr = browserPath ? '' : ' (skipped: no Chromium; set CHROMIUM to its path)';

export function launch(): Promise<Browser> {
  const quiet = ['--no-first-run', '--disable-background-networking'];
  return chromium.launch({
    executablePath: browserPath as string,
    args: ['--headless', '--no-sandbox', '--disable-gpu', ...quiet],
  });
}
