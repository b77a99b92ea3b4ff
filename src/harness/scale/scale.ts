// A measurement: every cell (protocol, engine, workload, number of threads) gets its trials, on worker threads.

import type { Engine } from '../../front-end/sources.js';
import { othersSince, readCpuTimes } from '../../machine/other-load.js';
import { cpusInOrder } from '../../machine/pin-order.js';
import type { ResolvedProtocol } from '../../requests/resolve-protocol.js';
import type { ScaleOptions } from '../../requests/run-options.js';
import type { ResolvedScale } from '../../requests/scale-request.js';
import type { ScaleResult } from '../../results/scale-result.js';
import type { Workload } from '../../scenarios/workloads.js';
import { seededRandom } from '../../statistics/random.js';
import { scaleResult } from './result.js';
import { type CrewSettings, openRunners } from './runners.js';
import { type Cell, sampleCells } from './sampling.js';

/**
 * Measures what `resolved` asks for. A worker that dies fails its trial, not the measurement. `crew`: for tests.
 *
 * @throws KernelCompileError for a protocol that does not compile, NativeError when there is no compiler for native code
 */
export async function scale(
  resolved: ResolvedScale,
  options: ScaleOptions = {},
  crew: CrewSettings = {},
): Promise<ScaleResult> {
  const startMs = performance.now();
  const before = readCpuTimes();
  const { config } = resolved;
  const { signal, onProgress } = options;
  const random = seededRandom(config.seed);
  const cells = cellsOf(resolved);
  const cpus = cpusInOrder(config.pinOrder);
  const pinProblems = new Set<string>();
  const runners = await openRunners(resolved, { cells, cpus: config.pin ? cpus : [], pinProblems, signal, crew });
  try {
    await sampleCells(cells, {
      trials: config.trials,
      random,
      run: (cell, round) => runners.for(cell.engine).run(cell, round),
      signal,
      onProgress,
    });
  } finally {
    await runners.close();
  }
  return scaleResult(resolved, cells, {
    cpus,
    elapsedMs: performance.now() - startMs,
    othersShare: othersSince(before),
    pinProblems: [...pinProblems],
    interrupted: signal?.aborted === true,
    random,
  });
}

function cellsOf({ config, protocols, workloads }: ResolvedScale): Cell[] {
  const cellOf = (protocol: ResolvedProtocol, engine: Engine, workload: Workload, threads: number): Cell => ({
    protocol: protocol.name,
    engine,
    workload,
    threads,
    perThreadWords: protocol.perThreadWords,
    trials: [],
    failures: [],
  });
  return workloads.flatMap((workload) =>
    config.threads.flatMap((threads) =>
      protocols.flatMap((protocol) => config.engines.map((engine) => cellOf(protocol, engine, workload, threads))),
    ),
  );
}
