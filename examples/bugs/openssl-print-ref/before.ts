/// <reference types="reftorture/portable" />
// openssl-print-ref, before: a release prints the count after it has dropped its reference.
//
// Word: a plain count, in memory that is freed with the object.
//   1..INT_MAX  owned
//   0           dead
//
// Invariants
//   I1  Exactly one drop takes the word from 1 to 0, and frees the object.
//   I2  The word is touched by who has a reference, and by nobody else.
//   Breaks I2: another drop is the last one meanwhile, and the memory is anything by the time that the count is read.
//
// Source: OpenSSL, EVP_PKEY_free() and others, REF_PRINT_COUNT(), https://github.com/openssl/openssl/issues/25660, October
// 2024, with the interleaving; the fix is the second commit of https://github.com/openssl/openssl/pull/25714, 16 October 2024.
// Left out: the order of the decrement, which the same reports are about; that the macro is compiled out unless it is asked for.

import { fetchSub, load } from 'reftorture/memory';
import { FULL, RELAXED } from 'reftorture/order';

export { count, FREE, freeze, get, init, tryGet, unfreeze } from 'reftorture/protocols/old';

export function put(word: i32): boolean {
  const left = (fetchSub(word, 1, FULL) - 1) | 0;
  load(word, RELAXED); // prints the count
  return left === 0;
}
