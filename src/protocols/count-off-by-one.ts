// count-off-by-one: a mutant of freeze-first whose count() subtracts 1, as if the word were stored one too high.
//
// Word, states and invariants as in freeze-first. Only the count that it reports is wrong: the only holder of a page
// reads that nobody holds it, and may act on that.
//
// Source: made for the gallery, after the mistake of reading one protocol's word by another one's count().

export { FREE, freeze, get, init, put, tryGet, unfreeze } from './freeze-first.js';

export function count(value: i32): i32 {
  return value > 0 ? value - 1 : 0;
}
