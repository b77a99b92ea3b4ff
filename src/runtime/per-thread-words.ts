// Portable. Words of each worker for each page, for protocols that count in more than one word (Linux: memory of
// alloc_percpu()). A protocol says by its export PER_THREAD_WORDS how many words each worker has for a page, from 1 to 4.
//
// A worker's words for all pages lie together, and apart from those of every other worker by whole pairs of cache lines.
// So no two workers share a line by chance, and a word takes 4 bytes for each page and worker, not a line. Three words
// take the room of four: where a worker's words for a page begin is computed by one shift of the page's address, since
// Linux's pointer to them would cost a load.
//
// All of them are 0 before the page is handed out for the first time. What becomes of them then is the protocol's.

import { peek } from '#memory';
import {
  CONFIG_WORKER_WORDS_BASE,
  CONFIG_WORKER_WORDS_BYTES,
  CONFIG_WORKER_WORDS_SHIFT,
  CONFIG_WORKERS,
} from './layout.js';

let shift: i32 = 0;
/** Distances from the shifted address of a count word to the first worker's words, and to this worker's. */
let firstBias: i32 = 0;
let ownBias: i32 = 0;
/** Bytes from one worker's words to the next one's. */
let stride: i32 = 0;
/** Number of workers in the run. */
let workers: i32 = 0;

/** Makes ownWord() that of `worker`. `pagesBase`: the address of the first page. */
export function setUpPerThreadWords(worker: i32, pagesBase: i32): void {
  shift = peek(CONFIG_WORKER_WORDS_SHIFT);
  stride = peek(CONFIG_WORKER_WORDS_BYTES);
  workers = peek(CONFIG_WORKERS);
  firstBias = (peek(CONFIG_WORKER_WORDS_BASE) - (pagesBase >> shift)) | 0;
  ownBias = (firstBias + worker * stride) | 0;
}

/** The address of this worker's word `n`, from 0, for the page whose count word is at `word`. @inline */
export function ownWord(word: i32, n: i32): i32 {
  return ((word >> shift) + ownBias + (n << 2)) | 0;
}

/** The address of the word `n` of `worker`, for the page whose count word is at `word`. @inline */
export function wordOf(worker: i32, word: i32, n: i32): i32 {
  return ((word >> shift) + firstBias + worker * stride + (n << 2)) | 0;
}

/** Returns the number of workers: they are numbered from 0. @inline */
export function workersInRun(): i32 {
  return workers;
}
