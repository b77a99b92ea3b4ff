// Portable. Accesses to what references protect: the words of an object beside its count (runtime/object-words.ts) as plain
// data, with a detector of data races.
//
// A reader of data has no writer beside him, and a writer has it to himself: the count, a freeze or a lock sees to that,
// and orders what others did before. So an access finds the newest value, and that stays while it lasts.
// Each access looks twice, a step and perhaps a stall apart, so that another's write can come between. A release or acquire that is missing
// shows by a value that is not the newest. A write of the value that is there already is not seen: write different ones.

import { load, store } from '#memory';
import { detecting, look, recordViolation } from '#probes';
import { window } from '#window';
import { PAYLOAD_RACE } from '../runtime/counters.js';
import { REFCOUNT, TYPE } from '../runtime/layout.js';
import { objectWord } from '../runtime/object-words.js';
import { RELAXED } from '../runtime/order.js';

/** Reads the word `n` of `page`, for somebody who took a reference in generation `held`. */
export function readPayload(page: i32, n: i32, held: i32): i32 {
  const address = objectWord(page + REFCOUNT, n);
  const found = load(address, RELAXED);
  if (detecting() && !stays(address, found)) recordRace(page, held);
  return found;
}

/** Writes `value` to the word `n` of `page`, for somebody who took a reference in generation `held`. */
export function writePayload(page: i32, n: i32, value: i32, held: i32): void {
  const address = objectWord(page + REFCOUNT, n);
  const isNewest = !detecting() || load(address, RELAXED) === look(address);
  store(address, value, RELAXED);
  if (detecting() && !(isNewest && stays(address, value))) recordRace(page, held);
}

/** Returns whether the word at `address`, found to hold `value`, is not written meanwhile, and was not before unseen. */
function stays(address: i32, value: i32): boolean {
  window();
  return load(address, RELAXED) === value && look(address) === value;
}

function recordRace(page: i32, held: i32): void {
  recordViolation(PAYLOAD_RACE, page, held, look(page + TYPE));
}
