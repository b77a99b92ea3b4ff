// split-put: a mutant of old whose put reads the count and writes it back.
//
// Word and states as in old. It breaks I2: of two puts that read the same count one decrement is lost, and no put sees
// 0.
//
// Source: made for the gallery. It is why Linux's dec_and_test is one instruction.

import { load, store } from '#memory';
import { window } from '#window';
import { ACQUIRE, RELEASE } from '../runtime/order.js';
import { wrap } from '../runtime/width.js';

export { count, FREE, freeze, get, init, tryGet, unfreeze } from './old.js';

export function put(word: i32): boolean {
  const left = wrap(load(word, ACQUIRE) - 1);
  window();
  store(word, left, RELEASE);
  return left === 0;
}
