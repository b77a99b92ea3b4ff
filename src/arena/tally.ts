// From the shared memory of a run to the numbers of its result.

import type { PageType, RaceEvent, RaceTotals, RaceViolations } from '../results/race-result.js';
import {
  ABORTED_FREES,
  ALLOCS,
  BROKEN_FREEZE,
  CAS_RETRIES,
  CONFUSION_STALE_GET,
  CONFUSION_STOLEN_FREE,
  COUNTERS,
  DOUBLE_FREE,
  EMPTY_ALLOCS,
  FAILED_GETS,
  FAILED_RECHECKS,
  FREES,
  FREEZES,
  GETS,
  LOST_OVERFLOW,
  PUTS,
  RESURRECTIONS,
  ROUNDS,
  STALLS,
  STOLEN_FREE,
  TRY_GETS,
  UNDERFLOW,
  USE_AFTER_FREE,
} from '../runtime/counters.js';
import {
  EVENT_BELIEVED_TYPE,
  EVENT_BYTES,
  EVENT_COUNTER,
  EVENT_GENERATION,
  EVENT_HELD_GENERATION,
  EVENT_PAGE,
  EVENT_TIME,
  EVENT_TYPE,
  EVENT_WORD,
  TYPE_X,
  TYPE_Y,
  WORKER_BYTES,
  WORKER_EVENTS,
  WORKER_EVENTS_KEPT,
  WORKERS_BASE,
} from '../runtime/layout.js';
import type { Role } from '../scenarios/index.js';
import type { Arena } from './arena.js';
import { readCounters, readTotals } from './totals.js';

const VIOLATION_OF_KIND: Readonly<Record<number, RaceEvent['violation']>> = {
  [CONFUSION_STOLEN_FREE]: 'typeConfusionStolenFree',
  [CONFUSION_STALE_GET]: 'typeConfusionStaleGet',
  [STOLEN_FREE]: 'stolenFree',
  [DOUBLE_FREE]: 'doubleFree',
  [USE_AFTER_FREE]: 'useAfterFree',
  [UNDERFLOW]: 'underflow',
  [LOST_OVERFLOW]: 'lostOverflow',
  [BROKEN_FREEZE]: 'brokenFreeze',
};

/** Counts by kind of one worker, including what it had not yet moved into its totals. */
export function workerCounts(arena: Arena, worker: number): Float64Array {
  const counts = readTotals(arena.memory.buffer, worker);
  const pending = readCounters(arena.memory.buffer, worker);
  for (let kind = 0; kind < COUNTERS; kind++) counts[kind] = (counts[kind] as number) + (pending[kind] as number);
  return counts;
}

/** Counts by kind of all `workers` together. */
export function sumCounts(arena: Arena, workers: number): Float64Array {
  const sum = new Float64Array(COUNTERS);
  for (let worker = 0; worker < workers; worker++) {
    const counts = workerCounts(arena, worker);
    for (let kind = 0; kind < COUNTERS; kind++) sum[kind] = (sum[kind] as number) + (counts[kind] as number);
  }
  return sum;
}

/** Calls of the protocol among `counts`. */
export function operationsIn(counts: Float64Array): number {
  const of = (kind: number): number => counts[kind] as number;
  return of(TRY_GETS) + of(GETS) + of(PUTS) + of(ALLOCS) + 2 * of(FREEZES);
}

export function totalsOf(counts: Float64Array): RaceTotals {
  const of = (kind: number): number => counts[kind] as number;
  return {
    operations: operationsIn(counts),
    rounds: of(ROUNDS),
    allocs: of(ALLOCS),
    frees: of(FREES),
    tryGets: of(TRY_GETS),
    failedGets: of(FAILED_GETS),
    gets: of(GETS),
    puts: of(PUTS),
    freezes: of(FREEZES),
    failedRechecks: of(FAILED_RECHECKS),
    emptyAllocs: of(EMPTY_ALLOCS),
    resurrections: of(RESURRECTIONS),
    abortedFrees: of(ABORTED_FREES),
    casRetries: of(CAS_RETRIES),
    stalls: of(STALLS),
  };
}

/** What the workers saw; leaks are found only when stock is taken. */
export function violationsIn(counts: Float64Array): RaceViolations {
  const of = (kind: number): number => counts[kind] as number;
  return {
    typeConfusion: { stolenFree: of(CONFUSION_STOLEN_FREE), staleGet: of(CONFUSION_STALE_GET) },
    stolenFree: of(STOLEN_FREE),
    doubleFree: of(DOUBLE_FREE),
    useAfterFree: of(USE_AFTER_FREE),
    leak: 0,
    underflow: of(UNDERFLOW),
    lostOverflow: of(LOST_OVERFLOW),
    brokenFreeze: of(BROKEN_FREEZE),
  };
}

/** The kept events of all workers in order of time. */
export function eventsIn(arena: Arena, roles: readonly Role[], pageBytes: number): RaceEvent[] {
  const times = new Float64Array(arena.memory.buffer);
  const events: RaceEvent[] = [];
  for (const [worker, role] of roles.entries()) {
    const block = WORKERS_BASE + worker * WORKER_BYTES;
    const kept = arena.words[(block + WORKER_EVENTS_KEPT) >> 2] as number;
    for (let index = 0; index < kept; index++) {
      const event = block + WORKER_EVENTS + index * EVENT_BYTES;
      const field = (offset: number): number => arena.words[(event + offset) >> 2] as number;
      const violation = VIOLATION_OF_KIND[field(EVENT_COUNTER)];
      if (violation === undefined) continue;
      events.push({
        violation,
        timeMs: times[(event + EVENT_TIME) >> 3] as number,
        worker,
        role: role.name,
        page: (field(EVENT_PAGE) - arena.pagesBase) / pageBytes,
        heldGeneration: field(EVENT_HELD_GENERATION) >>> 0,
        generation: field(EVENT_GENERATION) >>> 0,
        believedType: typeName(field(EVENT_BELIEVED_TYPE)),
        type: typeName(field(EVENT_TYPE)),
        word: `0x${(field(EVENT_WORD) >>> 0).toString(16)}`,
      });
    }
  }
  return events.sort((a, b) => a.timeMs - b.timeMs);
}

function typeName(type: number): PageType {
  if (type === TYPE_X) return 'X';
  return type === TYPE_Y ? 'Y' : 'none';
}
