// What a count word means, derived from the steps: each protocol encodes owned, staged and dead in its own way.

import type { CheckConfig, WitnessStep } from '../../results/check-result.js';
import { valueText } from '../witness.js';

/** `dead` is a free page's word without a bit that says so. */
export type WordState = 'owned' | 'staged' | 'frozen' | 'dead';

export class WordMeaning {
  readonly #free: number;
  /** What step 1 leaves for step 2. */
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

  /** Whether `step` is a step 1 behind which step 2 is due. */
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
