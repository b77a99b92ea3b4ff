// percpu: a count that is spread over a word of each worker, until a put finds nothing of its own there. That put kills
// the spread count: it gathers all words into the page's one word, which counts alone from then on.
//
// Words. A worker's own word is CLOSED, or OPEN + k with k references that it took and has not put. The page's word:
//   0               dead: in the allocator, or frozen by freeze()
//   1..LOW - 1      gathered: it counts alone, as in old
//   GATHERING + n   one worker gathers: n references here, fewer than none included, and those in words not yet closed
//   SPREAD + n      spread: n references here, and those in the workers' words
//
// Invariants
//   I1  While the page's word is SPREAD + n, n is at least 1: init's reference, or another one that was taken there. A put
//       that would take one away turns SPREAD into GATHERING by the same access.
//   I2  A get counts in the own word only if it finds it open, and the own word is closed before what it counts is added
//       to the page's word: so each reference is gathered once. Closing is one exchange, whoever closes.
//   I3  GATHERING is taken off by the worker that put it there alone, in the access that adds what it gathered. Until
//       then the page cannot die, whatever others put: so a gatherer never meets a later generation.
//   I4  A worker opens its own word while it holds a reference that is counted in the page's word. It closes it again if
//       SPREAD is gone by then.
//   I5  The put that takes the page's word to 0, gathered, destroys the page: one access drops the reference and decides.
//
// The kill. In Linux it is the owner's, by percpu_ref_kill(), with the reference that the count began with. A put here
// does not say whose reference it drops. References are alike, though: what a worker took it may put from its own word,
// and one that it did not take is missing there. So the put of the index's reference kills, unless that worker took
// another one on the page meanwhile and still holds it; then its next put does. A dead or frozen page is not spread any
// more, and one that is unfrozen stays gathered until it is handed out again.
//
// A substitute for the grace period. Linux marks the reference dead, and waits until every get has ended that may have
// looked before: until then it does not add the words up, so that gets need no atomic access. Here no section of the
// reader tells who has looked. The exchange that closes a word stands for it (I2): a get is a compare-and-swap on the own
// word, which fails once that is closed. It is an atomic access, but on a line that nobody else writes before the death.
//
// Sound under reuse, by I3 and I5: there is no second step that could meet a later generation. window() is in the put that
// kills, where the page waits for it. A count overflows at LOW references.
//
// Source: lib/percpu-refcount.c and include/linux/percpu-refcount.h. Deviations: those above; words are opened one by one,
// by the first get of each worker, so that init is one store and a page that nobody shares has nothing to gather; the
// page's word is biased twice, where Linux has a bias and a flag in the pointer; freeze and unfreeze are added.

import { compareExchange, exchange, fetchAdd, fetchSub, load, peek, store } from '#memory';
import { retried } from '#probes';
import { window } from '#window';
import { ACQUIRE, FULL, RELAXED, RELEASE } from '../runtime/order.js';
import { ownWord, wordOf, workersInRun } from '../runtime/per-thread-words.js';

/** Words of each worker for a page. */
export const PER_THREAD_WORDS: i32 = 1;

export const CLOSED: i32 = 0;
export const OPEN: i32 = 1;
/** From here on the page's word is biased. */
const LOW: i32 = 1 << 28;
export const GATHERING: i32 = 1 << 29;
export const SPREAD: i32 = 1 << 30;
/** From here on it is spread: a page that is gathered may miss or have so many references at once. */
const HIGH: i32 = SPREAD - LOW;

/** The word of a page in the allocator. */
export const FREE: i32 = 0;

/** @inline */
export function isSpread(seen: i32): boolean {
  return seen >= HIGH;
}

export function init(word: i32): void {
  // RELEASE: who gets the page finds its type set. Every own word is closed: nobody has opened one since the page died.
  store(word, (SPREAD + 1) | 0, RELEASE);
}

/** @inline */
export function tryGet(word: i32): boolean {
  return takeOwn(ownWord(word, 0)) || getShared(word);
}

/** Takes a reference in the page's word, unless the page is dead or frozen, and opens the own word for it. */
function getShared(word: i32): boolean {
  let seen = load(word, RELAXED);
  while (seen !== FREE) {
    const before = compareExchange(word, seen, (seen + 1) | 0, FULL);
    if (before === seen) {
      if (isSpread(seen)) moveToOwn(word);
      return true;
    }
    retried();
    seen = before;
  }
  return false;
}

/** Counts one more reference in the own word, if that is open (I2). @inline */
export function takeOwn(own: i32): boolean {
  let seen = load(own, RELAXED);
  while (seen !== CLOSED) {
    // FULL, as every get: what the caller looks at next, such as the index, must not be older than its reference. It also
    // pairs with the exchange in gather(), which finds the reference or makes this access fail.
    const before = compareExchange(own, seen, (seen + 1) | 0, FULL);
    if (before === seen) return true;
    retried();
    seen = before;
  }
  return false;
}

