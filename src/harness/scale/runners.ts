// Who runs the trials of a cell: worker threads with the kernel of its protocol, or the C comparator.

import { createScaleMemory, drawPicks, layOutTrial, pagesOf, type TrialShape } from '../../arena/trial-arena.js';
import type { KernelCode } from '../../engines/kernel.js';
import type { Engine } from '../../engines/sources.js';
import { kernelFor } from '../../engines/store.js';
import type { ResolvedScale } from '../../requests/scale-request.js';
import type { ScaleEngine } from '../../results/scale-result.js';
import { seededRandom } from '../../statistics/random.js';
import { apart } from '../make-apart.js';
import { unlessAborted } from '../unless-aborted.js';
import type { Cell } from './cell.js';
import { ScaleCrew } from './crew.js';
import { buildNative, Native } from './native.js';
import type { ThreadRun } from './trial.js';

export type CrewSettings = ConstructorParameters<typeof ScaleCrew>[1];

/** What a measurement has besides its configuration. */
export interface Surroundings {
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

/** Longest warm-up in each trial. WebAssembly arrives compiled; JavaScript has to be seen hot first. */
const WARM_UP_MS: Readonly<Record<Engine, number>> = { wasm: 3, js: 60, native: 3 };

/** A runner for each engine of a measurement. */
export class Runners {
  readonly #runners: ReadonlyMap<ScaleEngine, Runner>;

  constructor(runners: ReadonlyMap<ScaleEngine, Runner>) {
    this.#runners = runners;
  }

  for(engine: ScaleEngine): Runner {
    const runner = this.#runners.get(engine);
    if (!runner) throw new RangeError(`nobody runs trials on ${engine}`);
    return runner;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#runners.values()].map((runner) => runner.close()));
  }
}

/** @throws KernelCompileError, NativeError */
export async function openRunners(resolved: ResolvedScale, surroundings: Surroundings): Promise<Runners> {
  const { config } = resolved;
  const shapes = new Shapes(resolved);
  const crew = new ScaleCrew(Math.max(...config.threads), surroundings.crew);
  const runners = new Map<ScaleEngine, Runner>();
  for (const engine of config.engines)
    runners.set(engine, await threadRunner(engine, resolved, surroundings, shapes, crew));
  if (config.native)
    runners.set('native', nativeRunner(new Native(await buildNative()), resolved, surroundings, shapes));
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
    return { workload: cell.workload, threads: cell.threads, pages: this.#resolved.config.pages };
  }

  picksOf(cell: Cell): Uint32Array {
    const picks = this.#picks.get(cell) ?? drawPicks(this.of(cell), seededRandom(this.#resolved.config.seed));
    this.#picks.set(cell, picks);
    return picks;
  }
}

async function threadRunner(
  engine: Engine,
  { config, protocols }: ResolvedScale,
  { cells, cpus, pinProblems, signal }: Surroundings,
  shapes: Shapes,
  crew: ScaleCrew,
): Promise<Runner> {
  const shapesOfAll = cells.map((cell) => shapes.of(cell));
  const memory = createScaleMemory(engine, shapesOfAll);
  const codes = new Map<string, KernelCode>();
  for (const { name, file } of protocols) {
    const compiled = kernelFor({ protocolFile: file }, engine, 'counting', apart(signal), config.tier);
    const code = await unlessAborted(compiled, signal);
    if (code) codes.set(name, code); // without it nothing is run
  }
  return {
    async run(cell, round) {
      layOutTrial(memory, engine, shapes.of(cell), shapes.picksOf(cell), config.seed + round);
      const samples = await crew.trial({
        kernelKey: `${engine} ${cell.protocol}`,
        code: codes.get(cell.protocol) as KernelCode,
        memory,
        workload: cell.workload.number,
        threads: cell.threads,
        durationMs: config.durationMs,
        warmUpMs: WARM_UP_MS[engine],
        cpus,
        signal,
      });
      for (const { pinProblem } of samples) if (pinProblem !== undefined) pinProblems.add(pinProblem);
      return samples;
    },
    close: () => crew.close(),
  };
}

function nativeRunner(
  native: Native,
  { config }: ResolvedScale,
  { cpus, pinProblems, signal }: Surroundings,
  shapes: Shapes,
): Runner {
  return {
    async run(cell) {
      const pins = Array.from({ length: cell.threads }, (_, thread) => cpus[thread % cpus.length] ?? -1);
      const samples = await native.trial({
        protocol: cell.protocol,
        workload: cell.workload.native,
        threads: cell.threads,
        durationMs: config.durationMs,
        pages: pagesOf(shapes.of(cell)),
        cpus: cpus.length === 0 ? [] : pins,
        picks: cell.workload.draw ? shapes.picksOf(cell) : [],
        signal,
      });
      if (cpus.length === 0) return samples;
      for (const [thread, cpu] of pins.entries()) {
        if (samples[thread]?.pinned) continue;
        pinProblems.add(`the system refused to pin a thread of the C comparator to CPU ${cpu}`);
      }
      return samples;
    },
    close: () => native.close(),
  };
}
