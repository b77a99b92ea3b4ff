// Portable. What `scale` measures: tight loops over pages whose life is known, without a detector in the way. A loop
// counts in local variables and hands the counts over after each chunk, so that counting costs nothing per round.

import { observe, peek, poke } from '#memory';
import { put, tryGet } from '#protocol';
import { FAILED_GETS, FREES, PUTS, ROUNDS, TRY_GETS } from '../memory/kinds.js';
import { REFCOUNT, STOP } from '../memory/layout.js';
import { me } from '../memory/worker.js';
import { pagesBase } from '../pages/geometry.js';

/** All workers take and drop references on one live page: the case of the series. */
export const SHARED: i32 = 0;

/** Rounds between two looks at the stop word. */
export const CHUNK: i32 = 1024;

/** Plays up to `rounds` rounds of `workload`, fewer when the run is stopped; returns how many. */
export function drive(workload: i32, rounds: i32): i32 {
  let done = 0;
  while (done < rounds && observe(STOP) === 0) {
    const chunk = rounds - done < CHUNK ? rounds - done : CHUNK;
    switch (workload) {
      case SHARED:
        getAndPut(pagesBase + REFCOUNT, chunk);
        break;
    }
    done += chunk;
  }
  account(ROUNDS, done);
  return done;
}

function account(kind: i32, times: i32): void {
  poke(me + (kind << 2), peek(me + (kind << 2)) + times);
}

function getAndPut(word: i32, rounds: i32): void {
  let failed = 0;
  let freed = 0;
  for (let round = 0; round < rounds; round++) {
    if (!tryGet(word)) failed++;
    else if (put(word)) freed++; // never, on a live page: the branch stands where the kernel calls the destructor
  }
  account(TRY_GETS, rounds);
  account(FAILED_GETS, failed);
  account(PUTS, rounds - failed);
  account(FREES, freed);
}
