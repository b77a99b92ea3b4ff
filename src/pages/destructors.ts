// Portable. What runs when a page is destroyed: the destructor of a type, which counts its runs.

import { tally } from '#journal';
import { DESTRUCTORS_X, DESTRUCTORS_Y } from '../runtime/counters.js';
import { TYPE_X } from '../runtime/layout.js';

export function destruct(type: i32): void {
  tally(type === TYPE_X ? DESTRUCTORS_X : DESTRUCTORS_Y);
}
