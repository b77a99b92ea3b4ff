// Several threads over shared states against one thread.

import { beforeAll, describe, expect, test } from 'vitest';
import { buildModel } from '../../src/checker/build.js';
import { type Exploration, explore } from '../../src/checker/explore/explore.js';
import { pack } from '../../src/checker/explore/packing.js';
import { exploreInParallel } from '../../src/checker/explore/parallel.js';
import { SharedStates, sharedBuffers } from '../../src/checker/explore/shared-states.js';
import { shortestSchedules } from '../../src/checker/explore/shortest.js';
import { make } from '../../src/engines/make.js';
import { bundleFor } from '../../src/engines/store.js';
import { type CheckRequest, resolveCheck } from '../../src/requests/check-request.js';

const LIMITS = { maxStates: 10_000_000 };
const HELPER_FILE = new URL('../../dist/workers/explore.js', import.meta.url);

async function modelFor(request: CheckRequest) {
  const resolved = resolveCheck(request);
  return buildModel((await bundleFor({ protocolFile: resolved.protocol.file }, { make })).text, resolved);
}

/** What must not depend on who explores. */
function summaryOf(exploration: Exploration) {
  const { visited, levels, transitions, finals, complete, violationDepths } = exploration;
  const depths = [...violationDepths].sort(([left], [right]) => left - right);
  const goals = depths.map(([bit, depth]) => ({ bit, depth }));
  const schedules = shortestSchedules(exploration, goals).map((schedule) =>
    schedule.map(({ thread }) => thread).join(''),
  );
  return { states: visited.size, levels, transitions, finals, complete, depths, schedules };
}

describe.each<CheckRequest>([
  { protocol: 'v4', scenario: 'getters', threads: 5, rounds: 2 },
  { protocol: 'or-freeze', scenario: 'getters', threads: 5, rounds: 1 },
  { protocol: 'v4', scenario: 'overflow', threads: 4, rounds: 2, width: 3 },
])('%j', (request) => {
  let expected: ReturnType<typeof summaryOf>;
  beforeAll(async () => {
    expected = summaryOf(explore(await modelFor(request), { symmetry: true }, LIMITS));
  });

  test.each([1, 2, 4])(
    '%i threads find what one finds, however often they need more room',
    async (threads) => {
      const together = exploreInParallel(await modelFor(request), { symmetry: true }, LIMITS, {
        threads,
        helperFile: HELPER_FILE,
        capacity: 5000,
      });
      expect(summaryOf(together)).toEqual(expected);
    },
    60_000,
  );
});

test('a limit stops them too', async () => {
  const model = await modelFor({ protocol: 'v4', scenario: 'getters', threads: 5, rounds: 2 });
  const { complete, frontier } = exploreInParallel(
    model,
    { symmetry: true },
    { maxStates: 20_000 },
    { threads: 2, helperFile: HELPER_FILE },
  );
  expect(complete).toBe(false);
  expect(frontier).toBeGreaterThan(0);
});

test("two views of one memory find each other's states, and each state once", () => {
  const buffers = sharedBuffers(pack([20, 20]), 4096);
  const [left, right] = [new SharedStates(buffers), new SharedStates(buffers)];
  for (let value = 0; value < 1000; value++) left.add(Int32Array.of(value, 1));
  left.flush();
  for (let value = 500; value < 1500; value++) right.add(Int32Array.of(value, 1));
  right.flush();
  expect(left.size).toBe(1500);
  expect(left.full).toBe(false);
  const fields = new Int32Array(2);
  for (let state = 0; state < 1500; state++) {
    left.read(state, fields);
    expect(right.find(fields)).toBe(state);
  }
  for (let value = 0; value < 5000; value++) right.add(Int32Array.of(value, 2));
  right.flush();
  expect(left.full).toBe(true);
  expect(left.size).toBe(4096);
});
