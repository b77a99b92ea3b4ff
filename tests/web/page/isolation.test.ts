// Reasons why the threads of a page share no memory, each in a line.

import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.unstubAllGlobals());

/** Returns what a page with these `globals` says. */
async function problemWith(globals: Readonly<Record<string, unknown>>): Promise<string | undefined> {
  for (const [name, value] of Object.entries({ sessionStorage: undefined, ...globals })) vi.stubGlobal(name, value);
  vi.resetModules();
  const { isolationProblem } = await import('../../../src/web/page/frame/isolation.js');
  return isolationProblem();
}

const NO_MEMORY = 'This browser has no memory that threads share. Checks work; races need another browser.';

test.each([
  ['a page that is isolated', { crossOriginIsolated: true }, undefined],
  ['a browser that knows no isolation', { crossOriginIsolated: undefined, isSecureContext: true }, NO_MEMORY],
  ['a browser without such memory', { crossOriginIsolated: true, SharedArrayBuffer: undefined }, NO_MEMORY],
  [
    'an unencrypted connection',
    { crossOriginIsolated: false, isSecureContext: false },
    'This page was loaded over an unencrypted connection, so that its threads can share no memory. Checks work; for races open it by https, or from this machine itself.',
  ],
  [
    'a browser without service workers',
    { crossOriginIsolated: false, isSecureContext: true, navigator: {} },
    'This browser lets the threads of this page share no memory: the host sends no headers that allow it, and adding them did not help.',
  ],
  [
    'a browser that keeps nothing of a site',
    { crossOriginIsolated: false, isSecureContext: true, navigator: { serviceWorker: {} } },
    'The threads of this page can share no memory: its host sends no headers that allow it, and what could add them needs cookies and site data, which this browser blocks.',
  ],
])('%s', async (_, globals, problem) => {
  expect(await problemWith(globals)).toBe(problem);
});
