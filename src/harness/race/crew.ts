// The workers of a race, from the first thread to the last: pool, start gate, deadline, and what becomes of a worker
// that dies or does not come back.

import { host } from '#host';
import type { Arena } from '../../arena/arena.js';
import { countsOf } from '../../arena/counts.js';
import { type ArenaGeometry, restingIn, type Stock } from '../../arena/final-audit.js';
import { arrivals, EVERY_PHASE, openGate } from '../../arena/gate.js';
import { abandon, abandonAtExit, endSleeps } from '../../arena/giving-up.js';
import { delay, startDeadlineMs, until } from '../../arena/waiting.js';
import type { KernelCode } from '../../engines/kernel.js';
import type { Threads } from '../../host/host.js';
import { cpusInOrder } from '../../machine/pin-order.js';
import { CONFIG_STOP_ON_VIOLATION, START_TIME, STOP } from '../../runtime/layout.js';
import { FIRST_USER_ROLE, type Role } from '../../scenarios/scenario.js';
import { POPULATE, type RaceTask, type RaceTaskResult, RUN, WARM_UP } from '../../workers/race.js';
import { stockIn } from '../run-within.js';

/** Whether workers that the crew waits for are given up, after so long and with so many of them missing. */
export type GivesUp = (waitedMs: number, missing: number) => boolean;

export interface CrewJob {
  readonly arena: Arena;
  readonly code: KernelCode;
  readonly roles: readonly Role[];
  readonly geometry: ArenaGeometry;
  readonly durationMs: number;
  readonly warmUpMs: number;
  /** How long a worker may take to notice the stop word before it counts as hung. */
  readonly graceMs: number;
  /**
   * Decides about workers that do not reach a phase, and about those that do not come back after the stop. By default
   * time does: the former have enough of it for slow machines, the latter `graceMs`.
   */
  readonly givesUp?: GivesUp | undefined;
  /** How long taking stock may take. */
  readonly stockDeadlineMs?: number | undefined;
  readonly pin: boolean;
  readonly stopOnViolation: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Called about ten times a second while the workers run. */
  readonly onTick: (elapsedMs: number) => void;
}

export interface CrewOutcome {
  /** By worker; undefined for one that did not come back. */
  readonly results: readonly (RaceTaskResult | undefined)[];
  /** By worker: the error that ended it. */
  readonly failures: ReadonlyMap<number, string>;
  readonly interrupted: boolean;
  /** True when the start gate never filled. */
  readonly neverStarted: boolean;
  /** True when the run itself began: before that there are only counts of the warm-up. */
  readonly ran: boolean;
  /** Taken when the run began and everybody came back. */
  readonly stock?: Stock | undefined;
  /** Why stock could not be taken then. */
  readonly stockProblem?: string | undefined;
}

const TICK_MS = 100;

export async function runCrew(job: CrewJob): Promise<CrewOutcome> {
  const { words } = job.arena;
  const workers = job.roles.length;
  const ended = abandonAtExit(words);
  // One thread for each worker, none shared: a task that waits in a queue would leave the gate waiting for it.
  const threads = host.startThreads({ task: 'race', most: workers });
  const results: (RaceTaskResult | undefined)[] = new Array(workers).fill(undefined);
  const failures = new Map<number, string>();
  let back = 0;
  let closing = false;
  let giveUp: () => void = () => {};
  const gaveUp = new Promise<void>((resolve) => {
    giveUp = resolve;
  });

  const trapped = (): boolean => results.some((result) => result?.trap !== undefined);

  // What holds a put up by itself is its cache line, which others have: the further off they are, the longer.
  const cpus = job.pin ? cpusInOrder('apart') : [];
  const play = async (role: Role, worker: number): Promise<void> => {
    const cpu = cpus[worker % cpus.length];
    const task: RaceTask = {
      worker,
      role: role.number,
      code: job.code,
      memory: job.arena.memory,
      warmUpMs: job.warmUpMs,
      ...(cpu !== undefined && { cpu }),
    };
    try {
      results[worker] = (await threads.run(task)) as RaceTaskResult;
      if (trapped()) giveUp();
    } catch (error) {
      if (closing) return; // terminated by us: hung, not dead
      failures.set(worker, error instanceof Error ? error.message : String(error));
      giveUp();
    }
    back++;
  };
  for (const [worker, role] of job.roles.entries()) void play(role, worker);

  const over = (): boolean =>
    failures.size > 0 || trapped() || job.signal?.aborted === true || Atomics.load(words, STOP >> 2) !== 0;
  const late: GivesUp = job.givesUp ?? ((waitedMs) => waitedMs > startDeadlineMs(workers));
  const hung: GivesUp = job.givesUp ?? ((waitedMs) => waitedMs > job.graceMs);
  let neverStarted = false;
  let ran = false;
  try {
    for (const phase of [WARM_UP, POPULATE, RUN]) {
      const missing = (): number => phase * workers - arrivals(words);
      const arrived = await until(
        () => missing() <= 0 || over(),
        (waitedMs) => late(waitedMs, missing()),
      );
      if (!arrived) neverStarted = true;
      if (!arrived || over()) break;
      // Not before: a violation during the warm-up is forgotten with the rest of it.
      if (phase === RUN && job.stopOnViolation) words[CONFIG_STOP_ON_VIOLATION >> 2] = 1;
      if (phase === RUN) {
        new Float64Array(job.arena.memory.buffer)[START_TIME >> 3] = host.clockMs();
        ran = true;
      }
      openGate(words, phase);
    }
    if (!neverStarted && !over()) await untilTime(job, over, gaveUp);
  } finally {
    Atomics.store(words, STOP >> 2, 1);
    endSleeps(words, workers);
    openGate(words, EVERY_PHASE);
    await until(
      () => back === workers,
      (waitedMs) => hung(waitedMs, workers - back),
    );
    closing = true;
  }
  try {
    const atRest = ran && back === workers && failures.size === 0 && !trapped();
    const taken = atRest ? await stockOf(threads, job) : {};
    return { results, failures, interrupted: job.signal?.aborted === true, neverStarted, ran, ...taken };
  } finally {
    abandon(words);
    await threads.close(); // terminates the threads that are still inside a kernel
    ended();
  }
}

async function stockOf(threads: Threads, job: CrewJob): Promise<Pick<CrewOutcome, 'stock' | 'stockProblem'>> {
  const { arena, code, roles, geometry } = job;
  const ownRoles = roles.some(({ number }) => number >= FIRST_USER_ROLE);
  const resting = restingIn(arena, geometry, countsOf(arena, roles.keys()), { ownRoles });
  try {
    return { stock: await stockIn(threads, { code, memory: arena.memory, resting }, job.stockDeadlineMs) };
  } catch (error) {
    return { stockProblem: (error as Error).message };
  }
}

/** Waits for the duration, or until the run is over for another reason. */
async function untilTime(job: CrewJob, over: () => boolean, gaveUp: Promise<void>): Promise<void> {
  const startMs = performance.now();
  for (;;) {
    const elapsedMs = performance.now() - startMs;
    const leftMs = job.durationMs - elapsedMs;
    if (leftMs <= 0 || over()) return;
    job.onTick(elapsedMs);
    await Promise.race([delay(Math.min(TICK_MS, leftMs)), gaveUp]);
  }
}
