// Load buffering: a read finds what is written later in every interleaving, because a write has passed it in program
// order. The explorer then goes on with a value that is a guess, until the write comes.
//
// A write that is ordered behind the read, by a dependency, a release or a full fence, cannot have passed it: happens-
// before would run in a circle. Any other is an *escape* of the read here. Whoever has none in the way to its source needs
// no guess, and just waits for it.

import { PLAIN } from '../../../printers/model/instructions.js';
import { ACQUIRE, FULL, RELEASE } from '../../../runtime/order.js';
import type { Graph } from './graph.js';

/** Whether `write`, later in the thread of `read`, may pass it. */
export function escapes(graph: Graph, read: number, write: number): boolean {
  const { order: ofRead } = graph.event(read);
  const { order: ofWrite } = graph.event(write);
  if (ofRead === PLAIN || ofWrite === PLAIN) return true;
  if (ofRead === ACQUIRE || ofRead === FULL) return false;
  if (ofWrite === RELEASE || ofWrite === FULL || graph.rmwWrite[read] === write) return false;
  if (graph.address[write]?.includes(read) || graph.data[write]?.includes(read)) return false;
  if (graph.control[write]?.includes(read)) return false;
  return !fencesBetween(graph, read, write);
}

/** The reads of its thread that `write` may pass. */
export function passedBy(graph: Graph, write: number): number[] {
  const own = graph.eventsOf[graph.event(write).thread] as readonly number[];
  return own.filter((event) => event < write && graph.event(event).kind === 'read' && escapes(graph, event, write));
}

/** Whether a full fence, or an operation that is one, is between two events of a thread. */
function fencesBetween(graph: Graph, first: number, last: number): boolean {
  const own = graph.eventsOf[graph.event(first).thread] as readonly number[];
  for (let index = own.indexOf(first) + 1; own[index] !== last; index++) {
    const event = graph.event(own[index] as number);
    if (event.fence === 'full' || (event.kind === 'write' && event.order === FULL)) return true;
  }
  return false;
}

/** Whether an escape of `read` is, by program order and reads-from, before `source` or is it. */
export function escapesTo(graph: Graph, read: number, source: number): boolean {
  const own = graph.eventsOf[graph.event(read).thread] as readonly number[];
  const before = new Set<number>();
  addBefore(graph, before, source);
  return own
    .slice(own.indexOf(read) + 1)
    .some((event) => before.has(event) && graph.event(event).kind === 'write' && escapes(graph, read, event));
}

function addBefore(graph: Graph, before: Set<number>, event: number): void {
  if (before.has(event)) return;
  before.add(event);
  const { thread } = graph.event(event);
  if (thread < 0) return;
  const own = graph.eventsOf[thread] as readonly number[];
  const index = own.indexOf(event);
  if (index > 0) addBefore(graph, before, own[index - 1] as number);
  const source = graph.readsFrom[event] as number;
  if (source >= 0) addBefore(graph, before, source);
}

/** The writes whose place and value do not rest on a guess: reads without a source, and what depends on them, do. */
export function settledWrites(graph: Graph): number[] {
  const unsettled = new Set<number>();
  const settled: number[] = [];
  for (let changed = true; changed; ) {
    changed = false;
    for (const [event, { kind, thread }] of graph.events.entries()) {
      if (thread < 0 || unsettled.has(event)) continue;
      const source = graph.readsFrom[event] as number;
      const dependsOn = [graph.address[event], graph.data[event], graph.control[event]].flatMap((reads) => reads ?? []);
      const rests = kind === 'read' && (source < 0 || unsettled.has(source));
      if (!rests && !dependsOn.some((read) => unsettled.has(read))) continue;
      unsettled.add(event);
      changed = true;
    }
  }
  for (const [event, { kind, thread }] of graph.events.entries()) {
    if (kind === 'write' && thread >= 0 && !unsettled.has(event)) settled.push(event);
  }
  return settled;
}
