// The browser to open pages in, where there is one: Chromium, and Firefox in vitest's project of that name.

import { existsSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, firefox } from 'playwright-core';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    browser: 'Chromium' | 'Firefox';
  }
}

interface Kind {
  /** The variable of the environment that says where it is. */
  readonly variable: string;
  /** Paths at which packages put it. */
  readonly places: readonly string[];
  launch(executablePath: string, downloadsPath: string): Promise<Browser>;
}

const KINDS: Readonly<Record<'Chromium' | 'Firefox', Kind>> = {
  Chromium: {
    variable: 'CHROMIUM',
    // The headless shell has no windows, which take most of the time of opening a page.
    places: ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'].map(
      (name) => `/usr/bin/${name}`,
    ),
    launch(executablePath, downloadsPath) {
      const quiet = ['--no-first-run', '--disable-background-networking'];
      const args = ['--headless', '--no-sandbox', '--disable-gpu', ...quiet];
      return chromium.launch({ executablePath, args, downloadsPath });
    },
  },
  Firefox: {
    variable: 'FIREFOX',
    // Not /usr/bin/firefox, which on some systems only says how to install one.
    places: ['/usr/bin/firefox-esr'],
    // The channel has playwright speak WebDriver BiDi, which every Firefox understands: its other protocol is that of
    // builds of its own. From 1.65 on playwright asks for more than Firefox ESR 153 knows, so package.json stays at
    // 1.64.
    launch: (executablePath, downloadsPath) =>
      firefox.launch({ channel: 'moz-firefox', executablePath, downloadsPath, firefoxUserPrefs: DARK }),
  },
};

/** Pages are dark in Firefox, which has no switch that tests can reach: light and dark in Chromium. */
const DARK = { 'layout.css.prefers-color-scheme.content-override': 0 };

export const browserName = inject('browser');
const { variable, places, launch: launchAt } = KINDS[browserName];

export const browserPath = [process.env[variable], ...places].find(
  (path) => path !== undefined && path !== '' && existsSync(path),
);

/** For the name of a suite that is skipped without one. */
export const browserOr = browserPath ? '' : ` (skipped: no ${browserName}; set ${variable} to its path)`;

interface Launched {
  readonly browser: Browser;
  /** The folder for what is downloaded, which is gone with the run. */
  readonly downloads: string;
}

let launched: Promise<Launched> | undefined;

/** Returns the browser of this process, which ends with it: test files run in one after another. */
export function launchOnce(): Promise<Launched> {
  launched ??= launch();
  return launched;
}

async function launch(): Promise<Launched> {
  const downloads = mkdtempSync(join(inject('shared'), 'downloads-'));
  return { downloads, browser: await launchAt(browserPath as string, downloads) };
}
