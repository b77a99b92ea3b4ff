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
import { TrialRounds } from '../dist/harness/scale/trial-rounds.js';
import { ATOMICS } from '../dist/printers/js/atomics.js';
import { printJs } from '../dist/printers/js/print-module.js';
import { printWasm } from '../dist/printers/wasm/print-module.js';
import { protocols } from '../dist/protocols/index.js';
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

/** What latency.kernel.ts exports. */
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
for (const { name, file, sound } of protocols) {
  if (!sound && name !== 'v4') continue; // the mutants of v4 would repeat its code
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

const trialRounds = new TrialRounds(cells.length, seededRandom(1));
const bench = new Bench({ concurrency: 'bench', iterations: trials, time: 0, warmup: false, throws: true });
for (const [index, { run }] of cells.entries()) {
  run(WARM_UP_ROUNDS); // long enough for the optimising compiler to have replaced the loop
  const sample = async (): Promise<{ overriddenDuration: number }> => {
    let rounds = 0;
    const startMs = performance.now();
    do {
      run(SAMPLE_ROUNDS);
      rounds += SAMPLE_ROUNDS;
    } while (performance.now() - startMs < trialMs);
    return { overriddenDuration: (performance.now() - startMs) / rounds };
  };
  bench.add(`${index}`, () => trialRounds.turn(sample), { async: true });
}
await bench.run();

const ns = (ms: number): string => (ms * 1e6).toFixed(2);
const table = cells.map(({ operation, protocol, engine }, index) => {
  const result = bench.getTask(`${index}`)?.result;
  if (result?.state !== 'completed') throw new Error(`${operation} of ${protocol} on ${engine} was not measured`);
  const { p50, mad, min, max } = result.latency;
  return { operation, protocol, engine, 'median ns': ns(p50), '± mad': ns(mad), min: ns(min), max: ns(max) };
});
table.sort((a, b) => a.operation.localeCompare(b.operation) || a.protocol.localeCompare(b.protocol));
console.table(table);
