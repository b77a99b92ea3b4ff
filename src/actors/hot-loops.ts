// Portable. The tight loops behind the workloads of `scale`. They use the protocol without the detectors of
// pages/lifetime.ts where nobody frees a page under its holder. A loop counts in local variables and adds them to the
// counters at its end, so that counting costs nothing per round. @noinline: in C a loop is a function of its own, with
// registers of its own, and so is the same code in whatever program it stands.

import { compareExchange, copyLine, fetchAdd, observe, peek } from '#memory';
import { tallyMany } from '#probes';
import { init, put, tryGet } from '#protocol';
import { pageBytes, pages, pagesBase } from '../pages/geometry.js';
import { lookup } from '../pages/slots.js';
import { ALLOCS, CAS_RETRIES, FAILED_GETS, FREES, PUTS, TRY_GETS } from '../runtime/counters.js';
import { CONFIG_DATA_BASE, REFCOUNT, WORKER_BYTES, WORKERS_BASE } from '../runtime/layout.js';
import { FULL } from '../runtime/order.js';
import { workerBlock } from '../runtime/worker.js';

/**
 * Gets and puts the page whose count word is at `word`. The branch on the result of put() stands where Linux calls the
 * destructor. It is never taken while somebody else holds the page. @noinline
 */
export function getAndPut(word: i32, rounds: i32): void {
  let failed = 0;
  let freed = 0;
  for (let round = 0; round < rounds; round++) {
    if (!tryGet(word)) failed++;
    else if (put(word)) freed++;
  }
  tallyGets(rounds, failed, freed);
}

/**
 * Counts what a loop of gets and puts did: `tried` gets, of which `failed`, and puts, of which `freed` were the last.
 */
export function tallyGets(tried: i32, failed: i32, freed: i32): void {
  tallyMany(TRY_GETS, tried);
  tallyMany(FAILED_GETS, failed);
  tallyMany(PUTS, tried - failed);
  tallyMany(FREES, freed);
}

/**
 * A read of 64 bytes of a file (Linux: filemap_read). As in Linux, the contents of a page lie apart from its count
 * word. @noinline
 */
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

/** Sets the count word at `word` to one reference and puts it. The page belongs to this worker alone. @noinline */
export function initAndPut(word: i32, rounds: i32): void {
  let freed = 0;
  for (let round = 0; round < rounds; round++) {
    init(word);
    if (put(word)) freed++;
  }
  tallyMany(ALLOCS, rounds);
  tallyMany(PUTS, rounds);
  tallyMany(FREES, freed);
}

/** This worker holds a reference on the page of holdInTurns(). */
let holds: boolean = false;

/** Sets who holds the reference with which the page of holdInTurns() begins. */
export function startHolding(first: boolean): void {
  holds = first;
}

/**
 * All workers live on the page whose count word is at `word`, and nobody holds it for long: who does not hold it tries to
 * get it, and who does puts it in the next round. So a put that brings the count to 0 meets the gets and puts of the
 * others. Whoever drops the last reference frees the page, and hands it out to himself at once. @noinline
 */
export function holdInTurns(word: i32, rounds: i32): void {
  let tried = 0;
  let failed = 0;
  let freed = 0;
  let holding = holds;
  for (let round = 0; round < rounds; round++) {
    if (!holding) {
      tried++;
      if (tryGet(word)) holding = true;
      else failed++;
    } else if (put(word)) {
      freed++;
      init(word);
    } else {
      holding = false;
    }
  }
  holds = holding;
  tallyMany(ALLOCS, freed);
  tallyMany(TRY_GETS, tried);
  tallyMany(FAILED_GETS, failed);
  tallyMany(PUTS, rounds - tried);
  tallyMany(FREES, freed);
}

/** @noinline */
export function loads(word: i32, rounds: i32): void {
  for (let round = 0; round < rounds; round++) observe(word);
}

/** @noinline */
export function fetchAdds(word: i32, rounds: i32): void {
  for (let round = 0; round < rounds; round++) fetchAdd(word, 1, FULL);
}

/** One attempt in each round. @noinline */
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
