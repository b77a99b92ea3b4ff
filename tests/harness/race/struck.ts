// Workers that are struck count themselves in a word that nothing else uses, behind STOP: so a test can wait for the
// fault, and for those that it left alone, and need not guess how long either takes.

import { runCrew } from '../../../src/harness/race/race.js';
import { STOP } from '../../../src/runtime/layout.js';

/** Index of the word. */
export const STRUCK = (STOP + 64) >> 2;

/**
 * As runCrew(), but workers that hang are given up as soon as they are the only ones that are missing. None may be
 * missing any more: the last may arrive between two looks.
 */
export const crewOfHanging: typeof runCrew = (job) =>
  runCrew({ ...job, givesUp: (missing) => missing > 0 && missing <= Atomics.load(job.arena.words, STRUCK) });
