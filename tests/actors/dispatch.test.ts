// Each number of a role or of a workload has its case in the switch that plays it. A number without one plays nothing:
// such a role finds no violation, and such a workload is very fast.

import { expect, test } from 'vitest';
import * as roleNumbers from '../../src/actors/role-numbers.js';
import { Counts } from '../../src/arena/counts.js';
import { countersOf } from '../../src/arena/totals.js';
import { createScaleMemory, drawPicks, layOutTrial } from '../../src/arena/trial-arena.js';
import type { Kernel } from '../../src/engines/kernel.js';
import { builtInRoles } from '../../src/scenarios/index.js';
import { workloads } from '../../src/scenarios/workloads.js';
import { seededRandom } from '../../src/statistics/random.js';
import { codeOf, TestBed } from '../engines/test-kernel.js';
import { check } from '../runs.js';

test('every role is played in a scenario', () => {
  const threadRoles = builtInRoles().map(({ number }) => number);
  expect(threadRoles.sort((a, b) => a - b)).toEqual(Object.values(roleNumbers).sort((a, b) => a - b));
});

test.each(builtInRoles())('the role $name takes a step', async ({ name }) => {
  const { transitions } = await check({ scenario: 'mixed', roles: [name] });
  expect(transitions).toBeGreaterThan(0);
});

test.each(workloads)('the workload $name calls the protocol', async (workload) => {
  const engine = 'js';
  const shape = { workload, threads: 1, pages: 8 };
  const memory = createScaleMemory(engine, [shape]);
  layOutTrial(memory, engine, shape, drawPicks(shape, seededRandom(1)), 1);
  // With counters: `scale` itself leaves those of the roles out.
  const code = await codeOf({ protocol: 'v4.ts', engine, variant: 'detecting' });
  const kernel = new TestBed<Kernel>(code, memory).thread();
  kernel.setup(0);
  kernel.populate();
  kernel.ready(workload.number);
  kernel.measure(workload.number, 100);
  const counts = new Counts();
  counts.add(countersOf(memory.buffer, 0));
  expect(counts.operations()).toBeGreaterThan(0);
});
