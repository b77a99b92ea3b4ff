// Portable. One loop for each operation of the protocol contract, in pairs that leave the word as they found it. Each
// returns how many times the unexpected happened, so that no compiler can drop a result.

import { freeze, get, init, put, tryGet, unfreeze } from '#protocol';

export function tryGetPut(word: i32, rounds: i32): i32 {
  let odd = 0;
  for (let round = 0; round < rounds; round++) if (!tryGet(word) || put(word)) odd++;
  return odd;
}

export function failedTryGet(word: i32, rounds: i32): i32 {
  let odd = 0;
  for (let round = 0; round < rounds; round++) if (tryGet(word)) odd++;
  return odd;
}

export function getPut(word: i32, rounds: i32): i32 {
  let odd = 0;
  for (let round = 0; round < rounds; round++) {
    get(word);
    if (put(word)) odd++;
  }
  return odd;
}

export function initLastPut(word: i32, rounds: i32): i32 {
  let odd = 0;
  for (let round = 0; round < rounds; round++) {
    init(word);
    if (!put(word)) odd++;
  }
  return odd;
}

export function freezeUnfreeze(word: i32, rounds: i32): i32 {
  let odd = 0;
  for (let round = 0; round < rounds; round++) {
    if (freeze(word, 1)) unfreeze(word, 1);
    else odd++;
  }
  return odd;
}

/** Puts the word in the state that the loops start from: one reference, or none. */
export function reset(word: i32, live: boolean): void {
  init(word);
  if (!live) put(word);
}
