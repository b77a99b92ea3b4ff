// A witness made ready to be drawn: what stands in memory after each step, and who is between steps 1 and 2.

import type { CheckConfig, Witness, WitnessStep } from '../../results/check-result.js';
import { lifeText, typeName } from '../../violations/words.js';
import { valueText } from '../witness.js';
import { isCount, WordMeaning, type WordState } from './word-meaning.js';

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
  /** Threads that took step 1 and have step 2 before them, after this step. */
  readonly inWindow: ReadonlySet<number>;
}

export interface Frames {
  readonly start: readonly Cell[];
  readonly frames: readonly Frame[];
  /** A value of a word as a reader would write it. */
  readonly textOf: (location: string, value: number) => string;
}

/** What is known beside its steps of a schedule that somebody makes by hand. */
export interface Unfinished {
  /** Every word at the start. */
  readonly initial: readonly { readonly location: string; readonly value: number }[];
  /** The step that each thread would take next. */
  readonly pending: readonly WitnessStep[];
}

const FINISHED: Unfinished = { initial: [], pending: [] };

export function framesOf(
  config: CheckConfig,
  { steps }: Pick<Witness, 'steps'>,
  { initial, pending }: Unfinished = FINISHED,
): Frames {
  const memory = new Map(initial.map(({ location, value }) => [location, value]));
  for (const { location, before } of steps) if (location !== '' && !memory.has(location)) memory.set(location, before);
  const meaning = new WordMeaning([...steps, ...pending], [...memory].find(([location]) => isCount(location))?.[1]);
  const textOf = (location: string, value: number): string => {
    if (isCount(location)) return meaning.textOf(config, location, value);
    if (location.startsWith('generation')) return value === 0 ? '0, free' : `${value}, ${lifeText(value)}`;
    return location.startsWith('type') ? typeName(value) : valueText(config, location, value);
  };
  const cellOf = ([location, value]: [string, number]): Cell => {
    const text = textOf(location, value);
    if (!isCount(location)) return { location, text };
    return { location, text, state: meaning.stateOf(value, memory.get(location.replace('refcount', 'generation'))) };
  };
  const cells = (): Cell[] => [...memory].sort(countsFirst).map(cellOf);
  const start = cells();
  let inWindow: ReadonlySet<number> = new Set();
  const frames = steps.map((step) => {
    if (step.location !== '') memory.set(step.location, step.newest ?? step.after); // memory is its newest writes
    if (meaning.opensWindow(step)) inWindow = new Set([...inWindow, step.thread]);
    else if (step.half === 2) inWindow = new Set([...inWindow].filter((thread) => thread !== step.thread));
    return { step, memory: cells(), inWindow };
  });
  return { start, frames, textOf };
}

function countsFirst([a]: [string, number], [b]: [string, number]): number {
  return Number(isCount(b)) - Number(isCount(a)) || a.localeCompare(b);
}
