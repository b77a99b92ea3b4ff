// Measurement of how fast the kernels of the wasm engine are beside what AssemblyScript makes of the same sources,
// trial by trial in random order. Run:
//
//   npm run bench:assemblyscript [-- TRIALS MS [TIER [WORKLOAD,WORKLOAD... [THREADS]]]]
//
// On a busy machine ask for one thread and many short trials, such as 300 1 baseline shared,free,failed-get,read,churn
// 1: one thread is measured on this one, in trials of so many rounds as AssemblyScript's kernel plays in MS, and of
// each kernel the fastest tenth counts, which nobody has interrupted.

import { ratioOfTrials } from '../dist/analysis/scale-series.js';
import { createScaleMemory, drawPicks, layOutTrial, type TrialShape } from '../dist/arena/trial-arena.js';
import { instantiate, type Kernel } from '../dist/engines/kernel.js';
import { make } from '../dist/engines/make.js';
import { compileIn, type Tier } from '../dist/engines/tier.js';
import { SOURCE_ROOT, type Variant } from '../dist/front-end/sources.js';
import { ScaleCrew } from '../dist/harness/scale/crew.js';
import { type Cell, sampleCells } from '../dist/harness/scale/sampling.js';
import { allowedCpus } from '../dist/machine/cpus.js';
import { type Column, textTable } from '../dist/report/table.js';
import { findWorkload } from '../dist/scenarios/workloads.js';
import { median } from '../dist/statistics/estimate.js';
import { seededRandom } from '../dist/statistics/random.js';
import { assemblyScriptKernel } from './assemblyscript-compiler.js';

const [trials = 31, durationMs = 40] = process.argv.slice(2, 4).map(Number);
const tier = (process.argv[4] ?? 'baseline') as Tier;
const workloads = (process.argv[5] ?? 'shared,free,failed-get,read,churn').split(',').map(findWorkload);
const PROTOCOLS = ['old', 'v4'];
const cpus = allowedCpus();
const THREADS = process.argv[6] === undefined ? (cpus.length > 1 ? [1, 2] : [1]) : [Number(process.argv[6])];
const MOST_THREADS = Math.max(...THREADS);
const PAGES = 16; // as many as the race's mixed scenario has
const random = seededRandom(1);

const SIDES = ['ours', 'AssemblyScript'] as const;
type Side = (typeof SIDES)[number];

async function bytesOf(protocolFile: string, variant: Variant, side: Side): Promise<Uint8Array<ArrayBuffer>> {
  if (side === 'AssemblyScript') return assemblyScriptKernel(protocolFile, variant);
  return make({ sources: { protocolFile }, output: { kind: 'wasm', variant } }) as Uint8Array<ArrayBuffer>;
}

/** Churn is the mixed role of a race, with detectors; what `scale` measures has none. */
const variantOf = (workload: Cell['workload']): Variant => (workload.name === 'churn' ? 'detecting' : 'counting');

const modules = new Map<string, ReturnType<typeof compileIn>>();
async function moduleOf(protocol: string, variant: Variant, side: Side): Promise<string> {
  const key = `${protocol} ${variant} ${side}`;
  if (!modules.has(key)) {
    modules.set(key, compileIn(tier, await bytesOf(`${SOURCE_ROOT}protocols/${protocol}.ts`, variant, side)));
  }
  return key;
}

const keys = new Map<Cell, string>();
const comparisons: Record<Side, Cell>[] = [];
for (const workload of workloads) {
  for (const protocol of PROTOCOLS) {
    for (const threads of THREADS) {
      const cellOf = async (side: Side): Promise<Cell> => {
        const cell: Cell = { protocol, engine: 'wasm', workload, threads, trials: [], failures: [] };
        keys.set(cell, await moduleOf(protocol, variantOf(workload), side));
        return cell;
      };
      comparisons.push({ ours: await cellOf('ours'), AssemblyScript: await cellOf('AssemblyScript') });
    }
  }
}

