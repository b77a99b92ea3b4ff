// Portable. The entry module of every kernel: what the host calls. A kernel is the compiled portable code.

import { isDead } from '#dead';
import { observe, peek, poke } from '#memory';
import { tallyMany } from '#probes';
import { count, FREE } from '#protocol';
import { startAt } from '../pages/allocator.js';
import { setUpEpochs } from '../pages/epochs.js';
import { pageBytes, pages, pagesBase, pagesEnd, readGeometry, slots, slotsBase } from '../pages/geometry.js';
import { readReclaim, unusedWord } from '../pages/reclaim.js';
import { ROUNDS } from '../runtime/counters.js';
import { CONFIG_WORKERS, GENERATION, REFCOUNT, RETIRED_IN, SLOT_BYTES, STOP, TYPE } from '../runtime/layout.js';
import { setWorker } from '../runtime/worker.js';
import { play } from './roles.js';
import { drive, prepare } from './workloads.js';

let self: i32 = 0;

/** Makes this instance the kernel of `worker`, in the run that the configuration in memory describes. */
export function setup(worker: i32): void {
  self = worker;
  setWorker(worker);
  readGeometry();
  readReclaim();
  setUpEpochs();
  const first = shareOfPages(worker);
  startAt(first < pagesEnd ? first : pagesBase); // more workers than pages: the last shares are empty
}

/** Frees this worker's share of the pages, and empties its share of the index. No role may be running. */
export function populate(): void {
  const end = shareOfPages(self + 1);
  for (let page = shareOfPages(self); page < end; page += pageBytes) {
    poke(page + REFCOUNT, unusedWord());
    poke(page + TYPE, 0);
    poke(page + GENERATION, 0);
    poke(page + RETIRED_IN, 0);
  }
  const lastSlot = share(slots, self + 1);
  for (let key = share(slots, self); key < lastSlot; key++) poke(slotsBase + key * SLOT_BYTES, 0);
}

/** Plays up to `rounds` rounds of `role`, fewer when the run is stopped. */
export function run(role: i32, rounds: i32): void {
  let round = 0;
  while (round < rounds && observe(STOP) === 0) {
    play(role);
    round++;
  }
  tallyMany(ROUNDS, round);
}

/** Sets this worker's share of the pages up for `workload`: after populate() and before anybody measures. */
export function ready(workload: i32): void {
  prepare(workload, self, shareOfPages(self), shareOfPages(self + 1));
}

/** Plays up to `rounds` rounds of `workload`, fewer when the run is stopped. Returns how many. */
export function measure(workload: i32, rounds: i32): i32 {
  return drive(workload, rounds);
}

/** Returns the beginning of the share of `worker`, in as many `things` as all workers share. */
function share(things: i32, worker: i32): i32 {
  const workers = peek(CONFIG_WORKERS);
  const each = (things / workers) | 0;
  const rest = things - each * workers;
  return each * worker + (worker < rest ? worker : rest);
}

/** The address of the first page in the share of `worker`. */
function shareOfPages(worker: i32): i32 {
  return pagesBase + share(pages, worker) * pageBytes;
}

/** The word of a page in the allocator that nobody has used. */
export function restingWord(): i32 {
  return FREE;
}

/** Returns whether a word of this `value` is dead, for the host's final audit. */
export function isDeadWord(value: i32): boolean {
  return isDead(value);
}

/** The references that a word of this `value` counts. The final audit of the host uses it. */
export function countOf(value: i32): i32 {
  return count(value);
}
