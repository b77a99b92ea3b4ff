// How often the race of the report comes with nothing slowed down, beside the time that a cache line takes from one CPU
// to the other. That time is all that holds T1 up between its two steps, and the rest of T2 and T3 up to its step 1 have
// to fit in.
// Where the hypervisor moves CPUs about, it changes while one looks, so it is taken before and after each race. Run:
//
//   npm run bench:natural [RACES] [MS]

import { race } from '../dist/index.js';
import { allowedCpus } from '../dist/machine/cpus.js';
import { time } from '../dist/report/numbers.js';
import { plainTable } from '../dist/report/plain-table.js';
import { provenance } from '../dist/report/provenance.js';
import { perSecond } from '../dist/report/race-table.js';
import { hopNs } from './hop.js';

if (allowedCpus().length < 2) {
  console.error('natural: needs two CPUs: on one, nobody takes a cache line away from anybody');
  process.exit(3);
}
const [races = 10, durationMs = 1000] = process.argv.slice(2).map(Number);
const rows = [];
for (let run = 0; run < races; run++) {
  const beforeNs = await hopNs();
  const result = await race({ protocol: 'v4', scenario: 'email', threads: 2, durationMs });
  const hopsNs = [beforeNs, await hopNs()].sort((a, b) => a - b);
  rows.push({ hopsNs, result });
}

const cells = rows
  .sort((a, b) => (a.hopsNs[1] ?? 0) - (b.hopsNs[1] ?? 0))
  .map(({ hopsNs, result }) => [
    hopsNs.map((ns) => ns.toFixed(0)).join(' to '),
    perSecond(result, result.totals.allocs),
    perSecond(result, result.totals.resurrections),
    perSecond(result, result.violations.stolenFree),
    result.firstViolationMs === null ? '-' : time(result.firstViolationMs),
  ]);
const head = ['one way, ns', 'allocations/s', 'resurrections/s', 'stolen frees/s', 'first'];
console.log(plainTable([head, ...cells], [0, 1, 2, 3, 4]));
const [any] = rows;
if (any) console.log(provenance(any.result.environment));
