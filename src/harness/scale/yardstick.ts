// Comparison of each engine with the yardstick, C written by hand: the same threads run both in turns.

import { ratioOfTrials } from '../../analysis/scale-series.js';
import { createScaleMemory, drawPicks, layOutTrial, type TrialShape } from '../../arena/trial-arena.js';
import type { KernelCode } from '../../engines/kernel.js';
import { kernelFor } from '../../engines/kernels.js';
import { YARDSTICK_PROTOCOLS, YARDSTICK_WORKLOAD, yardstick } from '../../engines/native/yardstick.js';
import { type Engine, SOURCE_ROOT } from '../../front-end/sources.js';
import { cpusInOrder } from '../../machine/pin-order.js';
import type { ScaleOptions } from '../../requests/run-options.js';
import type { Distance } from '../../results/doctor-result.js';
import { findWorkload } from '../../scenarios/workloads.js';
import { seededRandom } from '../../statistics/random.js';
import { workerCompiler } from '../compile-in-worker.js';
import { ScaleCrew } from './crew.js';
import { WARM_UP_MS } from './runners.js';
import { type Cell, sampleCells } from './sampling.js';

export interface YardstickPlan extends ScaleOptions {
  readonly engines: readonly Engine[];
  readonly threads: readonly number[];
  readonly trials: number;
  readonly durationMs: number;
}

/** Throughput of each engine over that of the yardstick. @throws NativeError where there is no compiler */
export async function distancesToYardstick(plan: YardstickPlan): Promise<Distance[]> {
  const { engines, threads, trials, durationMs, signal, onProgress } = plan;
  const random = seededRandom(1);
  const workload = findWorkload(YARDSTICK_WORKLOAD);
  const cells = new Map<Cell, { readonly code: KernelCode; readonly by?: Cell }>();
  for (const protocol of YARDSTICK_PROTOCOLS) {
    const codes = new Map<Engine, KernelCode>();
    const protocolFile = `${SOURCE_ROOT}protocols/${protocol}.ts`;
    for (const engine of engines) {
      codes.set(engine, await kernelFor({ protocolFile }, engine, 'counting', workerCompiler(signal)));
    }
    for (const number of threads) {
      const cellOn = (engine: Engine): Cell => ({
        ...{ protocol, engine, workload, threads: number, trials: [], failures: [] },
      });
      const by = cellOn('native');
      cells.set(by, { code: await yardstick(protocol, signal) });
      for (const [engine, code] of codes) cells.set(cellOn(engine), { code, by });
    }
  }
  const shapeOf = (cell: Cell): TrialShape => ({ workload, threads: cell.threads, pages: 1 });
  const memories = new Map(engines.concat('native').map((engine) => [engine, memoryFor(engine)] as const));
  function memoryFor(engine: Engine) {
    return createScaleMemory(engine, [...cells.keys()].map(shapeOf));
  }
  const crew = new ScaleCrew(Math.max(...threads));
  const cpus = cpusInOrder('cores');
  try {
    await sampleCells([...cells.keys()], {
      ...{ trials, random, signal, onProgress },
      run: (cell, round) => {
        const { code, by } = cells.get(cell) as { code: KernelCode; by?: Cell };
        const memory = memories.get(cell.engine) as ReturnType<typeof memoryFor>;
        layOutTrial(memory, cell.engine, shapeOf(cell), drawPicks(shapeOf(cell), random), round);
        return crew.trial({
          ...{ code, memory, threads: cell.threads, durationMs, warmUpMs: WARM_UP_MS[cell.engine], cpus, signal },
          kernelKey: `${by ? cell.engine : 'yardstick'} ${cell.protocol}`,
          workload: workload.number,
        });
      },
    });
  } finally {
    await crew.close();
  }
  return [...cells].flatMap(([cell, { by }]) => {
    const ratio = by && ratioOfTrials(cell, by, random);
    return ratio ? [{ protocol: cell.protocol, engine: cell.engine, threads: cell.threads, ofYardstick: ratio }] : [];
  });
}
