// Counters of the workers of a run, read from their blocks in the shared memory into the numbers of a result.

import type { RaceTotals, RaceViolations } from '../results/race-result.js';
import { byName } from '../results/verdicts.js';
import {
  ABORTED_FREES,
  ALLOCS,
  CAS_RETRIES,
  COUNTERS,
  DESTRUCTORS_X,
  DESTRUCTORS_Y,
  EMPTY_ALLOCS,
  FAILED_GETS,
  FAILED_RECHECKS,
  FIRST_VIOLATION,
  FREES,
  FREEZES,
  GETS,
  PUTS,
  RESURRECTIONS,
  ROUNDS,
  STALLS,
  TRY_GETS,
} from '../runtime/counters.js';
import { violationOf, violationTable } from '../violations/table.js';
import type { Arena } from './arena.js';
import { readCounters, readTotals } from './totals.js';

/** A number for each counter of src/runtime/counters.ts. */
export class Counts {
  readonly #values = new Float64Array(COUNTERS);

  of(counter: number): number {
    return this.#values[counter] ?? 0;
  }

  /** Adds `values`, one for each counter. */
  add(values: ArrayLike<number>): void {
    for (let counter = 0; counter < COUNTERS; counter++) {
      this.#values[counter] = this.of(counter) + (values[counter] ?? 0);
    }
  }

  /** Calls of the protocol. */
  operations(): number {
    return this.of(TRY_GETS) + this.of(GETS) + this.of(PUTS) + this.of(ALLOCS) + 2 * this.of(FREEZES);
  }

  /** Violations of every kind together, without those that are `observed`: bits as of CONFIG_OBSERVED. */
  violations(observed = 0): number {
    const counts = this.#values.subarray(FIRST_VIOLATION);
    return counts.reduce((sum, count, bit) => ((observed >> bit) & 1 ? sum : sum + count), 0);
  }
}

/** Counts of `workers`, including what they had not yet moved into their totals. */
export function countsOf(arena: Arena, workers: Iterable<number>): Counts {
  const counts = new Counts();
  for (const worker of workers) {
    counts.add(readTotals(arena.memory.buffer, worker));
    counts.add(readCounters(arena.memory.buffer, worker));
  }
  return counts;
}

export function totalsOf(counts: Counts): RaceTotals {
  return {
    operations: counts.operations(),
    rounds: counts.of(ROUNDS),
    allocs: counts.of(ALLOCS),
    frees: counts.of(FREES),
    destructorsX: counts.of(DESTRUCTORS_X),
    destructorsY: counts.of(DESTRUCTORS_Y),
    tryGets: counts.of(TRY_GETS),
    failedGets: counts.of(FAILED_GETS),
    gets: counts.of(GETS),
    puts: counts.of(PUTS),
    freezes: counts.of(FREEZES),
    failedRechecks: counts.of(FAILED_RECHECKS),
    emptyAllocs: counts.of(EMPTY_ALLOCS),
    resurrections: counts.of(RESURRECTIONS),
    abortedFrees: counts.of(ABORTED_FREES),
    casRetries: counts.of(CAS_RETRIES),
    stalls: counts.of(STALLS),
  };
}

/**
 * Returns what the detectors counted; what shows only in the final audit is 0.
 * @throws RangeError for a count that the table of violations does not know, so that none is lost.
 */
export function violationsIn(counts: Counts): RaceViolations {
  for (let counter = FIRST_VIOLATION; counter < COUNTERS; counter++) if (counts.of(counter) > 0) violationOf(counter);
  return byName((violation) => {
    const { counter } = violationTable[violation];
    return counter === null ? 0 : counts.of(counter);
  });
}
