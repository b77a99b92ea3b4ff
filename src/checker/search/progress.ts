// Progress of an exploration, with an estimate of what is left.
//
// Levels grow at first, then shrink, and the ratio of one to the level before it mostly goes on falling. While levels
// grow, nobody can tell how many will come. Once the last few have shrunk, the rest is taken for a geometric series with
// the greatest of their ratios, which is more often too much than too little.

/** Progress of an exploration. */
export interface ExploreProgress {
  /** States found so far. */
  readonly states: number;
  /** Of these, the states that were expanded. */
  readonly expanded: number;
  /** Steps from the start to the states that are being found. Null: they are views of a proof. */
  readonly depth: number | null;
  /** Estimate of the states that are still to be expanded, with those that are yet to be found; null: nobody can tell. */
  readonly left: number | null;
}

/** Number of levels that must have shrunk. */
const SHRINKING_LEVELS = 3;
/** Levels that shrink by less say nothing about what comes. */
const MAX_RATIO = 0.95;

/** `levels`: the numbers of the first states of the levels and, last, the end of the level that is being expanded. */
export function statesLeft(levels: readonly number[], expanded: number): number | null {
  const sizes = levels.slice(-SHRINKING_LEVELS - 2).map((end, index, ends) => end - (ends[index - 1] ?? 0));
  sizes.shift();
  if (sizes.length <= SHRINKING_LEVELS) return null;
  const ratio = Math.max(...sizes.slice(1).map((size, index) => size / (sizes[index] as number)));
  if (ratio > MAX_RATIO) return null;
  const current = sizes.at(-1) ?? 0;
  return Math.round((levels.at(-1) ?? 0) - expanded + (current * ratio) / (1 - ratio));
}

const PROGRESS_PERIOD_MS = 100;

/** Tells when it is time to report progress. */
export class Pace {
  #toldMs = performance.now();

  isDue(): boolean {
    const nowMs = performance.now();
    if (nowMs - this.#toldMs < PROGRESS_PERIOD_MS) return false;
    this.#toldMs = nowMs;
    return true;
  }
}
