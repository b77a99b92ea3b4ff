// Portable. Sets the pages up for a workload, and runs its loop in chunks until enough rounds are done or the run is
// stopped.

import { observe, poke } from '#memory';
import { tallyMany } from '#probes';
import { init } from '#protocol';
import { pageBytes, pagesBase, pagesEnd } from '../pages/geometry.js';
import { publish, slotOf } from '../pages/slots.js';
import { ROUNDS } from '../runtime/counters.js';
import { GENERATION, REFCOUNT, STOP, TYPE, TYPE_X } from '../runtime/layout.js';
import {
  compareExchanges,
  fetchAdds,
  getAndPut,
  holdInTurns,
  initAndPut,
  loads,
  readPage,
  startHolding,
} from './hot-loops.js';
import { mixed } from './roles.js';
import { getAndPutPicks, startPicksOf } from './spread.js';
import * as numbers from './workload-numbers.js';

/**
 * Rounds between two reads of the stop word: few enough to stop within microseconds, too many for the reads to cost
 * time.
 */
export const CHUNK: i32 = 1024;

/** This worker's own page. */
let own: i32 = 0;

/**
 * Sets the pages from `first` to `end`, this worker's share, up for `workload`: after populate() and before anybody
 * runs. The run has at least one page for each worker.
 */
export function prepare(workload: i32, worker: i32, first: i32, end: i32): void {
  own = pagesBase + worker * pageBytes;
  startPicksOf(worker);
  startHolding(worker === 0);
  const live =
    workload === numbers.SHARED ||
    workload === numbers.READ ||
    workload === numbers.PRIVATE ||
    workload === numbers.SPREAD ||
    workload === numbers.FREE_CONTENDED;
  if (!live) return;
  for (let page = first; page < end; page += pageBytes) {
    poke(page + GENERATION, 1);
    poke(page + TYPE, TYPE_X);
    init(page + REFCOUNT);
  }
  if (worker === 0 && first < pagesEnd) publish(slotOf(0), pagesBase);
}

/** Plays up to `rounds` rounds of `workload`, fewer when the run is stopped. Returns how many. @noinline */
export function drive(workload: i32, rounds: i32): i32 {
  let done = 0;
  while (done < rounds && observe(STOP) === 0) {
    const chunk = rounds - done < CHUNK ? rounds - done : CHUNK;
    playChunk(workload, chunk);
    done += chunk;
  }
  tallyMany(ROUNDS, done);
  return done;
}

function playChunk(workload: i32, rounds: i32): void {
  switch (workload) {
    case numbers.SHARED:
    case numbers.FAILED_GET:
      getAndPut(pagesBase + REFCOUNT, rounds);
      break;
    case numbers.READ:
      readPage(slotOf(0), rounds);
      break;
    case numbers.PRIVATE:
      getAndPut(own + REFCOUNT, rounds);
      break;
    case numbers.SPREAD:
      getAndPutPicks(rounds);
      break;
    case numbers.FREE_OWN:
      initAndPut(own + REFCOUNT, rounds);
      break;
    case numbers.FREE_CONTENDED:
      holdInTurns(pagesBase + REFCOUNT, rounds);
      break;
    case numbers.CHURN:
      churn(rounds);
      break;
    case numbers.RAW_LOAD:
      loads(pagesBase + REFCOUNT, rounds);
      break;
    case numbers.RAW_ADD:
      fetchAdds(pagesBase + REFCOUNT, rounds);
      break;
    case numbers.RAW_COMPARE_EXCHANGE:
      compareExchanges(pagesBase + REFCOUNT, rounds);
      break;
  }
}

/** @noinline */
function churn(rounds: i32): void {
  for (let round = 0; round < rounds; round++) mixed();
}
