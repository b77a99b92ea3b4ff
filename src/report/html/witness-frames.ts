// A witness made ready to be drawn: what stands in memory after each step, and who is between steps 1 and 2.

import type { CheckConfig, Witness, WitnessStep } from '../../results/check-result.js';
import { life, typeText, valueText } from '../witness.js';

/** What a count word means to a reader. `dead` is a zero that nobody stages: the old protocol's free page. */
export type WordState = 'owned' | 'staged' | 'frozen' | 'dead';

export interface Cell {
  readonly location: string;
  /** As a reader would write it. */
  readonly text: string;
  /** For count words only. */
  readonly state?: WordState;
}

export interface Frame {
  readonly step: WitnessStep;
  /** Every word that the witness touches, after this step. */
  readonly memory: readonly Cell[];
  /** Threads that took step 1 to zero and have not taken step 2 yet, after this step. */
  readonly inWindow: ReadonlySet<number>;
}

export interface Frames {
  readonly start: readonly Cell[];
  readonly frames: readonly Frame[];
}

export function isCount(location: string): boolean {
  return location.startsWith('refcount');
}

export function framesOf(config: CheckConfig, { steps }: Witness): Frames {
  const memory = new Map<string, number>();
  for (const { location, before } of steps) if (location !== '' && !memory.has(location)) memory.set(location, before);
  const twoSteps = steps.some(({ half }) => half > 0);
  const cells = (): Cell[] =>
    [...memory].sort(countsFirst).map(([location, value]) => cellOf(config, twoSteps, location, value));
  const start = cells();
  let inWindow: ReadonlySet<number> = new Set();
  const frames = steps.map((step) => {
    if (step.location !== '') memory.set(step.location, step.newest ?? step.after); // memory is its newest writes
    inWindow = windowAfter(inWindow, step);
    return { step, memory: cells(), inWindow };
  });
  return { start, frames };
}

function windowAfter(open: ReadonlySet<number>, { thread, half, after }: WitnessStep): ReadonlySet<number> {
  if (half === 1 && after === 0) return new Set([...open, thread]);
  return half === 2 ? new Set([...open].filter((other) => other !== thread)) : open;
}

function cellOf(config: CheckConfig, twoSteps: boolean, location: string, value: number): Cell {
  const text = textOf(config, location, value);
  return isCount(location) ? { location, text, state: stateOf(value, twoSteps) } : { location, text };
}

/** A value with what it means. */
export function textOf(config: CheckConfig, location: string, value: number): string {
  if (location.startsWith('generation')) return value % 2 === 0 ? `${value}, free` : `${value}, life ${life(value)}`;
  return location.startsWith('type') ? typeText(value) : valueText(config, location, value);
}

function stateOf(value: number, twoSteps: boolean): WordState {
  if (value === 0) return twoSteps ? 'staged' : 'dead';
  return value < 0 ? 'frozen' : 'owned';
}

function countsFirst([a]: [string, number], [b]: [string, number]): number {
  return Number(isCount(b)) - Number(isCount(a)) || a.localeCompare(b);
}
