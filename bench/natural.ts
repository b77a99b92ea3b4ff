// Measurement of how often the race of the report happens with nothing slowed down, beside the time that a cache line
// takes from one CPU to the other. That time is all that separates T1's two steps, and within it T2 and T3 have to get
// to their step 1. On a machine whose hypervisor moves virtual CPUs about, the time changes from second to second, so
// it is measured before and after each race. Run:
//
//   npm run bench:natural [-- RACES MS [ENGINE,ENGINE...]]
//
// Races of several engines take turns.

import type { Engine } from '../dist/front-end/sources.js';
import { race } from '../dist/index.js';
import { allowedCpus } from '../dist/machine/cpus.js';
import { time } from '../dist/report/numbers.js';
import { provenance } from '../dist/report/provenance.js';
import { perSecond } from '../dist/report/race-report.js';
import { type Column, textTable } from '../dist/report/table.js';
import type { RaceResult } from '../dist/results/race-result.js';
import { hopNs } from './hop.js';

interface Run {
  /** Of the two measurements of the cache line's way. */
  readonly leastNs: number;
  readonly mostNs: number;
  readonly result: RaceResult;
}

if (allowedCpus().length < 2) {
  console.error('natural: needs two CPUs: on one, nobody takes a cache line away from anybody');
  process.exit(3);
}
const [races = 10, durationMs = 1000] = process.argv.slice(2, 4).map(Number);
const engines = (process.argv[4] ?? 'wasm').split(',') as Engine[];
const runs: Run[] = [];
for (let run = 0; run < races * engines.length; run++) {
  const engine = engines[run % engines.length] as Engine;
  const beforeNs = await hopNs();
  const result = await race({ protocol: 'v4', scenario: 'email', engine, threads: 2, durationMs });
  const afterNs = await hopNs();
  runs.push({ leastNs: Math.min(beforeNs, afterNs), mostNs: Math.max(beforeNs, afterNs), result });
}

const COLUMNS: readonly Column[] = [
  { head: 'engine', key: true },
  { head: 'one way, ns', align: 'right' },
  { head: 'allocations/s', align: 'right' },
  { head: 'resurrections/s', align: 'right' },
  { head: 'stolen frees/s', align: 'right' },
  { head: 'first', align: 'right' },
];
const rows = runs
  .sort((a, b) => a.mostNs - b.mostNs)
  .map(({ leastNs, mostNs, result }) => [
    result.config.engine,
    `${leastNs.toFixed(0)} to ${mostNs.toFixed(0)}`,
    perSecond(result, result.totals.allocs),
    perSecond(result, result.totals.resurrections),
    perSecond(result, result.violations.stolenFree),
    result.firstViolationMs === null ? '-' : time(result.firstViolationMs),
  ]);
console.log(textTable({ columns: COLUMNS, rows }));
const [first] = runs;
if (first) console.log(provenance(first.result.environment));