/** Opens the own word, which is closed, and moves the reference there that the caller just took in the page's (I4). */
function moveToOwn(word: i32): void {
  const own = ownWord(word, 0);
  // FULL: it comes before the look at the page's word. In gather() it is the other way round, so that either the gatherer
  // sees the word open, or SPREAD is gone below.
  exchange(own, (OPEN + 1) | 0, FULL);
  let seen = load(word, RELAXED);
  while (isSpread(seen)) {
    const before = compareExchange(word, seen, (seen - 1) | 0, FULL); // 1 or more stay (I1): it was taken on top of them
    if (before === seen) return;
    retried();
    seen = before;
  }
  // Too late. If the gatherer closed the word, it counts the reference a second time, which this takes back.
  if (exchange(own, CLOSED, FULL) === CLOSED) fetchSub(word, 1, FULL);
}

/** Another reference of somebody who holds one. Where the own word is closed it is likely to be meant for another worker. */
export function get(word: i32): void {
  if (!takeOwn(ownWord(word, 0))) fetchAdd(word, 1, RELAXED);
}

/** @inline */
export function put(word: i32): boolean {
  return !dropOwn(ownWord(word, 0)) && dropShared(word);
}

/** Drops a reference from the own word, if it counts one. @inline */
export function dropOwn(own: i32): boolean {
  let seen = load(own, RELAXED);
  while (seen > OPEN) {
    // RELEASE pairs with the exchange in gather(): what was done under the reference is visible to who destroys the page.
    const before = compareExchange(own, seen, (seen - 1) | 0, RELEASE);
    if (before === seen) return true;
    retried();
    seen = before;
  }
  return false;
}

/** Drops a reference from the page's word: true when it was the last one. Kills the spread count. */
function dropShared(word: i32): boolean {
  let seen = load(word, RELAXED);
  while (isSpread(seen)) {
    const before = compareExchange(word, seen, (seen - SPREAD + GATHERING - 1) | 0, FULL); // I1
    if (before === seen) return gather(word);
    retried();
    seen = before;
  }
  return fetchSub(word, 1, FULL) === 1; // I5. While somebody gathers it is far from 0 (I3).
}

/** Closes all words and counts what they held in the page's word (I3). True when that is nothing at all. */
export function gather(word: i32): boolean {
  window(); // gets and puts of others come and go meanwhile, and the page waits for this worker
  let gathered = 0;
  for (let worker = 0; worker < workersInRun(); worker++) {
    const other = wordOf(worker, word, 0);
    // A word that was never opened costs a look, and its line stays with its worker. The look comes after GATHERING was
    // set by an access that is FULL: see moveToOwn().
    if (load(other, RELAXED) === CLOSED) continue;
    const found = exchange(other, CLOSED, ACQUIRE); // pairs with the RELEASE in dropOwn()
    if (found !== CLOSED) gathered = (gathered + found - OPEN) | 0; // closed meanwhile by its worker: see moveToOwn()
  }
  return fetchAdd(word, (gathered - GATHERING) | 0, FULL) === ((GATHERING - gathered) | 0); // I5
}

/** Gathers first: only a page whose word counts alone can be compared in one access. */
export function freeze(word: i32, expected: i32): boolean {
  let seen = load(word, RELAXED);
  while (isSpread(seen)) {
    const before = compareExchange(word, seen, (seen - SPREAD + GATHERING) | 0, FULL);
    if (before === seen) {
      gather(word); // not the last: the caller's own reference is counted
      break;
    }
    retried();
    seen = before;
  }
  return compareExchange(word, expected, FREE, FULL) === expected; // fails while somebody else gathers
}

export function unfreeze(word: i32, references: i32): void {
  store(word, references, RELEASE); // publishes what the freezer did to the page
}

/** Returns the references that the page's word counts: at least 1 while workers' words count, too. */
export function count(value: i32): i32 {
  if (value < LOW) return value;
  const here = isSpread(value) ? (value - SPREAD) | 0 : (value - GATHERING) | 0;
  return here > 0 ? here : 1;
}

/** The references in all words, when nobody runs. */
export function countAt(word: i32): i32 {
  const value = peek(word);
  let references = value < LOW ? value : isSpread(value) ? (value - SPREAD) | 0 : (value - GATHERING) | 0;
  for (let worker = 0; worker < workersInRun(); worker++) {
    const found = peek(wordOf(worker, word, 0));
    if (found !== CLOSED) references = (references + found - OPEN) | 0;
  }
  return references;
}
