// Agreement of the program that `emit scale` prints with `scale --engine native`: both measure the same cells, taking
// turns, and the ratio of their speeds is given with its interval. Both are built by the same compiler with -O2. Run:
//
//   npm run bench:agreement [-- TURNS MS]
//
// Run it on a quiet machine: a figure says something where its interval is narrow.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nativeCompiler } from '../dist/engines/native/compiler.js';
import { readResult } from '../dist/harness/scale/read-result.js';
import { scale } from '../dist/index.js';
import { describeEnvironment } from '../dist/machine/environment.js';
import { ratioText } from '../dist/report/numbers.js';
import { provenance } from '../dist/report/provenance.js';
import { type Column, textTable } from '../dist/report/table.js';
import type { ScaleResult } from '../dist/results/scale-result.js';
import { medianWithInterval } from '../dist/statistics/estimate.js';
import { seededRandom } from '../dist/statistics/random.js';

const [turns = 15, durationMs = 200] = process.argv.slice(2).map(Number);
const PROTOCOLS = ['old', 'v4'];
const WORKLOADS = ['shared', 'failed-get', 'free'] as const;
const THREADS = [1, 2];
const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'reftorture-agreement-'));
process.on('exit', () => rmSync(folder, { recursive: true }));

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return stdout;
}

const source = join(folder, 'scale.c');
const program = join(folder, 'scale');
run(process.execPath, [
  CLI,
  'emit',
  'scale',
  '--protocol',
  `${PROTOCOLS}`,
  '--workload',
  `${WORKLOADS}`,
  '--out',
  source,
]);
const { command, version } = await nativeCompiler();
const [cc, ...before] = command as [string, ...string[]];
run(cc, [...before, '-O2', '-pthread', source, '-o', program]);

function byProgram(): ScaleResult {
  const args = ['--threads', `${THREADS}`, '--trials', '1', '--duration', `${durationMs}ms`, '--json'];
  const file = join(folder, 'result.json');
  writeFileSync(file, run(program, args));
  return readResult(file).results[0] as ScaleResult;
}

function byNative(): Promise<ScaleResult> {
  const cells = { protocols: PROTOCOLS, workloads: WORKLOADS, engines: ['native'] as const, threads: THREADS };
  return scale({ ...cells, trials: 1, durationMs });
}

const speeds = { program: new Map<string, number[]>(), native: new Map<string, number[]>() };
const environment = describeEnvironment();
for (let turn = 0; turn < turns; turn++) {
  // The first one changes with each turn.
  for (const side of turn % 2 === 0 ? (['program', 'native'] as const) : (['native', 'program'] as const)) {
    const { series } = side === 'program' ? byProgram() : await byNative();
    for (const { workload, threads, protocol, median } of series) {
      const key = JSON.stringify([workload, String(threads), protocol]);
      speeds[side].set(key, [...(speeds[side].get(key) ?? []), median ?? Number.NaN]);
    }
  }
  process.stderr.write(`turn ${turn + 1} of ${turns}\n`);
}

const random = seededRandom(1);
const rows = [...speeds.program].map(([key, ours]) => {
  const native = speeds.native.get(key) ?? [];
  const ratios = ours.map((speed, turn) => speed / (native[turn] ?? Number.NaN)).filter(Number.isFinite);
  const shown = ratios.length > 0 ? ratioText(medianWithInterval(ratios, random)) : '-';
  return [...(JSON.parse(key) as string[]), shown];
});
console.log(`${turns} turns of ${durationMs} ms each, ${version}, -O2\n`);
const columns = ['workload', 'threads', 'protocol'].map((head): Column => ({ head, key: true }));
console.log(textTable({ columns: [...columns, { head: 'program / native' }], rows }));
console.log(provenance(environment));
