/// <reference types="reftorture/portable" />
// page-ref-overflow, before: who maps a page may take as many references as he likes, until the count wraps.
//
// Word: a plain count of WIDTH bits.
//   1 and above  owned
//   below 0      owned, with more references than half of the words
//   0            dead
//
// Invariants
//   I1  The word is the number of references: there are fewer than 2^WIDTH.
//   I2  The put that takes the word to 0 drops the last reference, and destroys the page.
//   Breaks I1, and so I2: 2^32 references, by direct I/O for example, and the count is what it was. The next put frees a
//   page with four billion references to it.
//
// Source: Linux, get_user_pages(), commit 8fde12ca79af ("mm: prevent get_user_pages() from overflowing page refcount"),
// CVE-2019-11487, read as posted for stable 4.4, 10 March 2020:
// https://lore.kernel.org/stable/20200310123610.209767863@linuxfoundation.org/, and commit 88b1a17dfc3e, which adds
// try_get_page(). They came with 5.1-rc5, by merge 6b3a70773630: a message of 14 April 2019 answers its announcement,
// 20190415051919.GA31481@infradead.org. Not read: the date in the commits.
// Left out: the speculative get, which looks for a count below 0 as well.

import { get } from 'reftorture/protocols/old';

export { count, FREE, freeze, get, init, put, tryGet, unfreeze } from 'reftorture/protocols/old';

/** One more reference on a page that is mapped. */
export function getUserPage(word: i32): boolean {
  get(word);
  return true;
}
