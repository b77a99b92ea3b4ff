// Portable. The entry module of the model, which is the kernel as the checker and a replay run it: the setup is that of
// every kernel, and of the rest there are the roles alone. The checker knows by these names who holds a page.

import { play } from './roles.js';

export { putMany, tryGetMany } from '#many';
export { freeze, get, init, put, tryGet, unfreeze } from '#protocol';
export { countOf, isDeadWord, populate, restingWord, setup } from './kernel.js';

/** Plays `rounds` rounds of `role`. */
export function playRounds(role: i32, rounds: i32): void {
  for (let round = 0; round < rounds; round++) play(role);
}
