// A measurement: every cell (protocol, engine, workload, number of threads) gets its trials, on worker threads.

import { type MeasuredCell, statisticsOf } from '../../analysis/scale-series.js';
import { countBytes } from '../../arena/arena.js';
import type { KernelCode } from '../../engines/kernel.js';
import { kernelFor } from '../../engines/kernels.js';
import type { Engine } from '../../front-end/sources.js';
import { clockStepMs } from '../../machine/clock-step.js';
import { describeEnvironment, usableCpus } from '../../machine/environment.js';
import { othersSince, readCpuTimes } from '../../machine/other-load.js';
import { cpusInOrder } from '../../machine/pin-order.js';
import { type ScaleOptions, undefinedIfAborted } from '../../requests/run-options.js';
import type { ResolvedScale } from '../../requests/scale-request.js';
import type { ScaleResult } from '../../results/scale-result.js';
import { type Random, seededRandom } from '../../statistics/random.js';
import { workerCompiler } from '../compile-in-worker.js';
import { ScaleCrew } from './crew.js';
import { measureCells } from './runners.js';
import type { Cell } from './sampling.js';
import { warningsOf } from './warnings.js';

/**
 * Measures what `resolved` asks for. A worker that dies fails its trial, not the measurement. `crewSettings`: for tests.
 *
 * @throws KernelCompileError for a protocol that does not compile, NativeError when there is no compiler for native code
 */
export async function scale(
  resolved: ResolvedScale,
  options: ScaleOptions = {},
  crewSettings: ConstructorParameters<typeof ScaleCrew>[1] = {},
): Promise<ScaleResult> {
  const startMs = performance.now();
  const before = readCpuTimes();
  const { config } = resolved;
  const { signal } = options;
  const random = seededRandom(config.seed);
  const cells = cellsOf(resolved);
  const cpus = cpusInOrder(config.pinOrder);
  const crew = new ScaleCrew(Math.max(...config.threads), crewSettings);
  const kernels = await kernelsOf(resolved, signal);
  const { trials, pages, seed, durationMs } = config;
  const pinProblems = await measureCells(
    {
      ...{ cells, pages, seed, durationMs, signal, crew, cpus: config.pin ? cpus : [] },
      codeOf: ({ engine, protocol }) => kernels.get(`${engine} ${protocol}`),
      trappingOf: ({ engine, protocol }) => kernels.get(`beside ${engine} ${protocol}`),
    },
    { ...options, trials, random },
  );
  return scaleResult(resolved, cells, {
    cpus,
    elapsedMs: performance.now() - startMs,
    othersShare: othersSince(before),
    pinProblems,
    interrupted: signal?.aborted === true,
    random,
  });
}

/** Returns the kernels by engine and protocol, and for native code of a user's own one on the js engine beside it. */
async function kernelsOf(
  { config, protocols }: ResolvedScale,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, KernelCode>> {
  const kernels = new Map<string, KernelCode>();
  for (const engine of config.engines) {
    for (const { name, file, entry } of protocols) {
      const compile = async (key: string, on: Engine): Promise<void> => {
        const made = kernelFor({ protocolFile: file }, on, 'counting', workerCompiler(signal), config.tier);
        const code = await undefinedIfAborted(made, signal);
        if (code) kernels.set(`${key} ${name}`, code);
      };
      await compile(engine, engine);
      if (engine === 'native' && !entry) await compile(`beside ${engine}`, 'js');
    }
  }
  return kernels;
}

function cellsOf({ config, protocols, workloads }: ResolvedScale): Cell[] {
  return workloads.flatMap((workload) =>
    config.threads.flatMap((threads) =>
      protocols.flatMap(({ name: protocol, perThreadWords }) =>
        config.engines.map((engine) => ({
          ...{ protocol, engine, workload, threads, perThreadWords },
          ...{ trials: [], failures: [] },
        })),
      ),
    ),
  );
}

interface MeasurementConditions {
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
