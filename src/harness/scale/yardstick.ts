// Comparison of each engine with the yardstick, C written by hand: the same threads run both in turns.

import { ratioOfTrials } from '../../analysis/scale-series.js';
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
import { measureCells } from './runners.js';
import type { Cell } from './sampling.js';

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
  const crew = new ScaleCrew(Math.max(...threads));
  await measureCells(
    {
      ...{ cells: [...cells.keys()], pages: 1, seed: 1, durationMs, cpus: cpusInOrder('cores'), signal, crew },
      codeOf: (cell) => cells.get(cell)?.code,
    },
    { trials, random, signal, onProgress },
  );
  return [...cells].flatMap(([cell, { by }]) => {
    const ratio = by && ratioOfTrials(cell, by, random);
    return ratio ? [{ protocol: cell.protocol, engine: cell.engine, threads: cell.threads, ofYardstick: ratio }] : [];
  });
}
