// Memory that threads share needs a page that is isolated from other sites: by headers of its host, or, where that sets none,
// by those that a service worker adds.

import { within } from '../../../arena/waiting.js';
import { assetUrl } from '../../../host/browser/files.js';
import { tried } from './storage.js';

const SERVICE_WORKER = 'service-worker.js';
/** It has some lines; where it has not started by then, something forbids it. */
const READY_MS = 5000;
/** Set in the session once the page was loaded again for the sake of the service worker: a second time would be no use. */
const LOADED_AGAIN = 'loaded again for shared memory';

/** Old browsers know neither the memory nor the word for what allows it, and some do without it for safety. */
export const sharesMemory: boolean = globalThis.crossOriginIsolated === true && typeof SharedArrayBuffer === 'function';

/**
 * Undefined when the page has shared memory; else why it has none. Where a service worker can help, the page is loaded again
 * and nothing is returned any more.
 */
export async function isolationProblem(): Promise<string | undefined> {
  const session = tried(() => sessionStorage);
  if (sharesMemory) {
    session?.removeItem(LOADED_AGAIN);
    return undefined;
  }
  if (globalThis.crossOriginIsolated !== false) {
    return 'This browser has no memory that threads share. Checks work; races need another browser.';
  }
  if (!isSecureContext) {
    return 'This page was loaded over an unencrypted connection, so that its threads can share no memory. Checks work; for races open it by https, or from this machine itself.';
  }
  if (!('serviceWorker' in navigator) || session?.getItem(LOADED_AGAIN)) {
    return 'This browser lets the threads of this page share no memory: the host sends no headers that allow it, and adding them did not help.';
  }
  if (!session) {
    return 'The threads of this page can share no memory: its host sends no headers that allow it, and what could add them needs cookies and site data, which this browser blocks.';
  }
  try {
    await navigator.serviceWorker.register(assetUrl(SERVICE_WORKER));
    if (!(await within(READY_MS, navigator.serviceWorker.ready))) throw new Error('it did not start in time');
  } catch (error) {
    return `The threads of this page can share no memory: its host sends no headers that allow it, and no service worker could be started (${(error as Error).message}).`;
  }
  session.setItem(LOADED_AGAIN, 'yes');
  location.reload();
  return new Promise(() => {}); // nothing more happens on this page
}

/** A first run has the network and the cores for itself until then. */
const KEPT_AFTER_MS = 10_000;

/** Has the browser keep the files of the page for when there is no network. */
export function keepOffline(): void {
  if (!isSecureContext || !('serviceWorker' in navigator)) return;
  setTimeout(() => {
    navigator.serviceWorker.register(assetUrl(SERVICE_WORKER)).catch(() => {}); // the browser keeps nothing
  }, KEPT_AFTER_MS);
}
