// The doctor's examination: what this machine can measure, and what would disturb it.

import { nativeProblem } from '../../engines/native/compiler.js';
import { cacheUse } from '../../engines/native/library-cache.js';
import { EMBEDDED_ENGINES, ENGINES } from '../../front-end/sources.js';
import { usableCpus } from '../../machine/environment.js';
import { readMachine } from '../../machine/inspect.js';
import type { ScaleOptions } from '../../requests/options.js';
import { resolveScale } from '../../requests/scale-request.js';
import type { Ceiling, DoctorResult } from '../../results/doctor-result.js';
import { pinProblemOf, type ScaleResult } from '../../results/scale-result.js';
import { ceilings } from '../../scenarios/workloads.js';
import { scale } from '../scale/scale.js';
import { distancesToYardstick } from '../scale/yardstick.js';
import { adviceFor } from './advice.js';

const SHORT = { trials: 5, durationMs: 40 };

/** Looks at the machine, and measures its ceilings for some seconds. */
export async function examine(options: ScaleOptions = {}): Promise<DoctorResult> {
  const compilerProblem = (await nativeProblem(options.signal)) ?? null;
  const usable = usableCpus();
  const threads = usable > 1 ? [1, 2] : [1];
  const engines = compilerProblem === null ? ENGINES : EMBEDDED_ENGINES;
  const measured = await scale(
    await resolveScale({
      protocols: ['old'], // plays no part in a ceiling
      workloads: ceilings.map(({ name }) => name),
      engines,
      threads,
      ...SHORT,
    }),
    options,
  );
  const withC = compilerProblem === null && !options.signal?.aborted;
  const distances = withC && (await distancesToYardstick({ ...options, engines, threads, ...SHORT }));
  const pinProblem = pinProblemOf(measured) ?? null;
  const found: Omit<DoctorResult, 'advice'> = {
    schema: 'reftorture/doctor@1',
    environment: measured.environment,
    machine: readMachine(),
    usableCpus: usable,
    cpuOrder: measured.cpuOrder,
    pinning: { works: pinProblem === null, problem: pinProblem },
    compiler: { works: compilerProblem === null, problem: compilerProblem },
    cache: cacheUse(),
    othersShare: measured.othersShare,
    ceilings: ceilingsOf(measured),
    ...(distances && { distances }),
  };
  return { ...found, advice: adviceFor(found) };
}

function ceilingsOf({ series }: ScaleResult): Ceiling[] {
  return series.flatMap(({ workload, engine, threads, median }) =>
    median === null
      ? []
      : [{ operation: workload, engine, threads, opsPerSec: median, nanoseconds: (1e9 * threads) / median }],
  );
}
