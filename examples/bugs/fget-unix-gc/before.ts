/// <reference types="reftorture/portable" />
// fget-unix-gc, before: a file is looked up in the descriptor table and got, and nobody looks whether it is still there.
//
// Word: the file's count, as in old: 0 is dead, and is never left upwards. A slot of the index is a descriptor, another one
// is the message in whose queue the file is in flight.
// Second word, garbage: 1 when the collector of Unix sockets has found that nobody but the message holds the file.
//
// Invariants
//   I1  A get succeeds on a count above 0 alone.
//   I2  A file that the collector has found to be garbage is reached through no descriptor any more.
//   Breaks I2: the lookup comes before the close, the collector reads the count behind it, and the get, which is right by I1,
//   comes last.
//
// Source: Linux, __fget_files_rcu() in fs/file.c, commit 054aa8d439b9 ("fget: check that the fd still exists after getting a
// ref to it"), CVE-2021-4083, read as posted for stable 5.15, 6 December 2021:
// https://lore.kernel.org/stable/20211206211230.1660072-24-sashal@kernel.org/
// Left out: the second lookup of the fix, which here gives up; cycles of sockets: the message is in flight to nobody.

import { store } from 'reftorture/memory';
import { objectWord } from 'reftorture/object-words';
import { RELAXED } from 'reftorture/order';
import { init as initCount } from 'reftorture/protocols/old';

export { count, FREE, freeze, get, put, tryGet, unfreeze } from 'reftorture/protocols/old';

export function garbage(word: i32): i32 {
  return objectWord(word, 0);
}

export function init(word: i32): void {
  store(garbage(word), 0, RELAXED);
  initCount(word);
}

/** True when who got the `file` of a descriptor may use it. */
export function isStillOpen(_descriptor: i32, file: i32): boolean {
  return file !== 0;
}
