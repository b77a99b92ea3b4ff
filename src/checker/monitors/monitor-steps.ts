// Monitors: detector steps that the automaton puts in beside those of the program, to watch what no detector of a race can
// see at once. One counts the holders of pages (holders.ts). The other sees an access that touches the count word of a
// descriptor whose memory is free (see pages/reclaim.ts). A race sees that some accesses later, or not at all. The model
// looks at once, after each access: at the generation, which is even, and then at the stamp, which is 0. Memory that is
// type-stable has no stamp, and may be touched.

import { TOUCHED_FREED, USE_AFTER_FREE } from '../../runtime/counters.js';
import { GENERATION, REFCOUNT, RETIRED_IN } from '../../runtime/layout.js';
import type { Words } from '../words/words.js';
import { afterHoldersStep, type HeldReport, type HoldersStep } from './holders.js';

/** `page`: its address. `next`: the entry that follows. */
export type MonitorStep = HoldersStep | HeldReport | TouchStep | TouchReport;

/** The word at which `own` looks, or ~counter of the violation that it reports. */
export function wordOfMonitorStep(own: MonitorStep): number {
  if (own.op === 'freedUnderHolder') return ~USE_AFTER_FREE;
  return own.op === 'touchedFreed' ? ~TOUCHED_FREED : own.word;
}

/** Returns what is written to the word of `own` that holds `value`, and the step that follows, if one does. */
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

/** The steps that look, at `word`. */
export interface TouchStep {
  readonly op: 'generationOfTouched' | 'stampOfTouched';
  readonly word: number;
  readonly page: number;
  readonly next: number;
}

/** A report. */
interface TouchReport {
  readonly op: 'touchedFreed';
  readonly page: number;
  readonly next: number;
}

/** The step behind an access to the word at `address`, before the entry `next`; undefined for any but a count word. */
export function touchStep(words: Words, address: number, next: number): TouchStep | undefined {
  const holders = words.holdersAt(address);
  const page = address - REFCOUNT;
  if (holders === undefined || words.pageHeld(holders)?.count !== address) return undefined;
  if (words.find(page + RETIRED_IN) === undefined) return undefined;
  return { op: 'generationOfTouched', word: words.at(page + GENERATION), page, next };
}

/** Returns the step after `own`, which found `value`; undefined where the memory is in use, or waits. */
function afterTouchStep(words: Words, own: TouchStep, value: number): TouchStep | TouchReport | undefined {
  const { op, page, next } = own;
  if (op === 'generationOfTouched') {
    return (value & 1) === 0 ? { op: 'stampOfTouched', word: words.at(page + RETIRED_IN), page, next } : undefined;
  }
  return value === 0 ? { op: 'touchedFreed', page, next } : undefined;
}
