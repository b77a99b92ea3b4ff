// A witness made ready to be drawn: the words in memory after each step with their meaning, and the threads between steps 1
// and 2.

import type { CheckConfig, Witness, WitnessStep } from '../../results/check-result.js';
import { lifeText, typeName } from '../../violations/words.js';
import { valueText } from '../witness.js';

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

/** A schedule that is made by hand, beside its steps so far. */
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

/** `dead` is a free page's word without a bit that says so. */
export type WordState = 'owned' | 'staged' | 'frozen' | 'dead';

class WordMeaning {
  readonly #free: number;
  /** The values that step 1 leaves for step 2. */
  readonly #staged: ReadonlySet<number>;
  readonly #opening: ReadonlySet<WitnessStep>;

  /** `free`: the first value of a count word, since every page is free at the start. */
  constructor(steps: readonly WitnessStep[], free = 0) {
    const opening = steps.filter((step, index) => step.half === 1 && nextOf(steps, index)?.half === 2);
    const staged = new Set(opening.map(({ after }) => after));
    // A thread that the witness leaves in the window took the same step 1 as one that it follows further.
    const left = steps.filter((step, index) => step.half === 1 && !nextOf(steps, index) && staged.has(step.after));
    this.#free = free;
    this.#staged = staged;
    this.#opening = new Set([...opening, ...left]);
  }

  /** Returns true for a step 1 whose step 2 is still to come. */
  opensWindow(step: WitnessStep): boolean {
    return this.#opening.has(step);
  }

  stateOf(value: number, generation: number | undefined): WordState {
    if (this.#staged.has(value)) return 'staged';
    if (this.#free < 0 && value < 0) return 'frozen';
    const free = generation !== undefined && generation % 2 === 0;
    return value === this.#free || free ? 'dead' : 'owned';
  }

  /** FROZEN and FROZEN + k where the sign bit says so; where it says something else, the bits. */
  textOf(config: CheckConfig, location: string, value: number): string {
    if (this.#free < 0 || value >= 0) return valueText(config, location, value);
    return `0x${((value >>> 0) % 2 ** config.width).toString(16)}`;
  }
}

export function isCount(location: string): boolean {
  return location.startsWith('refcount');
}

/** The next step of the same thread. */
function nextOf(steps: readonly WitnessStep[], index: number): WitnessStep | undefined {
  const thread = steps[index]?.thread;
  return steps.slice(index + 1).find((step) => step.thread === thread);
}
