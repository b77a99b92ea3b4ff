// What the protocols of the gallery cost, each relative to `old`. All are measured in one run, whose trials alternate
// between them.

import { protocols, scale } from '../dist/index.js';

interface Column {
  readonly workload: string;
  readonly threads: number;
}

const names = protocols.filter(({ mutant }) => !mutant).map(({ name }) => name);
const workloads = ['shared', 'free', 'failed-get'];
const threads = [1, 2];

const { series, config } = await scale({ protocols: names, workloads, threads, trials: 15, durationMs: 40 });

const columns: readonly Column[] = workloads.flatMap((workload) =>
  threads.map((count) => ({ workload, threads: count })),
);

function ratioToOld(protocol: string, column: Column): string {
  const found = series.find(
    (one) => one.protocol === protocol && one.workload === column.workload && one.threads === column.threads,
  );
  const ratio = found?.speedupVsOld;
  return ratio ? `${ratio.median.toFixed(2)} [${ratio.low.toFixed(2)}, ${ratio.high.toFixed(2)}]` : '1';
}

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(14) + cells.map((cell) => cell.padStart(20)).join('');
}

const heads = columns.map((column) => `${column.workload} x${column.threads}`);
console.log(row('relative to old', heads));
for (const name of names) {
  const ratios = columns.map((column) => ratioToOld(name, column));
  console.log(row(name, ratios));
}
console.log(`\nmedians of ${config.trials} trials of ${config.durationMs} ms, with 95 % intervals`);
