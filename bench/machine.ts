// Measurement of this machine for docs/machines: v4 and old in three workloads, a race, and the way of a cache line. Run:
//
//   npm run docs:machine [-- NAME]
//
// Without a name it measures nothing, and writes the tables of docs/machines/README.md anew.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { race, scale } from '../dist/index.js';
import { allowedCpus } from '../dist/machine/cpus.js';
import { powersUpTo } from '../dist/options/scale-options.js';
import { hopNs } from './hop.js';
import { MEASURED_WORKLOADS, tablesOf, withTables } from './machine-tables.js';

const FOLDER = fileURLToPath(new URL('../docs/machines/', import.meta.url));
const HOPS = 5;

async function measure(name: string): Promise<void> {
  const hops: number[] = [];
  for (let hop = 0; hop < HOPS; hop++) hops.push(await hopNs());
  const measured = {
    scale: await scale({
      ...{ protocols: ['old', 'v4'], workloads: MEASURED_WORKLOADS, engines: ['native'] },
      ...{ threads: powersUpTo(allowedCpus().length), trials: 21, durationMs: 200 },
    }),
    race: await race({ protocol: 'v4', scenario: 'email', engine: 'native', threads: 2, durationMs: 20_000 }),
    hop: { hopNs: hops },
  };
  mkdirSync(`${FOLDER}${name}`, { recursive: true });
  for (const [file, result] of Object.entries(measured)) {
    writeFileSync(`${FOLDER}${name}/${file}.json`, `${JSON.stringify(result)}\n`);
  }
}

const [name] = process.argv.slice(2);
if (name !== undefined && !/^[\w-]+$/.test(name)) {
  console.error(`machine: "${name}" is no name of a folder: letters, digits, - and _`);
  process.exit(2);
}
if (name !== undefined) await measure(name);
const page = `${FOLDER}README.md`;
writeFileSync(page, withTables(readFileSync(page, 'utf8'), tablesOf(FOLDER)));
