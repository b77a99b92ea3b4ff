// What the checker does in a second, and what its reductions save. Figures are CPU time of this process, which other
// load disturbs less than the clock; with several threads also the clock.
//
//   node bench/checker.js [--large]

import { availableParallelism } from 'node:os';
import { buildModel } from '../dist/checker/build.js';
import { explore } from '../dist/checker/explore/explore.js';
import { exploreTogether } from '../dist/checker/explore/parallel.js';
import { bundleFor } from '../dist/engines/link-model.js';
import { checkConfig } from '../dist/requests/check-request.js';
import { resolveProtocol } from '../dist/requests/resolve-protocol.js';

/** @typedef {import('../dist/requests/check-request.js').CheckRequest} Request */

/** @type {readonly Request[]} */
const SMALL = [
  { protocol: 'v4', scenario: 'getters', threads: 4, rounds: 2 },
  { protocol: 'v4', scenario: 'getters', threads: 5, rounds: 2 },
  { protocol: 'v4', scenario: 'getters', threads: 6, rounds: 1 },
  { protocol: 'v4', scenario: 'overflow', threads: 4, rounds: 2, width: 3 },
  { protocol: 'v4', scenario: 'overflow', threads: 5, rounds: 2, width: 3 },
  { protocol: 'v4', scenario: 'overflow', threads: 6, rounds: 1, width: 3 },
];
/** @type {readonly Request[]} */
const LARGE = [
  { protocol: 'v4', scenario: 'getters', threads: 6, rounds: 2 },
  { protocol: 'v4', scenario: 'overflow', threads: 5, rounds: 3, width: 3 },
  { protocol: 'v4', scenario: 'email', roles: ['T1', 'T2', 'T3', 'T1', 'T2', 'T3'], rounds: 2 },
];
const LIMITS = { maxStates: 30_000_000 };
const HELPER_FILE = new URL('../dist/workers/explore.js', import.meta.url);
const JOBS = Math.min(availableParallelism(), 8);

/** @type {readonly (readonly [string, (model: any) => any])[]} */
const WAYS = [
  ['none', (model) => explore(model, { symmetry: false }, LIMITS)],
  ['symmetry', (model) => explore(model, { symmetry: true }, LIMITS)],
  ['partial order', (model) => explore(model, { symmetry: false, partialOrder: true }, LIMITS)],
  ['both', (model) => explore(model, { symmetry: true, partialOrder: true }, LIMITS)],
  [
    `symmetry, ${JOBS} threads`,
    (model) => exploreTogether(model, { symmetry: true }, LIMITS, { threads: JOBS, helperFile: HELPER_FILE }),
  ],
];

async function modelOf(/** @type {Request} */ request) {
  const config = checkConfig(request);
  const bundle = await bundleFor(resolveProtocol(config.protocol).file);
  return buildModel(bundle.text, config);
}

const head = [
  'configuration',
  'reduction',
  'states',
  'fewer',
  'states/s',
  'transitions/s',
  'bytes/state',
  'MB',
  'CPU s',
  's',
];
const rows = [];
for (const request of process.argv.includes('--large') ? [...SMALL, ...LARGE] : SMALL) {
  const { scenario, rounds, width, roles, threads = roles?.length } = request;
  const name = `${scenario}, ${threads} threads, ${rounds} rounds${width ? `, ${width} bits` : ''}`;
  let plain = 0;
  for (const [way, run] of WAYS) {
    const model = await modelOf(request);
    const [clock, cpu] = [performance.now(), process.cpuUsage()];
    const { visited, transitions, complete } = run(model);
    const { user, system } = process.cpuUsage(cpu);
    const seconds = (user + system) / 1e6;
    if (way === 'none' && complete) plain = visited.size;
    rows.push([
      ...[
        name,
        way,
        complete ? visited.size : `> ${visited.size}`,
        plain ? `${(plain / visited.size).toFixed(1)}x` : '',
      ],
      ...[Math.round(visited.size / seconds), Math.round(transitions / seconds), visited.bytesPerState],
      ...[(visited.bytes / 1e6).toFixed(0), seconds.toFixed(2), ((performance.now() - clock) / 1000).toFixed(2)],
    ]);
  }
}
const line = (/** @type {readonly unknown[]} */ cells) => `| ${cells.join(' | ')} |`;
console.log([line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n'));
