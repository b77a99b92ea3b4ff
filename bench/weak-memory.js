// What the weak memory model costs: the same cases under sc and ra, the cases of claim C6, and the litmus suite. Rates are
// per second of CPU time of this process, which other load disturbs less than the clock; each from a cold start of the
// model, medians of several.
//
//   node bench/weak-memory.js

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildModel } from '../dist/checker/build.js';
import { check } from '../dist/checker/check.js';
import { explore } from '../dist/checker/explore/explore.js';
import { runLitmusFile } from '../dist/checker/litmus/run.js';
import { bundleFor } from '../dist/engines/link-model.js';
import { checkConfig } from '../dist/requests/check-request.js';
import { resolveProtocol } from '../dist/requests/resolve-protocol.js';

/** @typedef {import('../dist/requests/check-request.js').CheckRequest} Request */

const RUNS = 7;
const LIMITS = { maxStates: 5_000_000 };
const LITMUS = fileURLToPath(new URL('../tests/litmus/', import.meta.url));
/** @type {readonly Request[]} */
const CASES = [
  { protocol: 'v4', scenario: 'email', dtor: 'looked-up' },
  { protocol: 'v4', scenario: 'getters', dtor: 'looked-up' },
  { protocol: 'v4', scenario: 'getters', dtor: 'looked-up', threads: 6 },
];

const median = (/** @type {number[]} */ values) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;

console.log(
  '| case | memory | states | transitions | states/s | transitions/s |\n| --- | --- | --- | --- | --- | --- |',
);
for (const request of CASES) {
  for (const memory of /** @type {const} */ (['sc', 'ra'])) {
    const config = checkConfig({ ...request, memory });
    const bundle = await bundleFor(resolveProtocol(config.protocol).file);
    let [states, transitions] = [0, 0];
    const seconds = [];
    for (let run = 0; run < RUNS; run++) {
      const model = buildModel(bundle.text, config);
      const before = process.cpuUsage();
      const exploration = explore(model, { symmetry: true }, LIMITS);
      const { user, system } = process.cpuUsage(before);
      seconds.push((user + system) / 1e6);
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
  for (const memory of /** @type {const} */ (['sc', 'ra'])) {
    const before = process.cpuUsage();
    const { states, witnesses } = await check({ protocol, scenario: 'email', dtor: 'looked-up', memory });
    const { user, system } = process.cpuUsage(before);
    const violated = witnesses.map(({ property }) => property).join(', ');
    console.log(`| ${protocol}, ${memory} | ${states} | ${((user + system) / 1000).toFixed(0)} | ${violated} |`);
  }
}

const results = readdirSync(LITMUS).map((name) => runLitmusFile(LITMUS + name, LIMITS.maxStates));
const agreeing = results.filter(({ agrees }) => agrees).length;
const spent = results.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
console.log(
  `\n${results.length} litmus tests under sc and ra in ${spent.toFixed(0)} ms; as the Linux-kernel model in ${agreeing}`,
);