const shapeOf = ({ workload, threads }: Pick<Cell, 'workload' | 'threads'>): TrialShape => ({
  workload,
  threads,
  pages: PAGES,
});
const memory = createScaleMemory(
  'wasm',
  workloads.map((workload) => shapeOf({ workload, threads: MOST_THREADS })),
);
/** Seconds that each side takes for a round on this thread. */
function measuredAlone(cells: Record<Side, Cell>): Record<Side, number> {
  const shape = shapeOf(cells.ours);
  const { number } = shape.workload;
  const picks = drawPicks(shape, random);
  const kernels = SIDES.map((side) => {
    const module = modules.get(keys.get(cells[side]) as string) as ReturnType<typeof compileIn>;
    return instantiate({ engine: 'wasm', module }, memory, () => 0);
  });
  const secondsOf = (kernel: Kernel, rounds: number, seed: number): number => {
    layOutTrial(memory, 'wasm', shape, picks, seed);
    kernel.setup(0);
    kernel.populate();
    kernel.ready(number);
    kernel.measure(number, rounds / 10);
    const start = performance.now();
    kernel.measure(number, rounds);
    return (performance.now() - start) / rounds / 1000;
  };
  let rounds = 1000;
  while (secondsOf(kernels[1] as Kernel, rounds, 1) * rounds * 1000 < durationMs) rounds *= 2;
  const samples = kernels.map((): number[] => []);
  for (let trial = 1; trial <= trials; trial++) {
    const order = trial % 2 === 0 ? [0, 1] : [1, 0];
    for (const side of order) samples[side]?.push(secondsOf(kernels[side] as Kernel, rounds, trial));
  }
  const [ours, AssemblyScript] = samples.map((some) => some.sort((a, b) => a - b)[Math.floor(trials / 10)] as number);
  return { ours: ours as number, AssemblyScript: AssemblyScript as number };
}

const crew = new ScaleCrew(MOST_THREADS);
await sampleCells(
  comparisons.filter(({ ours }) => ours.threads > 1).flatMap((cells) => SIDES.map((side) => cells[side])),
  {
    trials,
    random,
    run: async (cell, round) => {
      const kernelKey = keys.get(cell) as string;
      const module = modules.get(kernelKey) as ReturnType<typeof compileIn>;
      const { threads } = cell;
      layOutTrial(memory, 'wasm', shapeOf(cell), drawPicks(shapeOf(cell), random), round);
      return crew.trial({
        ...{ kernelKey, code: { engine: 'wasm', module }, memory, workload: cell.workload.number },
        ...{ threads, durationMs, warmUpMs: 5, cpus },
      });
    },
  },
);
await crew.close();

const COLUMNS: readonly Column[] = [
  { head: 'workload', key: true },
  { head: 'protocol', key: true },
  { head: 'threads', align: 'right' },
  { head: 'ours, million/s', align: 'right' },
  { head: 'AssemblyScript', align: 'right' },
  { head: 'ratio', align: 'right' },
  { head: '95 %', align: 'right' },
];
const rows = comparisons.map((cells) => {
  const { ours, AssemblyScript } = cells;
  if (ours.threads === 1) {
    const seconds = measuredAlone(cells);
    const rates = SIDES.map((side) => (1e-6 / seconds[side]).toFixed(1));
    return [ours.workload.name, ours.protocol, '1', ...rates, (seconds.AssemblyScript / seconds.ours).toFixed(3), '-'];
  }
  const ratio = ratioOfTrials(ours, AssemblyScript, random);
  const millions = ({ trials }: Cell): string =>
    trials.length === 0 ? '-' : (median(trials.map(({ opsPerSec }) => opsPerSec)) / 1e6).toFixed(1);
  const interval = ratio ? `${ratio.low.toFixed(3)} to ${ratio.high.toFixed(3)}` : '-';
  const { workload, protocol, threads } = ours;
  const rates = [millions(ours), millions(AssemblyScript), ratio?.median.toFixed(3) ?? '-', interval];
  return [workload.name, protocol, String(threads), ...rates];
});
console.log(textTable({ columns: COLUMNS, rows }));
