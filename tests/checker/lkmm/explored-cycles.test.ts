// The explorer against the naive enumerator on the generated tests: as many executions, the same ends, and a data race
// found by both or by none.

import { expect, test } from 'vitest';
import { litmusExecutions } from '../../../src/checker/memory/lkmm/litmus.js';
import { slice } from '../../slow.js';
import { everyCycle } from './generator/families.js';
import { generatedTest } from './generator/tests.js';
import { enumerate } from './naive.js';

const LIMITS = { maxStates: 100_000 };

test.each(slice(everyCycle(), 6))('%s', (cycle) => {
  const litmus = generatedTest(cycle);
  const { ends, executions, racy, complete } = litmusExecutions(litmus, LIMITS);
  const naive = enumerate(litmus);
  expect(complete).toBe(true);
  expect([executions, racy > 0]).toEqual([naive.allowed, naive.races]);
  const texts = ends.map(({ values }) => textOf([...values].map(([name, value]) => `${name}=${value}`)));
  expect(new Set(texts)).toEqual(new Set([...naive.outcomes].map((outcome) => textOf(outcome.split(' ')))));
});

function textOf(values: readonly string[]): string {
  return [...values].sort().join(' ');
}
