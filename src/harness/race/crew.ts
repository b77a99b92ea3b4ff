// The workers of a race, from the first thread to the last, and the final audit.

import { host } from '#host';
import type { Arena } from '../../arena/arena.js';
import { countsOf } from '../../arena/counts.js';
import { type ArenaGeometry, type FinalAudit, restingIn } from '../../arena/final-audit.js';
import { abandon, abandonAtExit } from '../../arena/giving-up.js';
import { startDeadlineMs } from '../../arena/waiting.js';
import type { KernelCode } from '../../engines/kernel.js';
import type { Threads } from '../../host/host.js';
import { cpusInOrder } from '../../machine/pin-order.js';
import { CONFIG_STOP_ON_VIOLATION, START_TIME } from '../../runtime/layout.js';
import { FIRST_USER_ROLE, type Role } from '../../scenarios/scenario.js';
import { POPULATE, type RaceTask, type RaceTaskResult, RUN, WARM_UP } from '../../workers/race.js';
import { type GatedOutcome, type GivesUp, runGated } from '../gated-run.js';
import { auditIn } from '../run-within.js';

export interface CrewJob {
  readonly arena: Arena;
  readonly code: KernelCode;
  readonly roles: readonly Role[];
  readonly geometry: ArenaGeometry;
  readonly durationMs: number;
  readonly warmUpMs: number;
  /** Time for a worker to notice the stop word before it counts as hung. */
  readonly graceMs: number;
  /**
   * Decides about workers that do not reach a phase, and about those that do not come back after the stop. By default
   * time does: the former have enough of it for slow machines, the latter `graceMs`.
   */
  readonly givesUp?: GivesUp | undefined;
  /** Time for the final audit. */
  readonly auditDeadlineMs?: number | undefined;
  readonly pin: boolean;
  readonly stopOnViolation: boolean;
  readonly signal?: AbortSignal | undefined;
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
  const { arena, roles, durationMs, signal, onTick } = job;
  const { words, memory } = arena;
  const isEnd = ({ trap }: RaceTaskResult): boolean => trap !== undefined;
  const ended = abandonAtExit(words);
  const threads = host.startThreads({ task: 'race', most: roles.length });
  try {
    const { allBack, ...outcome } = await runGated<RaceTaskResult>({
      ...{ threads, words, durationMs, signal, onTick, isEnd, phases: [WARM_UP, POPULATE, RUN], tasks: tasksOf(job) },
      givesUpLate: job.givesUp ?? ((waitedMs) => waitedMs > startDeadlineMs(roles.length)),
      givesUpHung: job.givesUp ?? ((waitedMs) => waitedMs > job.graceMs),
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
