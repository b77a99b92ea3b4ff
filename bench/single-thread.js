// tryGet and put on one page, one thread: the engines against C, and against Atomics written out by hand. All take
// turns, in a new random order each round. Run: npm run bench:single

import { Bench } from 'tinybench';
import { createMemory, instantiate } from '../dist/engines/kernel.js';
import { SOURCE_ROOT } from '../dist/engines/sources.js';
import { kernelFor } from '../dist/engines/store.js';
import { buildNative, Native } from '../dist/harness/native.js';
import * as handwritten from './handwritten.js';

const TRIALS = Number(process.argv[2] ?? 31);
const MS = Number(process.argv[3] ?? 20);
const native = new Native(await buildNative());
const PAGE = 65536;

/** @type {Map<string, () => Promise<number> | number>} */
const cells = new Map();
/** Rounds per millisecond. @param {(rounds: number) => void} loop */
function timed(loop) {
  loop(1_000_000);
  let rounds = 0;
  const start = performance.now();
  do {
    loop(65536);
    rounds += 65536;
  } while (performance.now() - start < MS);
  return rounds / (performance.now() - start);
}

for (const protocol of ['old', 'v4']) {
  for (const [engine, tier] of [
    ['wasm', 'baseline'],
    ['wasm', 'optimised'],
    ['js', 'optimised'],
  ]) {
    const code = await kernelFor(`${SOURCE_ROOT}protocols/${protocol}.ts`, engine, 'unwatched', tier);
    const memory = createMemory(engine, 1 << 20);
    const words = new Int32Array(memory.buffer);
    words.set([1, 128, PAGE, 1, PAGE + 4096], 96);
    words[PAGE >> 2] = 1;
    const kernel = instantiate(code, memory, () => 0);
    kernel.setup(0);
    cells.set(`${protocol} ${engine}${tier === 'baseline' ? '-b' : ''}`, () =>
      timed((rounds) => kernel.measure(0, rounds)),
    );
  }
  const words = new Int32Array(new SharedArrayBuffer(4096));
  words[0] = 1;
  const loop = handwritten[protocol];
  cells.set(`${protocol} hand`, () => timed((rounds) => loop(words, 0, rounds)));
  cells.set(`${protocol} C`, async () => {
    const [worker] = await native.trial(protocol, 'shared', 1, MS, []);
    return worker.rounds / worker.durationMs;
  });
}

const bench = new Bench({
  concurrency: 'bench',
  iterations: TRIALS,
  time: 0,
  warmup: false,
  retainSamples: true,
  throws: true,
});
/** @type {(() => void)[]} */
let waiting = [];
let running = 0;
const next = () => {
  if (running > 0 || waiting.length < cells.size) return;
  const order = waiting.sort(() => Math.random() - 0.5);
  waiting = [];
  running = order.length;
  (async () => {
    for (const go of order) {
      await go();
      running--;
    }
    next();
  })();
};
for (const [name, cell] of cells) {
  bench.add(
    name,
    () =>
      new Promise((resolve) => {
        waiting.push(async () => {
          const rate = await cell();
          resolve({ overriddenDuration: 1 / rate });
        });
        next();
      }),
    { async: true },
  );
}
await bench.run();
native.close();
const med = new Map();
for (const task of bench.tasks) {
  const l = task.result.latency;
  med.set(task.name, l.p50);
  console.log(
    task.name.padEnd(9),
    (l.p50 * 1e6).toFixed(3),
    'ns  mad',
    (l.mad * 1e6).toFixed(3),
    'min',
    (l.min * 1e6).toFixed(3),
    'max',
    (l.max * 1e6).toFixed(3),
  );
}
for (const p of ['old', 'v4'])
  console.log(
    p,
    'wasm/C speed',
    (med.get(`${p} C`) / med.get(`${p} wasm`)).toFixed(3),
    ' wasm-b/C speed',
    (med.get(`${p} C`) / med.get(`${p} wasm-b`)).toFixed(3),
    ' js/hand speed',
    (med.get(`${p} hand`) / med.get(`${p} js`)).toFixed(3),
  );
