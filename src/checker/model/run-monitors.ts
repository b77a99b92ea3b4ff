// Runs the monitors and detectors behind a step of a thread, by the tables of the automaton.

import { FIRST_VIOLATION } from '../../runtime/counters.js';
import { field } from '../words/state-vector.js';
import type { Automaton } from './automaton.js';

/**
 * Returns the local state of a thread that comes to `entry`. `newest`: numbers of the newest values of the words behind its
 * step, which detectors find; the holders of pages are changed there. `reported` gets violations, a set of bits by
 * `kind - FIRST_VIOLATION`.
 */
export function runMonitors(
  automaton: Automaton,
  entry: number,
  newest: Int32Array,
  reported: { violations: number },
): number {
  let next = entry;
  while (next < 0) {
    const step = ~next;
    const word = automaton.detectorWord.at(step);
    if (word < 0) reported.violations |= 1 << (~word - FIRST_VIOLATION);
    const observed = word < 0 ? 0 : field(newest, word);
    next = automaton.followDetector(step, observed);
    if (word >= 0) newest[word] = automaton.detectorWritten.at(step, observed);
  }
  return next;
}
