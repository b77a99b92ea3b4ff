// Single-thread latency of every operation of every protocol, on every engine and tier, with Atomics written out by hand
// beside them. All take turns, in a new random order each round. Run: npm run bench:latency [TRIALS] [MS]

import { fileURLToPath } from 'node:url';
import { Bench } from 'tinybench';
import { compileWasm } from '../dist/engines/compile-wasm.js';
import { createMemory, instantiate } from '../dist/engines/kernel.js';
import { linkJs } from '../dist/engines/link-js.js';
import { bindingsFor, SOURCE_ROOT, specifierFrom } from '../dist/engines/sources.js';
import { compileIn } from '../dist/engines/tier.js';
import { Turns } from '../dist/harness/scale/trial-rounds.js';
import { protocols } from '../dist/protocols/index.js';
import { seededRandom } from '../dist/statistics/random.js';
import * as handwritten from './handwritten.js';

const [trials = 21, trialMs = 5] = process.argv.slice(2).map(Number);
const WORD = 1024;
const LOOPS = ['tryGetPut', 'failedTryGet', 'getPut', 'initLastPut', 'freezeUnfreeze'];
/** Loops that run on a page without a reference. */
const ON_FREE_PAGES = ['failedTryGet', 'initLastPut'];
const ENTRY = specifierFrom(SOURCE_ROOT, fileURLToPath(new URL('latency.kernel.ts', import.meta.url)));

/** @typedef {{ operation: string, protocol: string, engine: string, run: (rounds: number) => void }} Cell */
/** @type {Cell[]} */
const cells = [];

for (const { name, file, sound } of protocols) {
  if (!sound && name !== 'v4') continue; // mutants share v4's code
  const protocolFile = `${SOURCE_ROOT}protocols/${file}`;
  for (const engine of ['wasm', 'wasm-optimised', 'js']) {
    const kind = engine === 'js' ? 'js' : 'wasm';
    const bindings = bindingsFor(protocolFile, kind, 'counting');
    const memory = createMemory(kind, 65536);
    const code =
      kind === 'js'
        ? { engine: /** @type {const} */ ('js'), text: await linkJs(bindings, ENTRY) }
        : {
            engine: /** @type {const} */ ('wasm'),
            module: compileIn(
              engine === 'wasm' ? 'baseline' : 'optimised',
              /** @type {Uint8Array<ArrayBuffer>} */ ((await compileWasm(bindings, ENTRY)).binary),
            ),
          };
    const kernel = /** @type {Record<string, Function>} */ (
      /** @type {unknown} */ (instantiate(code, memory, () => 0))
    );
    for (const operation of LOOPS) {
      const live = !ON_FREE_PAGES.includes(operation);
      const run = (/** @type {number} */ rounds) => {
        kernel.reset?.(WORD, live);
        const odd = kernel[operation]?.(WORD, rounds);
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

const turns = new Turns(cells.length, seededRandom(1));
const bench = new Bench({ concurrency: 'bench', iterations: trials, time: 0, warmup: false, throws: true });
for (const [index, { run }] of cells.entries()) {
  run(100_000); // seen hot
  const sample = async () => {
    let rounds = 0;
    const start = performance.now();
    do {
      run(50_000);
      rounds += 50_000;
    } while (performance.now() - start < trialMs);
    return { overriddenDuration: (performance.now() - start) / rounds };
  };
  bench.add(`${index}`, () => turns.turn(sample), { async: true });
}
await bench.run();

const table = cells.map(({ operation, protocol, engine }, index) => {
  const result = /** @type {{ latency: import('tinybench').Statistics }} */ (bench.getTask(`${index}`)?.result);
  const ns = (/** @type {number} */ ms) => (ms * 1e6).toFixed(2);
  const { p50, mad, min, max } = result.latency;
  return { operation, protocol, engine, 'median ns': ns(p50), '± mad': ns(mad), min: ns(min), max: ns(max) };
});
table.sort((a, b) => a.operation.localeCompare(b.operation) || a.protocol.localeCompare(b.protocol));
console.table(table);
