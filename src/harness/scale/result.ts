// The result of a measurement from its trials.

import { type MeasuredCell, statisticsOf } from '../../analysis/scale-series.js';
import { countBytes } from '../../arena/arena.js';
import { clockStepMs } from '../../machine/clock-step.js';
import { describeEnvironment, usableCpus } from '../../machine/environment.js';
import type { ResolvedScale } from '../../requests/scale-request.js';
import type { ScaleResult } from '../../results/scale-result.js';
import type { Random } from '../../statistics/random.js';
import type { Cell } from './sampling.js';
import { warningsOf } from './warnings.js';

export interface MeasurementConditions {
  readonly cpus: readonly number[];
  readonly elapsedMs: number;
  readonly othersShare: number | null;
  readonly interrupted: boolean;
  readonly pinProblems: readonly string[];
  readonly random: Random;
}

export function scaleResult(
  { config, remarks }: Pick<ResolvedScale, 'config' | 'remarks'>,
  cells: readonly Cell[],
  { cpus, elapsedMs, othersShare, interrupted, pinProblems, random }: MeasurementConditions,
): ScaleResult {
  const environment = describeEnvironment();
  const usable = usableCpus(environment);
  const measured = cells.map(
    ({ protocol, engine, workload, threads, perThreadWords, trials, failures }): MeasuredCell => ({
      ...{ protocol, engine, workload: workload.name, threads, trials, failures },
      oversubscribed: threads > usable,
      bytesPerPage: countBytes(perThreadWords ?? 0, threads),
    }),
  );
  const { drift, series, fits } = statisticsOf(measured, config.protocols, random);
  const findings = { config, environment, series, othersShare, pinProblems, usable, clockStepMs: clockStepMs() };
  return {
    schema: 'reftorture/scale@1',
    config,
    environment,
    cpuOrder: cpus,
    elapsedMs,
    othersShare,
    drift,
    series,
    fits,
    warnings: [...remarks, ...warningsOf(findings)],
    interrupted,
  };
}
