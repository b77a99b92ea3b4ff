// Runners of the trials of a cell: worker threads with the kernel of its protocol on its engine.

import { SPARE_WORDS } from '#native';
import { createScaleMemory, drawPicks, layOutTrial, type TrialShape } from '../../arena/trial-arena.js';
import type { KernelCode } from '../../engines/kernel.js';
import { kernelFor } from '../../engines/kernels.js';
import type { Engine } from '../../front-end/sources.js';
import { NO_WORD } from '../../front-end/traps.js';
import { undefinedIfAborted } from '../../requests/run-options.js';
import type { ResolvedScale } from '../../requests/scale-request.js';
import { seededRandom } from '../../statistics/random.js';
import { workerCompiler } from '../compile-in-worker.js';
import { ScaleCrew, TrialError } from './crew.js';
import type { Cell } from './sampling.js';
import type { ThreadRun } from './trial.js';

export type CrewSettings = ConstructorParameters<typeof ScaleCrew>[1];

/** The surroundings of a measurement, beside its configuration. */
export interface RunnerSettings {
  readonly cells: readonly Cell[];
  /** Thread i is pinned to cpus[i]; empty: nobody is. */
  readonly cpus: readonly number[];
  /** Filled in as problems show. */
  readonly pinProblems: Set<string>;
  readonly signal: AbortSignal | undefined;
  readonly crew: CrewSettings;
}

/** Runs trials on one engine. */
interface Runner {
  run(cell: Cell, round: number): Promise<readonly ThreadRun[]>;
  close(): Promise<void>;
}

/** Longest warm-up in each trial. WebAssembly and C arrive compiled; JavaScript has to be seen hot first. */
export const WARM_UP_MS: Readonly<Record<Engine, number>> = { wasm: 3, js: 60, native: 3 };

/** A runner for each engine of a measurement. */
export class Runners {
  readonly #runners: ReadonlyMap<Engine, Runner>;

  constructor(runners: ReadonlyMap<Engine, Runner>) {
    this.#runners = runners;
  }

  for(engine: Engine): Runner {
    const runner = this.#runners.get(engine);
    if (!runner) throw new RangeError(`nobody runs trials on ${engine}`);
    return runner;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#runners.values()].map((runner) => runner.close()));
  }
}

/** @throws KernelCompileError, NativeError where there is no compiler for native code */
export async function openRunners(resolved: ResolvedScale, runnerSettings: RunnerSettings): Promise<Runners> {
  const { config } = resolved;
  const shapes = new Shapes(resolved);
  const crew = new ScaleCrew(Math.max(...config.threads), runnerSettings.crew);
  const runners = new Map<Engine, Runner>();
  for (const engine of config.engines)
    runners.set(engine, await threadRunner(engine, resolved, runnerSettings, shapes, crew));
  return new Runners(runners);
}

/** The shape of each cell's trial, and its table of picks, drawn once. */
class Shapes {
  readonly #resolved: ResolvedScale;
  readonly #picks = new Map<Cell, Uint32Array>();

  constructor(resolved: ResolvedScale) {
    this.#resolved = resolved;
  }

  of(cell: Cell): TrialShape {
    const { workload, threads, perThreadWords = 0 } = cell;
    return { workload, threads, pages: this.#resolved.config.pages, perThreadWords };
  }

  picksOf(cell: Cell): Uint32Array {
    const picks = this.#picks.get(cell) ?? drawPicks(this.of(cell), seededRandom(this.#resolved.config.seed));
    this.#picks.set(cell, picks);
    return picks;
  }
}

/**
 * Native code that is measured does not trap: an access to no word goes to a word behind the memory instead (see
 * runtime/atomics.native.h). A write there shows afterwards, unless it is of the value that the word has. So before its
 * first trial a cell runs for so long on the js engine, which traps.
 */
const TRAPPING_MS = 10;

async function threadRunner(
  engine: Engine,
  { config, protocols }: ResolvedScale,
  { cells, cpus, pinProblems, signal }: RunnerSettings,
  shapes: Shapes,
  crew: ScaleCrew,
): Promise<Runner> {
  const shapesOfAll = cells.map((cell) => shapes.of(cell));
  const memory = createScaleMemory(engine, shapesOfAll);
  const codes = new Map<string, KernelCode>();
  /** Kernels that trap, of protocols that nobody has tested. */
  const trapping = new Map<string, KernelCode>();
  for (const { name, file, entry } of protocols) {
    const kernelOn = (on: Engine): Promise<KernelCode | undefined> =>
      undefinedIfAborted(
        kernelFor({ protocolFile: file }, on, 'counting', workerCompiler(signal), config.tier),
        signal,
      );
    const code = await kernelOn(engine);
    if (code) codes.set(name, code); // without it nothing is run
    const trap = engine === 'native' && !entry ? await kernelOn('js') : undefined;
    if (trap) trapping.set(name, trap);
  }
  const beyond = engine === 'native' ? new Int32Array(memory.buffer).subarray(-SPARE_WORDS) : undefined;
  const trialOf = (cell: Cell, round: number, code: KernelCode, durationMs: number, warmUpMs: number) => {
    layOutTrial(memory, engine, shapes.of(cell), shapes.picksOf(cell), config.seed + round);
    beyond?.fill(0);
    const { protocol, workload, threads } = cell;
    const kernelKey = `${code.engine} ${protocol}`;
    return crew.trial({
      kernelKey,
      code,
      memory,
      workload: workload.number,
      threads,
      durationMs,
      warmUpMs,
      cpus,
      signal,
    });
  };
  const tried = new Set<Cell>();
  return {
    async run(cell, round) {
      const trap = trapping.get(cell.protocol);
      if (trap && !tried.has(cell)) await trialOf(cell, round, trap, TRAPPING_MS, 0);
      tried.add(cell);
      const code = codes.get(cell.protocol) as KernelCode;
      const samples = await trialOf(cell, round, code, config.durationMs, WARM_UP_MS[engine]);
      if (beyond?.some((word) => word !== 0)) throw new TrialError(`a worker wrote where nothing is: ${NO_WORD}`);
      for (const { pinProblem } of samples) if (pinProblem !== undefined) pinProblems.add(pinProblem);
      return samples;
    },
    close: () => crew.close(),
  };
}
