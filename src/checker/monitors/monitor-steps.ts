// Detector steps that the automaton puts in beside those of the program, to watch what no detector of a race can see at once.

import { TOUCHED_FREED, USE_AFTER_FREE } from '../../runtime/counters.js';
import type { Words } from '../words/words.js';
import { afterTouchStep, type TouchReport, type TouchStep } from './descriptor-use-monitor.js';
import { afterHoldersStep, type HeldReport, type HoldersStep } from './holders.js';

/** `page`: its address. `next`: the entry that follows. */
export type MonitorStep = HoldersStep | HeldReport | TouchStep | TouchReport;

/** The word at which `own` looks, or ~counter of the violation that it reports. */
export function wordOfMonitorStep(own: MonitorStep): number {
  if (own.op === 'freedUnderHolder') return ~USE_AFTER_FREE;
  return own.op === 'touchedFreed' ? ~TOUCHED_FREED : own.word;
}

/** What becomes of the word of `own` that holds `value`, and the step that follows, if one does. */
export function afterMonitorStep(
  words: Words,
  own: MonitorStep,
  value: number,
): { written: number; followUp?: MonitorStep | undefined } {
  if (own.op === 'holders') {
    const { written, report } = afterHoldersStep(own, value);
    return { written, followUp: report };
  }
  if (own.op === 'freedUnderHolder' || own.op === 'touchedFreed') return { written: value };
  return { written: value, followUp: afterTouchStep(words, own, value) };
}
