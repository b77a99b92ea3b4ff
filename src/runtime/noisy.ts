// Portable. What comes before each access (see memory.held-up.ts), and the window, of a noisy kernel, in which a worker may be
// held up before any access that the protocol or the allocator makes: an interrupt, a page fault or a hypervisor chooses no
// place either, and a protocol whose author marks no window is raced with the same help. A window that is marked is where
// most is to be found, so that it is interrupted more often.
//
// Most interruptions are short and few are long: one that is eight times as long is half as likely. And noise comes in
// bursts, between which a worker is quick: what others do during an interruption takes them as long as ever, so that much
// of it fits in.

import { observe, peek, poke } from '#atomics';
import { STALLS } from './counters.js';
import { beforeAccess as verifyUntouched } from './freed-memory.js';
import { CONFIG_STALL_AMOUNT, CONFIG_STALL_CHANCE, WORKER_SLEEP_WORD, WORKER_STALL_SEED } from './layout.js';
import { workerBlock } from './worker.js';
import { drawAt } from './xorshift.js';

// Accesses of the shortest burst, and of the shortest time between two. They take about as long, since in a burst each
// access has its share of an interruption.
const BURST: i32 = 1 << 10;
const BETWEEN: i32 = 1 << 13;

let bursting: boolean = false;
/** Accesses until the burst, or the time between two, is over. */
let left: i32 = 0;

export function beforeAccess(address: i32): void {
  noise();
  verifyUntouched(address);
}

function noise(): void {
  left--;
  if (left < 0) turn();
  if (bursting && (draw() & 0x7fffffff) <= peek(CONFIG_STALL_CHANCE)) interrupt();
}

/** 16 times as likely to be interrupted as an access. */
export function window(): void {
  if (bursting && (draw() & 0x7ffffff) <= peek(CONFIG_STALL_CHANCE)) interrupt();
}

/** Begins a burst, or the time between two: as long as the shortest, up to five times. */
function turn(): void {
  bursting = !bursting;
  const shortest = bursting ? BURST : BETWEEN;
  left = shortest + (draw() & (4 * shortest - 1));
}

function interrupt(): void {
  poke(workerBlock + (STALLS << 2), peek(workerBlock + (STALLS << 2)) + 1);
  const longest = peek(CONFIG_STALL_AMOUNT);
  let least: i32 = 1;
  let coins = draw();
  while ((coins & 1) === 0 && least <= longest >> 3) {
    least = least << 3;
    coins = coins >>> 1;
  }
  // From `least` to nearly twice as much. The load keeps the compiler from dropping the loop.
  const rounds = least + (draw() & (least - 1));
  for (let round = 0; round < rounds; round++) observe(workerBlock + WORKER_SLEEP_WORD);
}

/** Draws from a seed of its own, so as not to disturb the choices of the role. */
function draw(): i32 {
  return drawAt(workerBlock + WORKER_STALL_SEED);
}
