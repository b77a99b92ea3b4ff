// Runs the monitors and detectors behind a step of a thread, by the tables of the automaton: under weak memory, where each
// transition is computed once. SequentialStepper, which runs for every state, has the same in place.

import { FIRST_VIOLATION } from '../../runtime/counters.js';
import { field } from '../words/state-vector.js';
import { type Automaton, UNKNOWN } from './automaton.js';

export interface AfterMonitors {
  readonly localState: number;
  /** A set of bits, by `kind - FIRST_VIOLATION`. */
  readonly violations: number;
}

/**
 * Returns where a thread is whose step in `localState` read the value, or chose the outcome, `valueRead`. `newest`: numbers
 * of the newest values of the words behind that step, which detectors find; the holders of pages are changed there.
 */
export function runMonitors(
  automaton: Automaton,
  localState: number,
  valueRead: number,
  newest: Int32Array,
): AfterMonitors {
  if (automaton.successor.at(localState, valueRead) === UNKNOWN) automaton.computeTransition(localState, valueRead);
  let next = automaton.successor.at(localState, valueRead);
  let violations = 0;
  while (next < 0) {
    const step = ~next;
    const word = automaton.detectorWord.at(step);
    if (word < 0) violations |= 1 << (~word - FIRST_VIOLATION);
    const observed = word < 0 ? 0 : field(newest, word);
    if (automaton.detectorSuccessor.at(step, observed) === UNKNOWN) automaton.computeDetectorStep(step, observed);
    next = automaton.detectorSuccessor.at(step, observed);
    if (word >= 0) newest[word] = automaton.detectorWritten.at(step, observed);
  }
  return { localState: next, violations };
}
