// What the journal and the detectors cost: the mixed role with them (clean) and without (bare), in turns. What is
// gone in the bare kernel is everything that the protocol and the allocator do not need: counts, comparisons, and
// the detectors' looks at memory. Run:
//
//   npm run bench:detectors [TRIALS] [MS]

import { SOURCE_ROOT } from '../dist/engines/sources.js';
import { kernelFor } from '../dist/engines/store.js';
import { samplesByRound } from '../dist/harness/scale/cell.js';
import { ScaleCrew } from '../dist/harness/scale/crew.js';
import { sampleCells } from '../dist/harness/scale/sampling.js';
import { createScaleMemory, drawPicks, layOutTrial } from '../dist/harness/scale/trial-arena.js';
import { allowedCpus } from '../dist/machine/cpus.js';
import { findWorkload } from '../dist/scenarios/workloads.js';
import { pairedRatio } from '../dist/statistics/estimate.js';
import { seededRandom } from '../dist/statistics/random.js';

const [trials = 21, durationMs = 40] = process.argv.slice(2).map(Number);
const workload = findWorkload('churn');
const pages = 16; // of the race's mixed scenario
const cpus = allowedCpus();

/** @type {import('../dist/harness/scale/cell.js').Cell[]} */
const cells = [];
for (const threads of [1, 2]) {
  for (const protocol of ['old', 'v4']) {
    for (const variant of ['detecting', 'bare']) {
      const empty = { trials: [], failures: [], medianOpsPerSec: undefined };
      cells.push({ protocol: `${protocol} ${variant}`, engine: 'wasm', workload, threads, ...empty });
    }
  }
}
const shapeOf = (/** @type {number} */ threads) => ({ workload, threads, pages });
const memory = createScaleMemory('wasm', [shapeOf(2)]);
const crew = new ScaleCrew(2);
const random = seededRandom(1);
await sampleCells(cells, {
  trials,
  random,
  run: async ({ protocol, threads }, round) => {
    const [name, variant] = /** @type {[string, 'detecting' | 'bare']} */ (protocol.split(' '));
    layOutTrial(memory, 'wasm', shapeOf(threads), drawPicks(shapeOf(threads), random), round);
    return crew.trial({
      ...{ kernelKey: protocol, code: await kernelFor(`${SOURCE_ROOT}protocols/${name}.ts`, 'wasm', variant) },
      ...{ memory, workload: workload.number, threads, durationMs, warmUpMs: 10, cpus },
    });
  },
});
await crew.close();

for (let index = 0; index < cells.length; index += 2) {
  const [clean, bare] = cells.slice(index, index + 2).map((cell) => samplesByRound(cell, trials));
  const ratio = pairedRatio(clean ?? [], bare ?? [], random);
  const { protocol = '', threads } = cells[index] ?? {};
  const shown = ratio && [ratio.median, ratio.low, ratio.high].map((value) => value.toFixed(3));
  console.log(
    `${protocol.split(' ')[0]}, ${threads} threads: with journal and detectors ${shown?.[0]} [${shown?.[1]}, ${shown?.[2]}] of without`,
  );
}
