// Which access of an execution would forbid it, were it stronger: of an execution built by hand.

import { expect, test } from 'vitest';
import { isAllowed } from '../../../src/checker/memory/lkmm/axioms.js';
import { Graph } from '../../../src/checker/memory/lkmm/graph.js';
import { strongerOrders } from '../../../src/checker/memory/lkmm/stronger-orders.js';
import { type AccessStep, effectOf } from '../../../src/checker/memory/lkmm/thread-tree.js';
import { ACQUIRE, RELAXED, RELEASE } from '../../../src/runtime/order.js';

const [X, Y] = [0, 1];

function step(access: AccessStep['access'], word: number, at: number, site: string, order = RELAXED): AccessStep {
  const values = { first: 1, second: 2, control: [], address: [], data: [], noReturn: false, lock: undefined };
  return { kind: 'access', access, word, at, site, order, ...values };
}

test('an access that failed is not asked for more, though the same place in the code succeeds later', () => {
  const graph = new Graph([0, 0], 2);
  graph.addWrite(0, step('store', X, 0, 'data'), 1, 1, -1);
  const flag = graph.addWrite(0, step('store', Y, 1, 'flag', RELEASE), 1, 1, -1);
  // The other thread tries until it finds the flag, and then finds old data.
  const [failing, succeeding] = [0, 1].map((at) => step('compareExchange', Y, at, 'loop')) as [AccessStep, AccessStep];
  const failed = graph.addRead(1, failing, 0, effectOf(failing, 0), Y);
  const read = graph.addRead(1, succeeding, 1, effectOf(succeeding, 1), flag);
  graph.addWrite(1, succeeding, 2, 2, read);
  const load = step('load', X, 2, 'use');
  graph.addRead(1, load, 0, effectOf(load, 0), X);

  expect(isAllowed(graph)).toBe(true);
  expect(graph.event(failed).failed).toBe(true);
  expect(strongerOrders(graph)).toEqual([{ event: read, order: ACQUIRE }]);
});
