// Measurement of how many states the checker explores in a second, how much memory a state takes, and what the symmetry
// reduction saves. Rates are per second of CPU time of this process, because other load on the machine disturbs that
// less than wall-clock time. Run:
//
//   npm run bench:checker [-- --large]

import { buildSystem } from '../dist/checker/build.js';
import type { System } from '../dist/checker/model/system.js';
import { type Exploration, explore } from '../dist/checker/search/explore.js';
import { codeOf } from '../dist/checker/unexplored.js';
import { make } from '../dist/engines/make.js';
import { type CheckRequest, resolveCheck } from '../dist/requests/check-request.js';

const SMALL: readonly CheckRequest[] = [
  { protocol: 'v4', scenario: 'getters', threads: 4, rounds: 2 },
  { protocol: 'v4', scenario: 'getters', threads: 5, rounds: 2 },
  { protocol: 'v4', scenario: 'getters', threads: 6, rounds: 1 },
  { protocol: 'v4', scenario: 'overflow', threads: 4, rounds: 2, width: 3 },
  { protocol: 'v4', scenario: 'overflow', threads: 5, rounds: 2, width: 3 },
  { protocol: 'v4', scenario: 'overflow', threads: 6, rounds: 1, width: 3 },
];
const LARGE: readonly CheckRequest[] = [
  { protocol: 'v4', scenario: 'getters', threads: 6, rounds: 2 },
  { protocol: 'v4', scenario: 'overflow', threads: 5, rounds: 3, width: 3 },
  { protocol: 'v4', scenario: 'email', roles: ['T1', 'T2', 'T3', 'T1', 'T2', 'T3'], rounds: 2 },
];
const LIMITS = { maxStates: 30_000_000 };

interface Reduction {
  readonly name: string;
  readonly run: (system: System) => Exploration;
}

const REDUCTIONS: readonly Reduction[] = [
  { name: 'none', run: (system) => explore(system, { symmetry: false }, LIMITS) },
  { name: 'symmetry', run: (system) => explore(system, { symmetry: true }, LIMITS) },
];

const HEAD = [
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

async function systemOf(request: CheckRequest): Promise<System> {
  const resolved = resolveCheck(request);
  const { program } = await codeOf(resolved, async (task) => make(task));
  return buildSystem(program, resolved);
}

function nameOf({ scenario, rounds, width, roles, threads = roles?.length }: CheckRequest): string {
  return `${scenario}, ${threads} threads, ${rounds} rounds${width ? `, ${width} bits` : ''}`;
}

const rows: (string | number)[][] = [];
for (const request of process.argv.includes('--large') ? [...SMALL, ...LARGE] : SMALL) {
  let statesUnreduced = 0;
  for (const { name, run } of REDUCTIONS) {
    const model = await systemOf(request);
    const startMs = performance.now();
    const startCpu = process.cpuUsage();
    const { visited, transitions, complete } = run(model);
    const { user, system } = process.cpuUsage(startCpu);
    const cpuSeconds = (user + system) / 1e6;
    const seconds = (performance.now() - startMs) / 1000;
    if (name === 'none' && complete) statesUnreduced = visited.size;
    rows.push([
      nameOf(request),
      name,
      complete ? visited.size : `> ${visited.size}`,
      statesUnreduced ? `${(statesUnreduced / visited.size).toFixed(1)}x` : '',
      Math.round(visited.size / cpuSeconds),
      Math.round(transitions / cpuSeconds),
      (visited.bytes / visited.size).toFixed(1),
      (visited.bytes / 1e6).toFixed(0),
      cpuSeconds.toFixed(2),
      seconds.toFixed(2),
    ]);
  }
}
const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
console.log([line(HEAD), line(HEAD.map(() => '---')), ...rows.map(line)].join('\n'));
