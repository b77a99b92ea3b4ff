// Measurement of what the weak memory model costs: the same cases under sc and ra, the cases of claim C6, and the
// litmus suite. Rates are per second of CPU time of this process, because other load on the machine disturbs that less
// than wall-clock time. Each is the median of several runs, and each run builds the model anew. Run:
//
//   npm run bench:weak-memory

import { buildSystem } from '../dist/checker/build.js';
import { runCheck } from '../dist/checker/check.js';
import { runLitmusFile } from '../dist/checker/litmus.js';
import { explore } from '../dist/checker/search/explore.js';
import { codeOf } from '../dist/checker/unexplored.js';
import { make } from '../dist/engines/make.js';
import { litmusFiles } from '../dist/litmus/shipped.js';
import { MEMORY_MODELS } from '../dist/memory-facts.js';
import { type CheckRequest, resolveCheck } from '../dist/requests/check-request.js';
import { median } from '../dist/statistics/estimate.js';

const RUNS = 7;
const LIMITS = { maxStates: 5_000_000 };
const CASES: readonly CheckRequest[] = [
  { protocol: 'v4', scenario: 'email', dtor: 'looked-up' },
  { protocol: 'v4', scenario: 'getters', dtor: 'looked-up' },
  { protocol: 'v4', scenario: 'getters', dtor: 'looked-up', threads: 6 },
];

/** CPU time of this process, all its threads together. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

console.log(
  '| case | memory | states | transitions | states/s | transitions/s |\n| --- | --- | --- | --- | --- | --- |',
);
for (const request of CASES) {
  for (const memory of ['sc', 'ra'] as const) {
    const resolved = resolveCheck({ ...request, memory });
    const { config } = resolved;
    const { program } = await codeOf(resolved, async (task) => make(task));
    let states = 0;
    let transitions = 0;
    const seconds: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const model = buildSystem(program, resolved);
      const startMs = cpuMs();
      const exploration = explore(model, { symmetry: true }, LIMITS);
      seconds.push((cpuMs() - startMs) / 1000);
      states = exploration.visited.size;
      transitions = exploration.transitions;
    }
    const each = median(seconds);
    const cells = [states, transitions, Math.round(states / each), Math.round(transitions / each)];
    console.log(`| ${config.scenario}, ${config.roles.length} threads | ${memory} | ${cells.join(' | ')} |`);
  }
}

console.log(
  '\n| claim C6, looked-up destructor in email | states | ms of CPU, whole check | violated |\n| --- | --- | --- | --- |',
);
for (const protocol of ['v4', 'v4-acquire', 'v4-full']) {
  for (const memory of MEMORY_MODELS) {
    const startMs = cpuMs();
    const request = resolveCheck({ protocol, scenario: 'email', dtor: 'looked-up', memory });
    const { states, witnesses } = runCheck(request, await codeOf(request, async (task) => make(task)));
    const spentMs = cpuMs() - startMs;
    const violated = witnesses.map(({ property }) => property).join(', ');
    console.log(`| ${protocol}, ${memory} | ${states} | ${spentMs.toFixed(0)} | ${violated} |`);
  }
}

const results = litmusFiles(['all']).files.map((file) =>
  runLitmusFile(file, { ...LIMITS, memory: ['sc', 'ra', 'lkmm'] }),
);
const agreeing = results.filter(({ agrees }) => agrees).length;
const spentMs = results.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
console.log(
  `\n${results.length} litmus tests under sc and ra in ${spentMs.toFixed(0)} ms; as the Linux-kernel model in ${agreeing}`,
);
