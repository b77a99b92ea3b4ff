// biased: the worker that was handed the page counts in a word of its own, all others in the page's word. When the
// owner's part is used up, or somebody else drops more than is counted in the page's word, the two are merged there.
//
// Words. The bias is the owner's own word: k references, 0 when they are merged. A worker's own word is 0 for all pages that
// it does not own. The page's word:
//   0           dead: in the allocator, or frozen by freeze()
//   1..LOW - 1  merged: it counts alone, as in old
//   BIASED + n  n references here, and those of the bias
//
// Invariants
//   I1  A page's bias is above 0 in one worker's word at most: that of the worker whose init handed it out. While it is, n
//       is 0 or more. So the page counts somebody, and who gets in the page's word finds it alive.
//   I2  The bias ends once in a generation, by the one access that takes what is left of it to 0: the owner's put of its
//       last reference, or an exchange by somebody who holds a reference. Who made it takes BIASED off the page's word, in
//       one access that also adds what it took. Until then the page cannot die: it stays in its generation.
//   I3  A put of another worker that finds n at 0 holds on to its reference until it has tried to take the bias. If it
//       dropped it first, the page could die and be handed out again before it came to that: the race of v4.
//   I4  The put that takes the page's word to 0, merged, destroys the page: one access drops the reference and decides.
//
// A substitute for the queue. In the paper only its owner touches the bias, without atomic accesses. An object whose
// shared count falls below 0 waits in a queue of its owner, until that comes by and merges it: dead objects wait, too,
// and those of a thread that has ended need a rule of their own. A put here must say at once whether the page is to be
// destroyed, and pages outlive tasks. So the other worker takes the bias itself, by an exchange (I2). The price is that
// the owner's accesses are compare-and-swaps, on a line that nobody else writes until then; the gain is that nothing
// waits: a page is destroyed by the last put, whoever makes it.
//
// Sound under reuse, by I2 and I4. window() is between the end of the bias and the merge. A count overflows at LOW
// references.
//
// Source: Choi, Shull, Torrellas, "Biased Reference Counting: Minimizing Atomic Operations in Garbage Collection", PACT
// 2018. Deviations: the exchange instead of the queue; the owner is found by a walk over all workers' words, where the
// paper has its number in the object; tryGet, freeze and unfreeze are added. An unfrozen page stays merged until it is
// handed out again.

import { compareExchange, exchange, fetchAdd, fetchSub, load, peek, store } from '#memory';
import { retried } from '#probes';
import { window } from '#window';
import { FULL, RELAXED, RELEASE } from '../runtime/order.js';
import { ownWord, wordOf, workersInRun } from '../runtime/per-thread-words.js';

/** Words of each worker for a page. */
export const PER_THREAD_WORDS: i32 = 1;

/** From here on the page's word is biased: one that is being merged may lack so many references. */
const LOW: i32 = 1 << 29;
export const BIASED: i32 = 1 << 30;

/** The word of a page in the allocator. */
export const FREE: i32 = 0;

export function init(word: i32): void {
  store(ownWord(word, 0), 1, RELAXED); // nobody looks there before the page is alive
  // RELEASE: who gets in the page's word, and takes the bias some day, finds it set.
  store(word, BIASED, RELEASE);
}

/** @inline */
export function tryGet(word: i32): boolean {
  return takeOwn(ownWord(word, 0)) || getShared(word);
}

/** Takes a reference in the page's word, unless the page is dead or frozen. */
export function getShared(word: i32): boolean {
  let seen = load(word, RELAXED);
  while (seen !== FREE) {
    const before = compareExchange(word, seen, (seen + 1) | 0, FULL);
    if (before === seen) return true;
    retried();
    seen = before;
  }
  return false;
}

/** Counts one more in the bias, if it is this worker's. @inline */
function takeOwn(own: i32): boolean {
  let seen = load(own, RELAXED);
  while (seen !== 0) {
    // FULL, as every get: what the caller looks at next, such as the index, must not be older than its reference.
    const before = compareExchange(own, seen, (seen + 1) | 0, FULL);
    if (before === seen) return true;
    retried();
    seen = before;
  }
  return false;
}

export function get(word: i32): void {
  if (!takeOwn(ownWord(word, 0))) fetchAdd(word, 1, RELAXED);
}

/** @inline */
export function put(word: i32): boolean {
  const own = ownWord(word, 0);
  let seen = load(own, RELAXED);
  while (seen !== 0) {
    // FULL: if the bias ends here, what others did under references that they dropped before is visible (I2).
    const before = compareExchange(own, seen, (seen - 1) | 0, FULL);
    if (before === seen) return seen === 1 ? merge(word, 0) : false;
    retried();
    seen = before;
  }
  return dropShared(word);
}

/** Drops a reference of a worker that has no bias. */
export function dropShared(word: i32): boolean {
  let seen = load(word, RELAXED);
  while (seen !== BIASED) {
    const before = compareExchange(word, seen, (seen - 1) | 0, FULL);
    if (before === seen) return seen === 1; // I4
    retried();
    seen = before;
  }
  const taken = takeBias(word); // I3
  if (taken > 0) return merge(word, (taken - 1) | 0);
  return fetchSub(word, 1, FULL) === 1; // somebody else is about to merge, or has by now, and decides; or I4
}

/** Ends the bias, for somebody who holds a reference: what was left of it, or 0 where somebody else has ended it. */
export function takeBias(word: i32): i32 {
  for (let worker = 0; worker < workersInRun(); worker++) {
    const other = wordOf(worker, word, 0);
    // Most are 0. The owner's is not, unless the bias has ended: the reference that the caller holds came with a view of
    // init, and so the look cannot be older than that.
    if (load(other, RELAXED) === 0) continue;
    return exchange(other, 0, FULL); // I2
  }
  return 0;
}

/** For whoever ended the bias: counts what is left of it in the page's word. True when that is nothing at all. */
export function merge(word: i32, left: i32): boolean {
  window(); // the page waits for this worker
  return fetchAdd(word, (left - BIASED) | 0, FULL) === ((BIASED - left) | 0); // I2, I4
}

/** Merges first: only a page whose word counts alone can be compared in one access. */
export function freeze(word: i32, expected: i32): boolean {
  if (load(word, RELAXED) >= LOW) {
    const taken = takeBias(word);
    if (taken > 0) merge(word, taken); // not the last: the caller's own reference is counted
  }
  return compareExchange(word, expected, FREE, FULL) === expected; // fails while somebody else merges
}

export function unfreeze(word: i32, references: i32): void {
  store(word, references, RELEASE); // publishes what the freezer did to the page
}

/** Returns the references that the page's word counts: at least 1 while there is a bias. */
export function count(value: i32): i32 {
  if (value < LOW) return value;
  return value > BIASED ? (value - BIASED) | 0 : 1;
}

/** The references in all words, when nobody runs. */
export function countAt(word: i32): i32 {
  const value = peek(word);
  let references = value < LOW ? value : (value - BIASED) | 0;
  for (let worker = 0; worker < workersInRun(); worker++) references = (references + peek(wordOf(worker, word, 0))) | 0;
  return references;
}
