// Measurement of what the probes and the detectors cost: the mixed role with them ("detecting") and without ("bare"),
// trial by trial in random order. The bare kernel has only what the protocol and the allocator need: no counters, no
// comparisons, and none of the detectors' loads.
//
// The place of the cost in native code, found by leaving things out of the C one by one: most of it is the looks
// between the get and the put of a round, which the put's locked instruction waits for; each of them alone is nearly
// free. The counters come next, the address checks last. Counters in the instance's variables, handed over at the end
// of a batch, would save a third of it, and lose them where a worker dies. Inlining everything saves no more than the
// placement of the code moves the figure. Run:
//
//   npm run bench:detectors [-- TRIALS MS [ENGINE]]

import { ratioOfTrials } from '../dist/analysis/scale-series.js';
import { createScaleMemory, drawPicks, layOutTrial, type TrialShape } from '../dist/arena/trial-arena.js';
import type { KernelCode } from '../dist/engines/kernel.js';
import { kernelFor, type Maker } from '../dist/engines/kernels.js';
import { make } from '../dist/engines/make.js';
import { type Engine, SOURCE_ROOT, type Variant } from '../dist/front-end/sources.js';
import { ScaleCrew } from '../dist/harness/scale/crew.js';
import { type Cell, sampleCells } from '../dist/harness/scale/sampling.js';
import { allowedCpus } from '../dist/machine/cpus.js';
import { findWorkload } from '../dist/scenarios/workloads.js';
import { seededRandom } from '../dist/statistics/random.js';

const [trials = 21, durationMs = 40] = process.argv.slice(2, 4).map(Number);
const engine = (process.argv[4] ?? 'wasm') as Engine;
const MOST_THREADS = 2;
const PAGES = 16; // as many as the race's mixed scenario has
const workload = findWorkload('churn');
const cpus = allowedCpus();
const random = seededRandom(1);

const here: Maker = async (task) => make(task);
const codes = new Map<Cell, KernelCode>();

async function cellOf(protocol: string, variant: Variant, threads: number): Promise<Cell> {
  const cell: Cell = {
    protocol: `${protocol} ${variant}`,
    engine,
    workload,
    threads,
    trials: [],
    failures: [],
  };
  codes.set(cell, await kernelFor({ protocolFile: `${SOURCE_ROOT}protocols/${protocol}.ts` }, engine, variant, here));
  return cell;
}

function shapeOf(threads: number): TrialShape {
  return { workload, threads, pages: PAGES };
}

const comparisons: { name: string; detecting: Cell; bare: Cell }[] = [];
for (let threads = 1; threads <= MOST_THREADS; threads++) {
  for (const protocol of ['old', 'v4']) {
    comparisons.push({
      name: `${protocol}, ${threads} threads`,
      detecting: await cellOf(protocol, 'detecting', threads),
      bare: await cellOf(protocol, 'bare', threads),
    });
  }
}

const memory = createScaleMemory(engine, [shapeOf(MOST_THREADS)]);
const crew = new ScaleCrew(MOST_THREADS);
const cells = comparisons.flatMap(({ detecting, bare }) => [detecting, bare]);
await sampleCells(cells, {
  trials,
  random,
  run: async (cell, round) => {
    const { protocol, threads } = cell;
    const code = codes.get(cell);
    if (!code) throw new Error(`no kernel for ${protocol}`);
    layOutTrial(memory, engine, shapeOf(threads), drawPicks(shapeOf(threads), random), round);
    return crew.trial({
      kernelKey: protocol,
      code,
      memory,
      workload: workload.number,
      threads,
      durationMs,
      warmUpMs: 10,
      cpus,
    });
  },
});
await crew.close();

for (const { name, detecting, bare } of comparisons) {
  const ratio = ratioOfTrials(detecting, bare, random);
  const [median, low, high] = ratio ? [ratio.median, ratio.low, ratio.high].map((value) => value.toFixed(3)) : [];
  console.log(
    ratio
      ? `${name}: with probes and detectors ${median} [${low}, ${high}] of without`
      : `${name}: no round gave a sample of both`,
  );
}
