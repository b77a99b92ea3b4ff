// Which checks are explored in the thread that asks for them, where nothing is heard meanwhile: those that take no time.

import { expect, test } from 'vitest';
import { isSmall } from '../../src/harness/check/check.js';
import { MEMORY_MODELS, suits } from '../../src/memory-facts.js';
import { type CheckRequest, resolveCheck } from '../../src/requests/check-request.js';
import { scenarios } from '../../src/scenarios/index.js';
import { check } from '../runs.js';

const MOST_STATES = 15_000;

test.each(MEMORY_MODELS)('a check that is small by its rounds has few states, under %s', async (memory) => {
  // Of the protocols that count in one word and in words of each worker, those with the most states.
  for (const protocol of ['v4', 'biased']) {
    for (const { name: scenario } of scenarios.filter(({ name }) => suits(memory, name))) {
      const request = { protocol, scenario, memory, dtor: 'looked-up' } as const;
      if (!isSmall(resolveCheck(request))) continue;
      const { complete, states } = await check(request, { maxStates: MOST_STATES });
      expect({ ...request, complete, states }).toMatchObject({ complete: true });
    }
  }
});

test.each<[boolean, CheckRequest]>([
  [true, {}],
  [true, { scenario: 'getters' }],
  [true, { memory: 'ra' }],
  [false, { scenario: 'getters', memory: 'ra' }],
  [false, { memory: 'lkmm' }],
  [false, { rounds: 2 }],
  [false, { scenario: 'mixed' }],
  [false, { roles: ['T1', 'T2', 'T2'] }],
])('small: %s, of %j', (small, request) => {
  expect(isSmall(resolveCheck({ protocol: 'v4', scenario: 'email', ...request }))).toBe(small);
});
