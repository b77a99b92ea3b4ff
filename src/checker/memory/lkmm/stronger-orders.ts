// The missing order: accesses of an execution that, were they stronger, would forbid it.

import { ACQUIRE, FULL, RELEASE } from '../../../runtime/order.js';
import { isAllowed } from './axioms.js';
import type { Graph } from './graph.js';

/** An access, by an event of it, and the weakest order with which the execution would be forbidden. */
export interface StrongerOrder {
  readonly event: number;
  readonly order: number;
}

const ORDERS = [ACQUIRE, RELEASE, FULL] as const;

/** One for each place in the code that has one, in the order of the events. An access that is full has none. */
export function strongerOrders(graph: Graph): StrongerOrder[] {
  const found = new Map<string, StrongerOrder>();
  for (const [event, { kind, thread, failed, order: asked }] of graph.events.entries()) {
    const site = graph.siteOf(event);
    if (thread < 0 || kind === 'fence' || failed || found.has(site)) continue;
    const isUpdate = graph.rmwWrite[event] !== -1 || graph.rmwWrite[event - 1] === event;
    const order = ORDERS.find((stronger) => {
      if (stronger === asked || asked === FULL) return false;
      // Linux has acquiring loads and releasing stores, and no others.
      if (!isUpdate && stronger !== (kind === 'read' ? ACQUIRE : RELEASE)) return false;
      return !isAllowed(withOrder(graph, site, stronger));
    });
    if (order !== undefined) found.set(site, { event, order });
  }
  return [...found.values()];
}

/** The execution in which every access at `site` asks for `order`. */
function withOrder(graph: Graph, site: string, order: number) {
  const { readsFrom, coherence, rmwWrite, address, data, control } = graph;
  const events = graph.events.map((event, index) =>
    graph.siteOf(index) === site && !event.failed ? { ...event, order } : event,
  );
  return { events, readsFrom, coherence, rmwWrite, address, data, control };
}
