// A measurement: every cell (protocol, engine, workload, number of threads) gets its trials, in rounds in which all
// cells take turns. tinybench does the sampling; the time is taken inside the workers.

import { setMaxListeners } from 'node:events';
import { Bench, type FnReturnedObject } from 'tinybench';
import type { KernelCode, SharedMemory } from '../engines/kernel.js';
import type { Engine } from '../engines/sources.js';
import { kernelFor } from '../engines/store.js';
import { resolveProtocol } from '../protocols/resolve.js';
import { seededRandom } from '../results/random.js';
import type { ScaleConfig, ScaleEngine, ScaleResult, ScaleTrial } from '../results/scale-result.js';
import { findWorkload } from '../scenarios/workloads.js';
import type { Cell } from './cell.js';
import { allowedCpus } from './cpus.js';
import { buildNative, Native, NativeError } from './native.js';
import { othersSince, readCpuTimes } from './other-load.js';
import { createScaleMemory, drawPicks, layOutTrial, pagesOf, type TrialShape } from './scale-arena.js';
import { ScaleCrew, TrialError } from './scale-crew.js';
import { scaleResult } from './scale-report.js';
import { pinOrder, readTopology } from './topology.js';
import { trialOf } from './trial.js';
import { Turns } from './turns.js';

export interface ScaleProgress {
  readonly done: number;
  readonly total: number;
  readonly cell: string;
}

export interface ScaleOptions {
  /** Ends the measurement early; what was gathered is returned. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: ScaleProgress) => void;
  /** For tests: another worker file, another patience. */
  readonly crew?: ConstructorParameters<typeof ScaleCrew>[1];
}

/** Attempts at one trial before its cell is given up. */
const ATTEMPTS = 2;
/** Longest warm-up in each trial. WebAssembly arrives compiled; JavaScript has to be seen hot first. */
const WARM_UP_MS: Readonly<Record<Engine, number>> = { wasm: 10, js: 60 };

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
  const cpus = pinOrder(readTopology(), allowedCpus(), config.pinOrder);
  const pinProblems = new Set<string>();
  const runners = await openRunners(config, cells, cpus, pinProblems, options);
  const bench = new Bench({
    concurrency: 'bench', // all cells at once: Turns makes them one at a time
    iterations: config.trials,
    time: 0,
    warmup: false, // each trial warms up by itself
    ...(options.signal && { signal: options.signal }),
  });
  const turns = new Turns(cells.length, random);
  let done = 0;
  for (const [index, cell] of cells.entries()) {
    const sample = async (round: number): Promise<FnReturnedObject> => {
      options.onProgress?.({ done: done++, total: cells.length * config.trials, cell: nameOf(cell) });
      const trial = await attempt(cell, round, runners[cell.engine] as Runner, options.signal);
      cell.trials.push(trial);
      return { overriddenDuration: 1000 / trial.opsPerSec };
    };
    const takeTurn = async (): Promise<FnReturnedObject> => {
      try {
        return await turns.turn(sample);
      } catch (error) {
        turns.leave(); // tinybench gives the cell up; the others go on
        throw error;
      }
    };
    bench.add(`${index}`, takeTurn, { async: true });
  }
  if (options.signal) setMaxListeners(0, options.signal); // tinybench listens once for each cell
  const dissolve = (): void => turns.dissolve();
  options.signal?.addEventListener('abort', dissolve, { once: true });
  try {
    await bench.run();
  } finally {
    options.signal?.removeEventListener('abort', dissolve);
    await Promise.all(Object.values(runners).map((runner) => runner.close()));
  }
  for (const [index, cell] of cells.entries()) {
    const result = bench.getTask(`${index}`)?.result;
    if (result?.state === 'errored' && !isTrialFailure(result.error)) throw result.error;
    if (result && 'throughput' in result) cell.medianOpsPerSec = result.throughput.p50;
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

function nameOf({ protocol, engine, workload, threads }: Cell): string {
  return `${workload.name}, ${threads} threads, ${protocol} on ${engine}`;
}

function cellsOf(config: ScaleConfig): Cell[] {
  const engines: ScaleEngine[] = [...config.engines, ...(config.native ? (['native'] as const) : [])];
  return config.workloads.flatMap((name) => {
    const workload = findWorkload(name);
    return config.threads.flatMap((threads) =>
      config.protocols.flatMap((protocol) =>
        engines
          .filter((engine) => engine !== 'native' || (workload.native !== null && Native.knows(protocol)))
          .map((engine) => ({
            ...{ protocol, engine, workload, threads },
            ...{ trials: [], failures: [], medianOpsPerSec: undefined },
          })),
      ),
    );
  });
}

/** @throws TrialError when no attempt gave a sample */
async function attempt(
  cell: Cell,
  round: number,
  runner: Runner,
  signal: AbortSignal | undefined,
): Promise<ScaleTrial> {
  for (let tried = 1; ; tried++) {
    try {
      return trialOf(round, await runner.run(cell, round));
    } catch (error) {
      if (!isTrialFailure(error) || signal?.aborted) throw error;
      cell.failures.push(error.message);
      if (tried === ATTEMPTS) throw error;
    }
  }
}

function isTrialFailure(error: unknown): error is Error {
  return error instanceof TrialError || error instanceof NativeError;
}

/** Runs trials on one engine. */
interface Runner {
  run(cell: Cell, round: number): Promise<Parameters<typeof trialOf>[1]>;
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
  const picksFor = (cell: Cell): Uint32Array => drawPicks(shapeOf(cell), seededRandom(config.seed));
  const runners: Partial<Record<ScaleEngine, Runner>> = {};
  for (const engine of config.engines) {
    const memory: SharedMemory = createScaleMemory(engine, cells.map(shapeOf));
    const codes = new Map<string, KernelCode>();
    for (const protocol of config.protocols) {
      codes.set(protocol, await kernelFor(resolveProtocol(protocol).file, engine, 'measured', config.tier));
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
      run: (cell) =>
        native.trial({
          protocol: cell.protocol,
          workload: cell.workload.native as string,
          threads: cell.threads,
          durationMs: config.durationMs,
          pages: pagesOf(shapeOf(cell)),
          cpus: Array.from({ length: pins.length && cell.threads }, (_, i) => pins[i % pins.length] as number),
          picks: cell.workload.draw ? picksFor(cell) : [],
        }),
      close: () => native.close(),
    };
  }
  return runners;
}
