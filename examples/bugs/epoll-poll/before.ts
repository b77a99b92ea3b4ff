/// <reference types="reftorture/portable" />
// epoll-poll, before: a file in an epoll set, which holds no reference on it, is polled although its count may be 0.
//
// Word: the file's count.
//   1..INT_MAX  open
//   0           dead: who put the last reference takes it out of all epoll sets, under their mutex, and frees it
// The slot of the index is the item of the epoll set, its lock the mutex.
//
// Invariants
//   I1  A file that is found in the set under the mutex has not been freed.
//   I2  Nobody takes the word from 0 upwards but init: poll functions, which take references as if the caller held one, are
//       called for files that are open.
//   I3  Exactly one put destroys the file.
//   Breaks I2, and with it I3: poll takes the dead file's count to 1, and its put back to 0.
//
// Source: Linux, ep_item_poll() in fs/eventpoll.c, commit 4efaa5acf0a1 ("epoll: be better about file lifetimes"),
// CVE-2024-38580, read as posted for stable 5.15, 7 May 2024:
// https://lore.kernel.org/all/20240507231333.394765-15-sashal@kernel.org/
// The poll function is that of dma-buf, which takes a reference for its callback and was where syzbot saw it.
// Left out: other sets; the callback puts at once. What the fix puts last is torn down behind the mutex, as by task work.

export { count, FREE, freeze, get, init, put, tryGet, unfreeze } from 'reftorture/protocols/old';

/** For who has found a file in the set: true when it may be polled. */
export function beginPoll(word: i32): boolean {
  return word !== 0;
}

/** True when what beginPoll() took was the last reference. */
export function endPoll(word: i32): boolean {
  return word === 0;
}
