// Portable. What is known before a sleep is known after it.

import { fetchOr, fetchSub, sleep } from '#memory';
import { FULL } from '../../src/runtime/order.js';

/** Takes 1 off the word at `address`, sleeps on the word at `bed`, sets the sign; returns whether the word was 1. */
export function wasOne(address: i32, bed: i32): boolean {
  const one = fetchSub(address, 1, FULL) === 1;
  if (one) {
    sleep(bed, 1);
    fetchOr(address, 1 << 31, FULL);
  }
  return one;
}
