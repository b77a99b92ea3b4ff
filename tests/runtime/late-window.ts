// Portable. A protocol for a test: its put is never the last, and its window is behind the only access.

import { fetchSub } from '#memory';
import { window } from '#window';
import { FULL } from '../../src/runtime/order.js';

export { count, FREE, freeze, get, init, tryGet, unfreeze } from '../../src/protocols/old.js';

export function put(word: i32): boolean {
  fetchSub(word, 1, FULL);
  window();
  return false;
}
