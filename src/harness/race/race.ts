// A race: worker threads play a scenario's roles over one shared memory until time is up, and the detectors watch.

import { host } from '#host';
import { nativeCompiler } from '#native';
import { type Arena, createArena, readWord } from '../../arena/arena.js';
import { Counts, countsOf, totalsOf, violationsIn } from '../../arena/counts.js';
import { eventsIn } from '../../arena/events.js';
import { type ArenaGeometry, type FinalAudit, restingIn } from '../../arena/final-audit.js';
import { abandon, abandonAtExit } from '../../arena/giving-up.js';
import { startDeadlineMs } from '../../arena/waiting.js';
import { assertionsOf } from '../../engines/assertions.js';
import type { KernelCode } from '../../engines/kernel.js';
import { kernelFor, sourcesOf } from '../../engines/kernels.js';
import type { Threads } from '../../host/host.js';
import { describeEnvironment, type Environment } from '../../machine/environment.js';
import { cpusInOrder } from '../../machine/pin-order.js';
import type { ResolvedRace } from '../../requests/race-request.js';
import { type RaceOptions, undefinedIfAborted } from '../../requests/run-options.js';
import type { RaceConfig, RaceResult, RaceTotals, RaceWorker, Stall, Verdict } from '../../results/race-result.js';
import { addViolations, hasTrapped, observationsSeen, violationsSeen } from '../../results/verdicts.js';
import {
  CONFIG_STOP_ON_VIOLATION,
  STALL_SLEEP,
  STALL_SPIN,
  START_TIME,
  WORKER_BYTES,
  WORKER_STATE,
  WORKERS_BASE,
} from '../../runtime/layout.js';
import { descriptorNumbers } from '../../scenarios/reclaim.js';
import { FIRST_USER_ROLE, type Role } from '../../scenarios/scenario.js';
import type { Assertion } from '../../violations/stories.js';
import { observationText, observedBits } from '../../violations/table.js';
import { POPULATE, type RaceTask, type RaceTaskResult, RUN, WARM_UP, WORKER_STATES } from '../../workers/race.js';
import { workerCompiler } from '../compile-in-worker.js';
import { type GatedOutcome, type GatedRun, runGated } from '../gated-run.js';
import { auditIn } from '../run-within.js';

/** The outcome of a race that was interrupted while its protocol was compiled. */
const NEVER_COMPILED: CrewOutcome = {
  results: [],
  failures: new Map(),
  interrupted: true,
  neverStarted: false,
  ran: false,
};

/**
 * Runs a race. A worker that dies or hangs is no exception: the result is inconclusive and says which one.
 *
 * @throws KernelCompileError for a protocol that does not compile, UsageError for more pages than there is memory for,
 * NativeError where the native engine has no compiler.
 */
export async function race(resolved: ResolvedRace, options: RaceOptions = {}, crew = runCrew): Promise<RaceResult> {
  const { scenario } = resolved;
  const { signal } = options;
  const config = await withCompiler(resolved.config, signal);
  const { kind } = config.stall;
  const variant = kind === 'none' ? 'detecting' : kind === 'noise' ? 'noisy' : 'stalled';
  const code = await undefinedIfAborted(
    kernelFor(sourcesOf(resolved), config.engine, variant, workerCompiler(signal), config.tier),
    signal,
  );
  const arena = arenaFor(resolved);
  const workers = [...scenario.threadRoles.keys()];
  const assertionWith = assertionsOf(sourcesOf(resolved));
  if (!code) return raceResult(config, scenario.threadRoles, { arena, outcome: NEVER_COMPILED, assertionWith });
  const outcome = await crew({
    arena,
    code,
    roles: scenario.threadRoles,
    geometry: config,
    durationMs: config.durationMs,
    warmUpMs: warmUpMs(config),
    graceMs: 2000 + 4 * stallMs(config.stall), // a round may contain more than one stall
    pin: config.pin,
    stopOnViolation: config.stopOnViolation,
    signal,
    onTick: (elapsedMs) => {
      if (!options.onProgress) return;
      const counts = countsOf(arena, workers);
      options.onProgress({
        elapsedMs,
        durationMs: config.durationMs,
        operations: counts.operations(),
        violations: counts.violations(observedBits(config.dtor)),
        totals: totalsOf(counts),
        found: violationsIn(counts),
      });
    },
  });
  return raceResult(config, scenario.threadRoles, { arena, outcome, assertionWith });
}

/** `config` with what compiles its kernel, as far as that is known before an abort. @throws NativeError without a compiler */
async function withCompiler(config: RaceConfig, signal: AbortSignal | undefined): Promise<RaceConfig> {
  if (config.engine !== 'native') return config;
  const compiler = await undefinedIfAborted(nativeCompiler(signal), signal);
  return compiler ? { ...config, compiler: compiler.version } : config;
}

/** About how long one stall lasts at most: a round of a spin is a load and a compare. */
export function stallMs({ kind, amount }: Stall): number {
  if (kind === 'none') return 0;
  if (kind === 'noise') return 2 * amount * 2e-6;
  return kind === 'spin' ? amount * 2e-6 : kind === 'yield' ? 0.1 : amount / 1000;
}

export const COMPILED_WARM_UP_MS = 20;

