// What the protocols of the gallery cost, each relative to old, all of it measured in one run whose trials take turns.

import { protocols, scale } from '../dist/index.js';

const names = protocols.filter(({ mutant }) => !mutant).map(({ name }) => name);
const workloads = ['shared', 'free', 'failed-get'];
const threads = [1, 2];

const { series, config } = await scale({ protocols: names, workloads, threads, trials: 15, durationMs: 40 });

const columns = workloads.flatMap((workload) => threads.map((count) => ({ workload, count })));
const row = (cells) =>
  `${cells[0].padEnd(14)}${cells
    .slice(1)
    .map((cell) => cell.padStart(20))
    .join('')}`;
console.log(row(['relative to old', ...columns.map(({ workload, count }) => `${workload} x${count}`)]));
for (const name of names) console.log(row([name, ...columns.map((column) => ratioOf(name, column))]));
console.log(`\nmedians of ${config.trials} trials of ${config.durationMs} ms, with 95 % intervals`);

function ratioOf(name, { workload, count }) {
  const found = series.find((one) => one.protocol === name && one.workload === workload && one.threads === count);
  const ratio = found?.speedupVsOld;
  return ratio ? `${ratio.median.toFixed(2)} [${ratio.low.toFixed(2)}, ${ratio.high.toFixed(2)}]` : '1';
}
