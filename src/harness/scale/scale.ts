// A measurement: every cell (protocol, engine, workload, number of threads) gets its trials, on worker threads or in C.

import type { KernelCode, SharedMemory } from '../../engines/kernel.js';
import type { Engine } from '../../engines/sources.js';
import { kernelFor } from '../../engines/store.js';
import { othersSince, readCpuTimes } from '../../machine/other-load.js';
import { cpusInOrder } from '../../machine/pin-order.js';
import { resolveProtocol } from '../../requests/resolve-protocol.js';
import type { ScaleConfig, ScaleEngine, ScaleResult } from '../../results/scale-result.js';
import { findWorkload } from '../../scenarios/workloads.js';
import { seededRandom } from '../../statistics/random.js';
import type { Cell } from './cell.js';
import { ScaleCrew } from './crew.js';
import { buildNative, Native } from './native.js';
import { scaleResult } from './result.js';
import { type SampleOptions, sampleCells } from './sampling.js';
import type { ThreadRun } from './trial.js';
import { createScaleMemory, drawPicks, layOutTrial, pagesOf, type TrialShape } from './trial-arena.js';

export interface ScaleOptions {
  /** Ends the measurement early; what was gathered is returned. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: SampleOptions['onProgress'];
  /** For tests: another worker file, another patience. */
  readonly crew?: ConstructorParameters<typeof ScaleCrew>[1];
}

/** Longest warm-up in each trial. WebAssembly arrives compiled; JavaScript has to be seen hot first. */
const WARM_UP_MS: Readonly<Record<Engine, number>> = { wasm: 3, js: 60 };

/**
 * Runs the trials of a configuration from scaleConfig(). A worker that dies fails its trial, not the measurement.
 *
 * @throws KernelCompileError for a protocol that does not compile, NativeError when C is asked for and cannot be had
 */
export async function scale(config: ScaleConfig, options: ScaleOptions = {}): Promise<ScaleResult> {
  const startMs = performance.now();
  const before = readCpuTimes();
  const random = seededRandom(config.seed);
  const cells = cellsOf(config);
  const cpus = cpusInOrder(config.pinOrder);
  const pinProblems = new Set<string>();
  const runners = await openRunners(config, cells, cpus, pinProblems, options);
  try {
    await sampleCells(cells, {
      trials: config.trials,
      random,
      run: (cell, round) => (runners[cell.engine] as Runner).run(cell, round),
      signal: options.signal,
      onProgress: options.onProgress,
    });
  } finally {
    await Promise.all(Object.values(runners).map((runner) => runner.close()));
  }
  return scaleResult(config, cells, {
    cpus,
    elapsedMs: performance.now() - startMs,
    othersShare: othersSince(before),
    pinProblems: [...pinProblems],
    interrupted: options.signal?.aborted === true,
    random,
  });
}

function cellsOf(config: ScaleConfig): Cell[] {
  const engines: ScaleEngine[] = [...config.engines, ...(config.native ? (['native'] as const) : [])];
  return config.workloads.flatMap((name) => {
    const workload = findWorkload(name);
    return config.threads.flatMap((threads) =>
      config.protocols.flatMap((protocol) =>
        engines
          .filter((engine) => engine !== 'native' || Native.knows(protocol))
          .map((engine) => ({
            ...{ protocol, engine, workload, threads },
            ...{ trials: [], failures: [], medianOpsPerSec: undefined },
          })),
      ),
    );
  });
}

/** Runs trials on one engine. */
interface Runner {
  run(cell: Cell, round: number): Promise<readonly ThreadRun[]>;
  close(): Promise<void>;
}

async function openRunners(
  config: ScaleConfig,
  cells: readonly Cell[],
  cpuOrder: readonly number[],
  pinProblems: Set<string>,
  options: ScaleOptions,
): Promise<Partial<Record<ScaleEngine, Runner>>> {
  const crew = new ScaleCrew(Math.max(...config.threads), options.crew);
  const pins = config.pin ? cpuOrder : [];
  const shapeOf = (cell: Cell): TrialShape => ({ ...cell, pages: config.pages });
  const drawn = new Map<Cell, Uint32Array>();
  const picksFor = (cell: Cell): Uint32Array => {
    const picks = drawn.get(cell) ?? drawPicks(shapeOf(cell), seededRandom(config.seed));
    drawn.set(cell, picks);
    return picks;
  };
  const runners: Partial<Record<ScaleEngine, Runner>> = {};
  for (const engine of config.engines) {
    const memory: SharedMemory = createScaleMemory(engine, cells.map(shapeOf));
    const codes = new Map<string, KernelCode>();
    for (const protocol of config.protocols) {
      codes.set(protocol, await kernelFor(resolveProtocol(protocol).file, engine, 'counting', config.tier));
    }
    runners[engine] = {
      async run(cell, round) {
        layOutTrial(memory, engine, shapeOf(cell), picksFor(cell), config.seed + round);
        const samples = await crew.trial({
          kernelKey: `${engine} ${cell.protocol}`,
          code: codes.get(cell.protocol) as KernelCode,
          memory,
          workload: cell.workload.number,
          threads: cell.threads,
          durationMs: config.durationMs,
          warmUpMs: WARM_UP_MS[engine],
          cpus: pins,
          signal: options.signal,
        });
        for (const { pinProblem } of samples) if (pinProblem !== undefined) pinProblems.add(pinProblem);
        return samples;
      },
      close: () => crew.close(),
    };
  }
  if (config.native) {
    const native = new Native(await buildNative());
    runners.native = {
      async run(cell) {
        const cpus = Array.from({ length: pins.length && cell.threads }, (_, i) => pins[i % pins.length] as number);
        const samples = await native.trial({
          protocol: cell.protocol,
          workload: cell.workload.native,
          threads: cell.threads,
          durationMs: config.durationMs,
          pages: pagesOf(shapeOf(cell)),
          cpus,
          picks: cell.workload.draw ? picksFor(cell) : [],
          signal: options.signal,
        });
        for (const [i, cpu] of cpus.entries()) {
          if (!samples[i]?.pinned)
            pinProblems.add(`the system refused to pin a thread of the C comparator to CPU ${cpu}`);
        }
        return samples;
      },
      close: () => native.close(),
    };
  }
  return runners;
}