/** WebAssembly arrives compiled; JavaScript has to be seen hot first. A kernel that is held up need not be fast. */
function warmUpMs(config: RaceConfig): number {
  if (stallMs(config.stall) > 0.01) return 0;
  return config.engine === 'js' ? 100 : COMPILED_WARM_UP_MS;
}

function arenaFor({ config, protocol }: ResolvedRace): Arena {
  return createArena({
    ...config,
    workers: config.threads,
    perThreadWords: protocol.perThreadWords,
    lookedUp: config.dtor === 'looked-up',
    observed: observedBits(config.dtor),
    ...descriptorNumbers(config),
    cold: config.reuse === 'cold',
    stall: stallCode(config.stall),
  });
}

/** A yield is the shortest sleep. Noise looks at amount and chance alone. */
function stallCode({ kind, amount, probability }: Stall): { kind: number; amount: number; chance: number } {
  if (kind === 'spin') return { kind: STALL_SPIN, amount, chance: probability };
  return { kind: STALL_SLEEP, amount: kind === 'yield' ? 1 : amount, chance: probability };
}

export interface CrewJob extends Pick<GatedRun<RaceTaskResult>, 'durationMs' | 'graceMs' | 'givesUp' | 'signal'> {
  readonly arena: Arena;
  readonly code: KernelCode;
  readonly roles: readonly Role[];
  readonly geometry: ArenaGeometry;
  readonly warmUpMs: number;
  /** Time for the final audit. */
  readonly auditDeadlineMs?: number | undefined;
  readonly pin: boolean;
  readonly stopOnViolation: boolean;
  /** Called about ten times a second while the workers run. */
  readonly onTick: (elapsedMs: number) => void;
}

export interface CrewOutcome extends Omit<GatedOutcome<RaceTaskResult>, 'allBack'> {
  readonly interrupted: boolean;
  /** Taken when the run began and everybody came back. */
  readonly audit?: FinalAudit | undefined;
  /** Why the final audit was impossible then. */
  readonly auditProblem?: string | undefined;
}

export async function runCrew(job: CrewJob): Promise<CrewOutcome> {
  const { arena, roles, durationMs, graceMs, givesUp, signal, onTick } = job;
  const { words, memory } = arena;
  const isEnd = ({ trap }: RaceTaskResult): boolean => trap !== undefined;
  const ended = abandonAtExit(words);
  const threads = host.startThreads({ task: 'race', most: roles.length });
  try {
    const { allBack, ...outcome } = await runGated<RaceTaskResult>({
      ...{ threads, words, durationMs, signal, onTick, isEnd, graceMs, givesUp },
      ...{ phases: [WARM_UP, POPULATE, RUN], tasks: tasksOf(job), startMs: startDeadlineMs(roles.length) },
      onStart: () => {
        // Not before: a violation during the warm-up is forgotten with the rest of it.
        if (job.stopOnViolation) words[CONFIG_STOP_ON_VIOLATION >> 2] = 1;
        new Float64Array(memory.buffer)[START_TIME >> 3] = host.clockMs();
      },
    });
    const trapped = outcome.results.some((result) => result && isEnd(result));
    const taken = outcome.ran && allBack && !trapped ? await auditOf(threads, job) : {};
    return { ...outcome, interrupted: signal?.aborted === true, ...taken };
  } finally {
    abandon(words);
    await threads.close(); // terminates the threads that are still inside a kernel
    ended();
  }
}

function tasksOf({ roles, code, arena, warmUpMs, pin }: CrewJob): RaceTask[] {
  // A put is held up by its cache line, which others have: the further off they are, the longer.
  const cpus = pin ? cpusInOrder('apart') : [];
  return roles.map(({ number }, worker) => {
    const cpu = cpus[worker % cpus.length];
    return { worker, role: number, code, memory: arena.memory, warmUpMs, ...(cpu !== undefined && { cpu }) };
  });
}

async function auditOf(threads: Threads, job: CrewJob): Promise<Pick<CrewOutcome, 'audit' | 'auditProblem'>> {
  const { arena, code, roles, geometry } = job;
  const ownRoles = roles.some(({ number }) => number >= FIRST_USER_ROLE);
  const resting = restingIn(arena, geometry, countsOf(arena, roles.keys()), { ownRoles });
  try {
    return { audit: await auditIn(threads, { code, memory: arena.memory, resting }, job.auditDeadlineMs) };
  } catch (error) {
    return { auditProblem: (error as Error).message };
  }
}

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
  { results, audit, auditProblem, neverStarted, ran, interrupted }: CrewOutcome,
  operations: number,
): string[] {
  const started = workers.slice(0, results.length); // none where the protocol was not compiled
  const obstacles = started.flatMap(({ worker, role, state, error, trap }) => {
    if (trap !== undefined) return [];
    if (error !== undefined) return [`worker ${worker} (${role}) died while ${state}: ${error}`];
    if (interrupted && !ran) return []; // nobody waited for it
    if (state === 'finished') return results[worker] ? [] : [`worker ${worker} (${role}) came back too late`];
    const hung = interrupted ? `was still ${state} after the interrupt` : `hung while ${state}`;
    return [`worker ${worker} (${role}) ${hung} and was terminated`];
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
