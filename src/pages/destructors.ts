// Portable. What runs when a page dies. Each type keeps its own account, so that a wrong destructor is also a wrong
// balance at the end of the run.

import { tally } from '#journal';
import { DESTRUCTORS_X, DESTRUCTORS_Y } from '../memory/kinds.js';
import { TYPE_X } from '../memory/layout.js';

export function destruct(type: i32): void {
  tally(type === TYPE_X ? DESTRUCTORS_X : DESTRUCTORS_Y);
}
