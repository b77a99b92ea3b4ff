/// <reference types="reftorture/portable" />
// gup-compound-head, before: the head of a compound page is looked up and got, and nobody looks whether it still is the head.
//
// Word: the count of a head page, as in old: 0 is dead or frozen. The slot of the index is the tail page's pointer to its
// head; a split writes it while the head's count is frozen.
//
// Invariants
//   I1  A get succeeds on a count above 0 alone.
//   I2  A split succeeds only if nobody but the mapping counts on the head: a page that is pinned is not split.
//   I3  Who has pinned a tail page holds a reference on the page that is its head.
//   Breaks I3: the split comes between the lookup and the get. The tail is a page of its own by then, which nobody holds, and
//   the reference is on a page that has nothing to do with it.
//
// Source: Linux, try_get_compound_head() in mm/gup.c, commit c24d37322548 ("mm/gup: fix try_grab_compound_head() race with
// split_huge_page()"), read as posted, 15 June 2021: https://lore.kernel.org/all/20210615012014.1100672-1-jannh@google.com/
// Left out: the page table, whose entry is the same before and behind a split, so that the check of it finds nothing; free
// and allocation in the place of a split; the count of pins.

export { count, FREE, freeze, get, init, put, tryGet, unfreeze } from 'reftorture/protocols/old';

/** True when the reference that was taken on `head` is one on the page that points at it. */
export function isStillHead(_pointer: i32, head: i32): boolean {
  return head !== 0;
}
