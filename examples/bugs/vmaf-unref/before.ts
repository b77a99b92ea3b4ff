/// <reference types="reftorture/portable" />
// vmaf-unref, before: who drops a reference to a picture reads the count once more to learn whether it was the last.
//
// Word: a plain count.
//   1..INT_MAX  owned
//   0           dead: free, or being freed
//
// Invariants
//   I1  Nobody takes the word from 0 upwards but init.
//   I2  Exactly one put destroys the picture.
//   Breaks I2: two holders decrement, then both read 0, and both free.
//
// Source: Netflix/vmaf, vmaf_picture_unref() in libvmaf, https://github.com/Netflix/vmaf/pull/1368, 6 June 2024; reported
// there as a crash in pull request 1026, May 2022.
// Left out: what is in the picture. tryGet is that of old: the pull request also speaks of somebody who increments from 0,
// which the fix leaves to its callers.

import { fetchSub, load } from 'reftorture/memory';
import { FULL } from 'reftorture/order';
import { window } from 'reftorture/window';

export { count, FREE, freeze, get, init, tryGet, unfreeze } from 'reftorture/protocols/old';

export function put(word: i32): boolean {
  fetchSub(word, 1, FULL);
  window();
  return load(word, FULL) === 0;
}
