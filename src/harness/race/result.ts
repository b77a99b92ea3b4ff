// From what is left in memory after a race to its result and verdict.

import type { Arena } from '../../arena/arena.js';
import { type Stock, takeStock } from '../../arena/stock-taking.js';
import { eventsIn, operationsIn, sumCounts, totalsOf, violationsIn, workerCounts } from '../../arena/tally.js';
import type { Kernel } from '../../engines/kernel.js';
import { describeEnvironment } from '../../machine/environment.js';
import {
  type RaceConfig,
  type RaceResult,
  type RaceTotals,
  type RaceViolations,
  type RaceWorker,
  type Verdict,
  violationCounts,
} from '../../results/race-result.js';
import { COUNTERS } from '../../runtime/counters.js';
import { WORKER_BYTES, WORKER_STATE, WORKERS_BASE } from '../../runtime/layout.js';
import type { Role } from '../../scenarios/index.js';
import { WORKER_STATES } from '../../workers/race.js';
import type { CrewOutcome } from './crew.js';

export function raceResult(
  config: RaceConfig,
  roles: readonly Role[],
  arena: Arena,
  crew: CrewOutcome,
  kernel: Kernel,
): RaceResult {
  const counts = crew.ran ? sumCounts(arena, config.threads) : new Float64Array(COUNTERS);
  const workers = roles.map((role, worker) => workerOf(worker, role, arena, crew));
  const everybodyBack = workers.every(({ state }) => state === 'finished');
  const stock = crew.ran && everybodyBack ? takeStock(arena, config, kernel, counts) : undefined;
  const seen = violationsIn(counts);
  const violations = stock ? withStock(seen, stock) : seen;
  const events = crew.ran ? eventsIn(arena, roles, config.pageBytes) : [];
  const totals = totalsOf(counts);
  const troubles = troublesOf(workers, crew, stock, totals.operations);
  const violated = Object.values(violationCounts(violations)).some((count) => count > 0);
  const verdict: Verdict = troubles.length > 0 ? 'inconclusive' : violated ? 'violated' : 'clean';
  return {
    schema: 'reftorture/race@1',
    config,
    environment: describeEnvironment(),
    durationMs: Math.max(...workers.map(({ durationMs }) => durationMs)),
    totals,
    violations,
    firstViolationMs: events[0]?.timeMs ?? null,
    events,
    workers,
    conservation: stock?.conservation ?? { checked: false, livePages: 0, freePages: 0, lostPages: 0, problems: [] },
    verdict,
    interrupted: crew.interrupted,
    notes: [...troubles, ...notesOf(config, crew, totals)],
  };
}

function workerOf(worker: number, role: Role, arena: Arena, crew: CrewOutcome): RaceWorker {
  const address = WORKERS_BASE + worker * WORKER_BYTES + WORKER_STATE;
  const error = crew.failures.get(worker);
  const cpu = crew.results[worker]?.cpu;
  return {
    worker,
    role: role.name,
    state: WORKER_STATES[arena.words[address >> 2] as number] ?? 'unknown',
    durationMs: crew.results[worker]?.durationMs ?? 0,
    operations: crew.ran ? operationsIn(workerCounts(arena, worker)) : 0,
    ...(cpu !== undefined && { cpu }),
    ...(error !== undefined && { error }),
  };
}

function withStock(seen: RaceViolations, stock: Stock): RaceViolations {
  return {
    ...seen,
    leak: seen.leak + stock.leak,
    underflow: seen.underflow + stock.underflow,
    useAfterFree: seen.useAfterFree + stock.useAfterFree,
    lostOverflow: seen.lostOverflow + stock.lostOverflow,
  };
}

/** Everything that keeps a run from a verdict. */
function troublesOf(
  workers: readonly RaceWorker[],
  crew: CrewOutcome,
  stock: Stock | undefined,
  operations: number,
): string[] {
  const troubles = workers.flatMap(({ worker, role, state, error }) => {
    if (error !== undefined) return [`worker ${worker} (${role}) died while ${state}: ${error}`];
    return state === 'finished' ? [] : [`worker ${worker} (${role}) hung while ${state} and was terminated`];
  });
  if (crew.neverStarted) troubles.push('not every worker reached the start gate in time');
  if (stock && !stock.consistent) troubles.push('the books of the run do not add up: this is a defect of reftorture');
  if (operations === 0) troubles.push('nothing was executed');
  return troubles;
}

function notesOf(config: RaceConfig, crew: CrewOutcome, { operations, stalls }: RaceTotals): string[] {
  const notes = new Set<string>();
  if (config.stall.kind !== 'none' && operations > 0 && stalls === 0) {
    notes.add(
      `nobody was held up: no put came to a window of ${config.protocol}; see whether it calls window() at all`,
    );
  }
  for (const result of crew.results) if (result?.pinProblem) notes.add(`not pinned: ${result.pinProblem}`);
  if (crew.interrupted) notes.add('interrupted: the result covers the time until then');
  const { cpus } = describeEnvironment();
  if (config.threads > cpus) {
    notes.add(`${config.threads} threads share ${cpus} CPUs: the scheduler, too, stalls workers between steps 1 and 2`);
  }
  return [...notes];
}
