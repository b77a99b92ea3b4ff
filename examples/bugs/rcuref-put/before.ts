/// <reference types="reftorture/portable" />
// rcuref-put, before: the slow path of the last put reads the counter again, and takes another put's mark for an error.
//
// Word, states: those of rcuref (src/protocols/rcuref.ts): 0 and above are owned, with word + 1 references; NOREF is
// staged; from RELEASED to below NOREF it is dead, DEAD in the middle.
//
// Invariants
//   I1  Every put that took the word to NOREF tries to mark it dead, and one of them succeeds.
//   I2  The slow path warns of an imbalanced put only if there were more puts than gets.
//   Breaks I2: a get and a second put come between. Both puts took the word to NOREF, the first to be quick marks it dead,
//   and the other one reads DEAD: a false warning, to a kernel that may be set to panic on it.
//
// Source: Linux, lib/rcuref.c, commit b9a49520679e ("rcuref: Plug slowpath race in rcuref_put()"), read as posted for
// stable 6.13, 5 March 2025: https://lore.kernel.org/stable/20250305174510.648364273@linuxfoundation.org/
// Left out: preemption. The section of RCU that the put is in is the scenario's.

import { compareExchange, fetchSub, load, store } from 'reftorture/memory';
import { FULL, RELAXED, RELEASE } from 'reftorture/order';
import { abortedFree, assert } from 'reftorture/probes';
import { FREE } from 'reftorture/protocols/rcuref';
import { window } from 'reftorture/window';

export { count, FREE, freeze, get, init, tryGet, unfreeze } from 'reftorture/protocols/rcuref';

const NOREF: i32 = -1;
const RELEASED: i32 = -1 << 30;

export function put(word: i32): boolean {
  if (fetchSub(word, 1, RELEASE) > 0) return false;
  window();
  const seen = load(word, RELAXED); // not what the subtraction left
  if (seen === NOREF) {
    if (compareExchange(word, NOREF, FREE, FULL) === NOREF) return true;
    abortedFree();
    return false;
  }
  const imbalanced = seen < NOREF && seen >= RELEASED;
  assert(!imbalanced, 1); // I2: "rcuref - imbalanced put()"
  if (imbalanced) store(word, FREE, RELAXED);
  return false;
}
