// The result and the verdict of a race, from what is left in memory after it.

import { type Arena, readWord } from '../../arena/arena.js';
import { Counts, countsOf, totalsOf, violationsIn } from '../../arena/counts.js';
import { eventsIn } from '../../arena/events.js';
import { describeEnvironment, type Environment } from '../../machine/environment.js';
import {
  addViolations,
  hasTrapped,
  observationsSeen,
  type RaceConfig,
  type RaceResult,
  type RaceTotals,
  type RaceWorker,
  type Verdict,
  violationsSeen,
} from '../../results/race-result.js';
import { WORKER_BYTES, WORKER_STATE, WORKERS_BASE } from '../../runtime/layout.js';
import type { Role } from '../../scenarios/scenario.js';
import type { Assertion } from '../../violations/stories.js';
import { observationText } from '../../violations/table.js';
import { WORKER_STATES } from '../../workers/race.js';
import type { CrewOutcome } from './crew.js';

/** The memory and the outcome that a race leaves. */
interface FinishedRace {
  readonly arena: Arena;
  readonly outcome: CrewOutcome;
  /** Returns the assertion with that number in the sources of the race. */
  readonly assertionWith: (number: number) => Assertion;
}

/** Machines on which a relaxed load, too, finds what another CPU wrote before what it has seen already. */
const STRONG = ['x64', 'ia32'];
const UNTRIED =
  'native code is untried on this kind of machine, where a relaxed access may find an old value: see "On a weakly ordered machine" in docs/weak-memory.md for what the detectors then prove';

const UNCHECKED = { checked: false, livePages: 0, freePages: 0, lostPages: 0, problems: [] };

export function raceResult(config: RaceConfig, threadRoles: readonly Role[], finished: FinishedRace): RaceResult {
  const { arena, outcome } = finished;
  const { audit } = outcome;
  const environment = describeEnvironment();
  const counts = outcome.ran ? countsOf(arena, threadRoles.keys()) : new Counts();
  const workers = threadRoles.map((role, worker) => workerOf(worker, role, finished));
  const violations = addViolations(violationsIn(counts), audit?.atRest ?? {});
  const events = outcome.ran ? eventsIn(arena, threadRoles, config.pageBytes, finished.assertionWith) : [];
  const totals = totalsOf(counts);
  const obstacles = obstaclesOf(workers, outcome, totals.operations);
  const seen = violationsSeen({ config, violations }).length > 0 || hasTrapped(workers);
  const verdict: Verdict = obstacles.length > 0 ? 'inconclusive' : seen ? 'violated' : 'clean';
  return {
    schema: 'reftorture/race@1',
    config,
    environment,
    durationMs: Math.max(...workers.map(({ durationMs }) => durationMs)),
    totals,
    violations,
    firstViolationMs: events[0]?.timeMs ?? null,
    events,
    workers,
    conservation: audit?.conservation ?? UNCHECKED,
    verdict,
    interrupted: outcome.interrupted,
    notes: [
      ...obstacles,
      ...trapsOf(workers),
      ...observationsSeen({ config, violations }).map(observationText),
      ...notesOf(config, outcome, totals, environment),
    ],
  };
}

function workerOf(worker: number, role: Role, { arena, outcome }: FinishedRace): RaceWorker {
  const state = readWord(arena.words, WORKERS_BASE + worker * WORKER_BYTES + WORKER_STATE);
  const error = outcome.failures.get(worker);
  const { cpu, trap } = outcome.results[worker] ?? {};
  return {
    worker,
    role: role.name,
    state: WORKER_STATES[state] ?? 'unknown',
    durationMs: outcome.results[worker]?.durationMs ?? 0,
    operations: outcome.ran ? countsOf(arena, [worker]).operations() : 0,
    ...(cpu !== undefined && { cpu }),
    ...(error !== undefined && { error }),
    ...(trap !== undefined && { trap }),
  };
}

/** Everything that keeps a run from a verdict. */
function obstaclesOf(
  workers: readonly RaceWorker[],
  { results, audit, auditProblem, neverStarted }: CrewOutcome,
  operations: number,
): string[] {
  const started = workers.slice(0, results.length); // none where the protocol was not compiled
  const obstacles = started.flatMap(({ worker, role, state, error, trap }) => {
    if (trap !== undefined) return [];
    if (error !== undefined) return [`worker ${worker} (${role}) died while ${state}: ${error}`];
    return state === 'finished' ? [] : [`worker ${worker} (${role}) hung while ${state} and was terminated`];
  });
  if (neverStarted) obstacles.push('not every worker reached the start gate in time');
  if (auditProblem !== undefined) obstacles.push(auditProblem);
  if (audit && !audit.consistent)
    obstacles.push('the counts of the run contradict each other: this is a defect of reftorture');
  if (operations === 0 && !hasTrapped(workers)) obstacles.push('nothing was executed');
  return obstacles;
}

function trapsOf(workers: readonly RaceWorker[]): string[] {
  return workers.flatMap(({ worker, role, state, trap }) =>
    trap === undefined ? [] : [`worker ${worker} (${role}) trapped while ${state}, which ended the race: ${trap}`],
  );
}

function notesOf(
  config: RaceConfig,
  outcome: CrewOutcome,
  { operations, stalls }: RaceTotals,
  { cpus, arch }: Environment,
): string[] {
  const notes = new Set<string>();
  if (config.stall.kind !== 'none' && operations > 0 && stalls === 0) {
    notes.add(
      `nobody was held up: no put came to a window of ${config.protocol}; see whether it calls window() at all`,
    );
  }
  for (const result of outcome.results) if (result?.pinProblem) notes.add(`not pinned: ${result.pinProblem}`);
  if (config.engine === 'native' && !STRONG.includes(arch ?? '')) notes.add(UNTRIED);
  if (outcome.interrupted) notes.add('interrupted: the result covers the time until then');
  if (config.threads > cpus) {
    notes.add(`${config.threads} threads share ${cpus} CPUs: the scheduler, too, stalls workers between steps 1 and 2`);
  }
  return [...notes];
}
