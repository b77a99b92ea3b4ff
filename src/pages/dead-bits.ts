// Portable. Which words are dead by a protocol that does not say so itself: those with all bits of FREE, whatever failed gets
// add to it.

import { FREE } from '#protocol';

/** Of a count word: gets refuse it, until the allocator hands the page out again. @inline */
export function isDead(value: i32): boolean {
  return (value & FREE) === FREE;
}
