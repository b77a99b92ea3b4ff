// Portable. What the host calls: the entry module of every kernel.

import { tallyMany } from '#journal';
import { observe, peek, poke } from '#memory';
import { count, FREE } from '#protocol';
import { startAt } from '../pages/allocator.js';
import { pageBytes, pages, pagesBase, pagesEnd, readGeometry, slots, slotsBase } from '../pages/geometry.js';
import { ROUNDS } from '../runtime/counters.js';
import { CONFIG_WORKERS, GENERATION, REFCOUNT, SLOT_BYTES, STOP, TYPE } from '../runtime/layout.js';
import { setWorker } from '../runtime/worker.js';
import { play } from './roles.js';
import { drive, prepare } from './workloads.js';

let self: i32 = 0;

/** Makes this instance `worker` of the run that the configuration in memory describes. */
export function setup(worker: i32): void {
  self = worker;
  setWorker(worker);
  readGeometry();
  const first = shareOfPages(worker);
  startAt(first < pagesEnd ? first : pagesBase); // more workers than pages: the last shares are empty
}

/** Puts this worker's share of the pages into the allocator, and of the index to empty. Nobody else may run. */
export function populate(): void {
  const end = shareOfPages(self + 1);
  for (let page = shareOfPages(self); page < end; page += pageBytes) {
    poke(page + REFCOUNT, FREE);
    poke(page + TYPE, 0);
    poke(page + GENERATION, 0);
  }
  const lastSlot = share(slots, self + 1);
  for (let key = share(slots, self); key < lastSlot; key++) poke(slotsBase + key * SLOT_BYTES, 0);
}

/** Plays up to `rounds` rounds of `role`; fewer when the run is stopped. */
export function run(role: i32, rounds: i32): void {
  let round = 0;
  while (round < rounds && observe(STOP) === 0) {
    play(role);
    round++;
  }
  tallyMany(ROUNDS, round);
}

/** Makes this worker's share of the pages what `workload` needs: after populate(), before anybody measures. */
export function ready(workload: i32): void {
  prepare(workload, self, shareOfPages(self), shareOfPages(self + 1));
}

/** Plays up to `rounds` rounds of `workload`; fewer when the run is stopped. Returns how many. */
export function measure(workload: i32, rounds: i32): i32 {
  return drive(workload, rounds);
}

/** Where the share of `worker` in `things` begins. */
function share(things: i32, worker: i32): i32 {
  const workers = peek(CONFIG_WORKERS);
  const each = (things / workers) | 0;
  const rest = things - each * workers;
  return each * worker + (worker < rest ? worker : rest);
}

function shareOfPages(worker: i32): i32 {
  return pagesBase + share(pages, worker) * pageBytes;
}

/** The word of a page in the allocator, and the count that a word stands for: what the host needs to take stock. */
export function restingWord(): i32 {
  return FREE;
}

export function countOf(value: i32): i32 {
  return count(value);
}
