// Portable. What the checker calls: the entry module of the model. The kernel's own setup; of its run only the roles.

import { play } from './roles.js';

export { countOf, populate, restingWord, setup } from './kernel.js';

/** Plays `rounds` rounds of `role`. */
export function playRounds(role: i32, rounds: i32): void {
  for (let round = 0; round < rounds; round++) play(role);
}
