// Portable. Grace periods: how whoever gives memory back knows that nobody uses it any more. Readers wrap what they do with
// a descriptor in a *read-side section* (Linux: rcu_read_lock() to rcu_read_unlock()). A *grace period* is a time by whose
// end every section has ended that had begun before it. Here it is two steps of the *epoch*, a word that all share.
//
// Words. EPOCH goes up by 1. Each worker has a section word: OUTSIDE, or 2 * e + 1 in a section before which it read the
// epoch e. A descriptor that waits has a stamp: the epoch that its freer read.
//
// Invariants
//   E1  While a worker is in a section, EPOCH goes up once at most. Who lets it go up reads EPOCH first, then looks at all
//       section words, and then adds 1 only if EPOCH has not changed. Somebody may have looked before the section began,
//       and adds 1 during it. Whoever reads that new epoch looks afterwards, and finds the section, in an older one.
//   E2  A descriptor is unlinked before it is stamped, and a reader enters before he looks up. So a section in which it was
//       found had begun when it was stamped.
//   E3  From these: as long as such a section lasts, EPOCH is at most stamp + 1. From stamp + 2 on there is none.
//
// Nobody waits: who finds a section in an older epoch tries again another time. A worker that sleeps in a section holds up
// all memory that is freed meanwhile, as in Linux.
//
// Source: epoch-based reclamation (Fraser, Practical lock-freedom, 2004, section 5.2.3). Deviations: the stamp is of the
// descriptor, not of a list, so a freer need not be in a section; two epochs apart, where three lists are kept there.

import { compareExchange, exchange, fetchAdd, load, peek, store } from '#memory';
import {
  CONFIG_RECLAIM,
  CONFIG_WORKERS,
  EPOCH,
  RECLAIM_GRACE,
  RECLAIM_GRACE_BUT_ONE,
  WORKER_BYTES,
  WORKER_SECTION,
  WORKERS_BASE,
} from '../runtime/layout.js';
import { ACQUIRE, FULL, RELAXED, RELEASE } from '../runtime/order.js';
import { workerBlock } from '../runtime/worker.js';

const OUTSIDE: i32 = 0;

/** Number of workers whose sections are waited for. */
let awaited: i32 = 0;
/** Address of this worker's section word; 0 where nothing waits, so that workers with one role do not differ. */
let ownSection: i32 = 0;

export function setUpEpochs(): void {
  const reclaim = peek(CONFIG_RECLAIM);
  if (reclaim < RECLAIM_GRACE) return;
  const workers = peek(CONFIG_WORKERS);
  awaited = reclaim === RECLAIM_GRACE_BUT_ONE ? workers - 1 : workers;
  ownSection = workerBlock + WORKER_SECTION;
}

/** Begins a section of this worker, who is in none. */
export function enterSection(): void {
  const epoch = load(EPOCH, RELAXED); // an old one holds EPOCH up all the more (E1)
  // FULL: the section is seen before anything is looked up in it (E2). Pairs with the looks in advance().
  exchange(ownSection, (epoch << 1) | 1, FULL);
}

export function leaveSection(): void {
  // RELEASE pairs with the ACQUIRE in advance(): what was done in the section comes before memory is given back.
  store(ownSection, OUTSIDE, RELEASE);
}

/** The epoch for the stamp of a descriptor that this worker is about to free (E2). */
export function epochAfterUnlinking(): i32 {
  // A full barrier on a line of this worker's own, since a protocol's put need not be one: the unlinking comes first.
  fetchAdd(ownSection, 0, FULL);
  return load(EPOCH, RELAXED);
}

/** The epoch by which it is decided what has waited long enough, after it went up as far as sections let it. */
export function advancedEpoch(): i32 {
  if (advance()) advance(); // twice is as far as it has to go for what was freed before
  return load(EPOCH, ACQUIRE); // pairs with the FULL below: the looks of whoever advanced come first
}

/** Lets EPOCH go up by one, unless a section lasts that began in an older one (E1). */
function advance(): boolean {
  // FULL: the looks come after. Whoever let EPOCH go up to here may be somebody else, whose barriers order no looks of this
  // worker's; under the Linux-kernel model an acquire is too little (E1).
  const epoch = load(EPOCH, FULL);
  for (let worker = 0; worker < awaited; worker++) {
    const section = load(WORKERS_BASE + worker * WORKER_BYTES + WORKER_SECTION, ACQUIRE);
    if (section !== OUTSIDE && section !== ((epoch << 1) | 1)) return false;
  }
  return compareExchange(EPOCH, epoch, (epoch + 1) | 0, FULL) === epoch;
}
