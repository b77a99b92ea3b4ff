// count-off-by-one: a mutant of freeze-first whose count() takes the word for one that is stored one too high.
//
// Word, states and invariants as in freeze-first. Broken is the reading alone: a holder is told that nobody holds the
// page, and acts on it.
//
// Source: rcuref's word read without rcuref's count.

export { FREE, freeze, get, init, put, tryGet, unfreeze } from './freeze-first.js';

export function count(value: i32): i32 {
  return value > 0 ? value - 1 : 0;
}
