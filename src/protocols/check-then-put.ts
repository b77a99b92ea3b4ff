// check-then-put: a mutant of old whose put destroys on a count that it has only read.
//
// Word and states as in old. It breaks I2: a get that comes between the read and the write succeeds, and the page is
// destroyed under its holder.
//
// Source: made for the gallery, for the count of holders in check: a holder that never looks again sees nothing.

import { fetchSub, load, store } from '#memory';
import { window } from '#window';
import { ACQUIRE, FULL, RELEASE } from '../runtime/order.js';

export { count, FREE, freeze, get, init, tryGet, unfreeze } from './old.js';

export function put(word: i32): boolean {
  const seen = load(word, ACQUIRE);
  if (seen === 0) return false; // somebody else has destroyed it
  if (seen !== 1) return fetchSub(word, 1, FULL) === 1;
  window();
  store(word, 0, RELEASE);
  return true;
}
