// Counters of the workers of a run, read from their blocks in the shared memory into the numbers of a result.

import type { RaceTotals, RaceViolations } from '../results/race-result.js';
import { byName } from '../results/verdicts.js';
import * as counters from '../runtime/counters.js';
import { violationOf, violationTable } from '../violations/table.js';
import type { Arena } from './arena.js';
import { countersOf, sumsOf } from './totals.js';

/** A number for each counter of src/runtime/counters.ts. */
export class Counts {
  readonly #values = new Float64Array(counters.COUNTERS);

  of(counter: number): number {
    return this.#values[counter] ?? 0;
  }

  /** Adds `values`, one for each counter. */
  add(values: ArrayLike<number>): void {
    for (let counter = 0; counter < counters.COUNTERS; counter++) {
      this.#values[counter] = this.of(counter) + (values[counter] ?? 0);
    }
  }

  /** Calls of the protocol. */
  operations(): number {
    return (
      this.of(counters.TRY_GETS) +
      this.of(counters.GETS) +
      this.of(counters.PUTS) +
      this.of(counters.ALLOCS) +
      2 * this.of(counters.FREEZES)
    );
  }

  /** Violations of every kind together, without those that are `observed`: bits as of CONFIG_OBSERVED. */
  violations(observed = 0): number {
    const counts = this.#values.subarray(counters.FIRST_VIOLATION);
    return counts.reduce((sum, count, bit) => ((observed >> bit) & 1 ? sum : sum + count), 0);
  }
}

/** Counts of `workers`, including what they had not yet moved into their totals. */
export function countsOf(arena: Arena, workers: Iterable<number>): Counts {
  const counts = new Counts();
  for (const worker of workers) {
    counts.add(sumsOf(arena.memory.buffer, worker));
    counts.add(countersOf(arena.memory.buffer, worker));
  }
  return counts;
}

export function totalsOf(counts: Counts): RaceTotals {
  return {
    operations: counts.operations(),
    rounds: counts.of(counters.ROUNDS),
    allocs: counts.of(counters.ALLOCS),
    frees: counts.of(counters.FREES),
    destructorsX: counts.of(counters.DESTRUCTORS_X),
    destructorsY: counts.of(counters.DESTRUCTORS_Y),
    tryGets: counts.of(counters.TRY_GETS),
    failedGets: counts.of(counters.FAILED_GETS),
    gets: counts.of(counters.GETS),
    puts: counts.of(counters.PUTS),
    freezes: counts.of(counters.FREEZES),
    failedRechecks: counts.of(counters.FAILED_RECHECKS),
    emptyAllocs: counts.of(counters.EMPTY_ALLOCS),
    resurrections: counts.of(counters.RESURRECTIONS),
    abortedFrees: counts.of(counters.ABORTED_FREES),
    casRetries: counts.of(counters.CAS_RETRIES),
    stalls: counts.of(counters.STALLS),
  };
}

/**
 * Returns what the detectors counted; what shows only in the final audit is 0.
 * @throws RangeError for a count that the table of violations does not know, so that none is lost.
 */
export function violationsIn(counts: Counts): RaceViolations {
  for (let counter = counters.FIRST_VIOLATION; counter < counters.COUNTERS; counter++)
    if (counts.of(counter) > 0) violationOf(counter);
  return byName((violation) => {
    const { counter } = violationTable[violation];
    return counter === null ? 0 : counts.of(counter);
  });
}
