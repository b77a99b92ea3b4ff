// Trials of cells: worker threads with the kernel of a protocol on an engine, over one memory for each engine.

import { SPARE_WORDS } from '#native';
import { createScaleMemory, drawPicks, layOutTrial } from '../../arena/trial-arena.js';
import type { KernelCode } from '../../engines/kernel.js';
import type { Engine } from '../../front-end/sources.js';
import { NO_WORD } from '../../front-end/traps.js';
import { seededRandom } from '../../statistics/random.js';
import { type CrewTrial, type ScaleCrew, TrialError } from './crew.js';
import { type Cell, type SampleOptions, sampleCells } from './sampling.js';

/** Longest warm-up in each trial. WebAssembly and C arrive compiled; JavaScript has to be seen hot first. */
export const WARM_UP_MS: Readonly<Record<Engine, number>> = { wasm: 3, js: 60, native: 3 };

/** Parts that all trials of a measurement share. */
interface TrialSettings extends Pick<CrewTrial, 'durationMs' | 'cpus' | 'signal'> {
  readonly cells: readonly Cell[];
  /** The value of --pages. */
  readonly pages: number;
  readonly seed: number;
  readonly crew: ScaleCrew;
  /** Undefined after an abort, when nothing is run. */
  readonly codeOf: (cell: Cell) => KernelCode | undefined;
  /** Returns a kernel that traps, for native code that nobody has tested. */
  readonly trappingOf?: (cell: Cell) => KernelCode | undefined;
}

/**
 * Native code that is measured does not trap: an access to no word goes to a word behind the memory instead (see
 * runtime/atomics.native.h). A write there shows afterwards, unless it is of the value that the word has. So before its
 * first trial a cell runs for so long on the js engine, which traps; once more if a busy machine gave nobody a CPU.
 */
const TRAPPING_MS = 10;

/** Fills in the trials and failures of the cells, and closes the crew. Returns why threads could not be pinned. */
export async function measureCells(settings: TrialSettings, options: Omit<SampleOptions, 'run'>): Promise<string[]> {
  const runTrial = trialsOf(settings);
  const pinProblems = new Set<string>();
  const run: SampleOptions['run'] = async (cell, round) => {
    const samples = await runTrial(cell, round);
    for (const { pinProblem } of samples) if (pinProblem !== undefined) pinProblems.add(pinProblem);
    return samples;
  };
  try {
    await sampleCells(settings.cells, { ...options, run });
  } finally {
    await settings.crew.close();
  }
  return [...pinProblems];
}

/** Returns a function that runs one trial of a cell. */
function trialsOf(settings: TrialSettings): SampleOptions['run'] {
  const { cells, pages, seed, durationMs, cpus, signal, crew, codeOf, trappingOf } = settings;
  const shapes = new Map(
    cells.map((cell) => {
      const { workload, threads, perThreadWords = 0 } = cell;
      return [cell, { workload, threads, pages, perThreadWords }];
    }),
  );
  const engines = new Set(cells.map(({ engine }) => engine));
  const memories = new Map([...engines].map((engine) => [engine, createScaleMemory(engine, [...shapes.values()])]));
  const picks = new Map([...shapes].map(([cell, shape]) => [cell, drawPicks(shape, seededRandom(seed))]));
  const keys = new Map<KernelCode, string>();
  const tried = new Set<Cell>();
  return async (cell, round) => {
    const { engine, protocol, workload, threads } = cell;
    const memory = of(memories, engine);
    const beyond = engine === 'native' ? new Int32Array(memory.buffer).subarray(-SPARE_WORDS) : undefined;
    const trial = (code: KernelCode, ms: number, warmUpMs: number): ReturnType<ScaleCrew['trial']> => {
      layOutTrial(memory, engine, of(shapes, cell), of(picks, cell), seed + round);
      beyond?.fill(0);
      const kernelKey = keys.get(code) ?? `${keys.size} ${protocol}`;
      keys.set(code, kernelKey);
      const job = { kernelKey, code, memory, threads, cpus, signal };
      return crew.trial({ ...job, workload: workload.number, durationMs: ms, warmUpMs });
    };
    const trapping = trappingOf?.(cell);
    while (trapping && !tried.has(cell)) {
      const played = await trial(trapping, TRAPPING_MS, 0);
      if (played.some(({ rounds }) => rounds > 0)) tried.add(cell);
    }
    const samples = await trial(codeOf(cell) as KernelCode, durationMs, WARM_UP_MS[engine]);
    if (beyond?.some((word) => word !== 0)) throw new TrialError(`a worker wrote where nothing is: ${NO_WORD}`);
    return samples;
  };
}

function of<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  return map.get(key) as V;
}
