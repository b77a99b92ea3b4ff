// Portable. The tight loops behind the workloads of `scale`, over pages whose life is known. A loop counts in local
// variables and hands the counts over at its end, so that counting costs nothing per round.
//
// bench/native/loops.h is the same in C: change both.

import { tallyMany } from '#journal';
import { compareExchange, copyLine, fetchAdd, observe, peek } from '#memory';
import { init, put, tryGet } from '#protocol';
import { allocate } from '../pages/allocator.js';
import { pageBytes, pages, pagesBase } from '../pages/geometry.js';
import { heldGeneration, release } from '../pages/lifetime.js';
import { lookup } from '../pages/slots.js';
import { ALLOCS, CAS_RETRIES, EMPTY_ALLOCS, FAILED_GETS, FREES, PUTS, TRY_GETS } from '../runtime/counters.js';
import { CONFIG_DATA_BASE, REFCOUNT, TYPE_X, WORKER_BYTES, WORKERS_BASE } from '../runtime/layout.js';
import { FULL } from '../runtime/order.js';
import { workerBlock } from '../runtime/worker.js';

// A round that is short against the head of a loop (on V8's baseline compiler: a look at the stack's limit, and every
// variable to memory and back) is written out four times. What such rounds count, and seldom do, is kept here.
let failedGets: i32 = 0;
let freedPages: i32 = 0;

export function getAndPut(word: i32, rounds: i32): void {
  failedGets = 0;
  freedPages = 0;
  let round = 0;
  for (; round + 4 <= rounds; round += 4) {
    getAndPutOnce(word);
    getAndPutOnce(word);
    getAndPutOnce(word);
    getAndPutOnce(word);
  }
  for (; round < rounds; round++) getAndPutOnce(word);
  tallyGets(rounds, failedGets, freedPages);
}

/**
 * The branch on the result of put stands where the kernel calls the destructor. On a live page it is never taken.
 * @inline
 */
function getAndPutOnce(word: i32): void {
  if (!tryGet(word)) failedGets++;
  else if (put(word)) freedPages++;
}

export function tallyGets(tried: i32, failed: i32, freed: i32): void {
  tallyMany(TRY_GETS, tried);
  tallyMany(FAILED_GETS, failed);
  tallyMany(PUTS, tried - failed);
  tallyMany(FREES, freed);
}

/** Kernel: filemap_read of 64 bytes. What a page holds lies apart from its reference count, as memory does. */
export function readPage(slot: i32, rounds: i32): void {
  const contents = peek(CONFIG_DATA_BASE);
  const worker = ((workerBlock - WORKERS_BASE) / WORKER_BYTES) | 0;
  const buffer = contents + (pages + worker) * pageBytes;
  let failed = 0;
  let freed = 0;
  for (let round = 0; round < rounds; round++) {
    const page = lookup(slot);
    if (!tryGet(page + REFCOUNT)) {
      failed++;
      continue;
    }
    if (lookup(slot) === page) copyLine(contents + (page - pagesBase), buffer);
    if (put(page + REFCOUNT)) freed++;
  }
  tallyGets(rounds, failed, freed);
}

export function initAndPut(word: i32, rounds: i32): void {
  freedPages = 0;
  let round = 0;
  for (; round + 4 <= rounds; round += 4) {
    initAndPutOnce(word);
    initAndPutOnce(word);
    initAndPutOnce(word);
    initAndPutOnce(word);
  }
  for (; round < rounds; round++) initAndPutOnce(word);
  tallyMany(ALLOCS, rounds);
  tallyMany(PUTS, rounds);
  tallyMany(FREES, freedPages);
}

/** @inline */
function initAndPutOnce(word: i32): void {
  init(word);
  if (put(word)) freedPages++;
}

export function freeAndGetNext(next: i32, rounds: i32): void {
  let empty = 0;
  let failed = 0;
  for (let round = 0; round < rounds; round++) {
    const page = allocate(TYPE_X);
    if (page === 0) empty++;
    else release(page, TYPE_X, heldGeneration(page));
    if (!tryGet(next + REFCOUNT)) failed++;
    else release(next, TYPE_X, heldGeneration(next));
  }
  tallyMany(ALLOCS, rounds - empty);
  tallyMany(EMPTY_ALLOCS, empty);
  tallyMany(TRY_GETS, rounds);
  tallyMany(FAILED_GETS, failed);
  tallyMany(PUTS, rounds - empty + rounds - failed);
}

export function loads(word: i32, rounds: i32): void {
  for (let round = 0; round < rounds; round++) observe(word);
}

export function fetchAdds(word: i32, rounds: i32): void {
  for (let round = 0; round < rounds; round++) fetchAdd(word, 1, FULL);
}

/** One attempt a round. */
export function compareExchanges(word: i32, rounds: i32): void {
  let seen = observe(word);
  let lost = 0;
  for (let round = 0; round < rounds; round++) {
    const next = (seen + 1) | 0;
    const before = compareExchange(word, seen, next, FULL);
    if (before === seen) {
      seen = next;
    } else {
      lost++;
      seen = before;
    }
  }
  tallyMany(CAS_RETRIES, lost);
}
