// Single-thread latency of every operation of every protocol, on every engine and tier, with loops over Atomics written
// out by hand beside them. All are measured alternately, in a new random order each round. Run:
//
//   npm run bench:latency [-- TRIALS MS]

import { fileURLToPath } from 'node:url';
import { Bench } from 'tinybench';
import { createMemory, instantiate, type KernelCode } from '../dist/engines/kernel.js';
import { compileIn } from '../dist/engines/tier.js';
import { moduleOf } from '../dist/front-end/front-end.js';
import { SOURCE_ROOT } from '../dist/front-end/sources.js';
import { runInRounds } from '../dist/harness/scale/sampling.js';
import { ATOMICS } from '../dist/printers/js/intrinsics.js';
import { printJs } from '../dist/printers/js/print-module.js';
import { printWasm } from '../dist/printers/wasm/print-module.js';
import { protocols } from '../dist/protocols/index.js';
import { quantile } from '../dist/statistics/estimate.js';
import { seededRandom } from '../dist/statistics/random.js';
import * as handwritten from './handwritten.js';

const [trials = 21, trialMs = 5] = process.argv.slice(2).map(Number);
const WORD = 1024;
const WARM_UP_ROUNDS = 100_000;
const SAMPLE_ROUNDS = 50_000;
const ENTRY = fileURLToPath(new URL('../bench/latency.kernel.ts', import.meta.url));

const OPERATIONS = ['tryGetPut', 'failedTryGet', 'getPut', 'initLastPut', 'freezeUnfreeze'] as const;
type Operation = (typeof OPERATIONS)[number];
/** Operations that run on a page without a reference. */
const ON_FREE_PAGES: readonly Operation[] = ['failedTryGet', 'initLastPut'];

/** Returns what latency.kernel.ts exports. */
type LatencyKernel = Record<Operation, (word: number, rounds: number) => number> & {
  reset(word: number, live: boolean): void;
};

const CONFIGURATIONS = ['wasm', 'wasm-optimised', 'js'] as const;
type Configuration = (typeof CONFIGURATIONS)[number];

interface Cell {
  readonly operation: Operation;
  readonly protocol: string;
  readonly engine: string;
  readonly run: (rounds: number) => void;
}

function kernelOf(protocolFile: string, configuration: Configuration): LatencyKernel {
  const module = moduleOf(ENTRY, protocolFile, 'counting');
  const tier = configuration === 'wasm' ? 'baseline' : 'optimised';
  const code: KernelCode =
    configuration === 'js'
      ? { engine: 'js', text: printJs(module, ATOMICS) }
      : { engine: 'wasm', module: compileIn(tier, printWasm(module, { measured: true })) };
  const kernel: unknown = instantiate(code, createMemory(code.engine, 65536), () => 0);
  return kernel as LatencyKernel; // instantiate() has the type of the usual entry, and ENTRY is another
}

const cells: Cell[] = [];
for (const { name, file, sound, perThreadWords } of protocols) {
  if (!sound && name !== 'v4') continue; // the mutants of v4 would repeat its code
  if (perThreadWords) continue; // the loops know one word
  for (const engine of CONFIGURATIONS) {
    const kernel = kernelOf(`${SOURCE_ROOT}protocols/${file}`, engine);
    for (const operation of OPERATIONS) {
      const live = !ON_FREE_PAGES.includes(operation);
      const run = (rounds: number): void => {
        kernel.reset(WORD, live);
        const odd = kernel[operation](WORD, rounds);
        if (odd !== 0) throw new Error(`${operation} of ${name} on ${engine} went wrong ${odd} times`);
      };
      cells.push({ operation, protocol: name, engine, run });
    }
  }
}
for (const [protocol, loop] of Object.entries(handwritten)) {
  const words = new Int32Array(new SharedArrayBuffer(4096));
  words[WORD >> 2] = 1;
  cells.push({
    operation: 'tryGetPut',
    protocol,
    engine: 'by hand',
    run: (rounds) => void loop(words, WORD >> 2, rounds),
  });
}

const bench = new Bench({ iterations: 1, time: trialMs, warmup: false, throws: true });
/** Nanoseconds of an operation, trial by trial, by the name of the task. */
const samples = new Map<string, number[]>();
for (const [index, { run }] of cells.entries()) {
  run(WARM_UP_ROUNDS); // long enough for the optimising compiler to have replaced the loop
  const found: number[] = [];
  samples.set(`${index}`, found);
  bench.add(`${index}`, () => run(SAMPLE_ROUNDS), { async: false });
  bench.getTask(`${index}`)?.addEventListener('cycle', ({ task: { result } }) => {
    if (result.state === 'completed') found.push((result.latency.mean * 1e6) / SAMPLE_ROUNDS);
  });
}
await runInRounds(bench, trials, seededRandom(1));

const table = cells.map(({ operation, protocol, engine }, index) => {
  const found = samples.get(`${index}`) ?? [];
  const quantiles = [0.5, 0.25, 0.75, 0].map((fraction) => quantile(found, fraction).toFixed(2));
  const [middle, lower, upper, min] = quantiles;
  return { operation, protocol, engine, 'median ns': middle, 'middle half': `${lower} to ${upper}`, min };
});
table.sort((a, b) => a.operation.localeCompare(b.operation) || a.protocol.localeCompare(b.protocol));
console.table(table);
