// Reads whose value is predicted, for load buffering: a read finds what is written later in every interleaving, because a
// write has passed it in program order. The explorer then goes on with a predicted value until the write comes.
//
// A write of the same word, or one that is ordered behind the read by a dependency, a release or a full fence, cannot have
// passed it: an axiom would be broken. Any other *may pass* it here. A read without such a write on the way to its source
// needs no prediction: its thread just waits for the source.

import { type Fence, PLAIN } from '../../../printers/model/instructions.js';
import { ACQUIRE, FULL, RELEASE } from '../../../runtime/order.js';
import type { Execution } from './execution.js';
import type { Graph } from './graph.js';
import type { ThreadNode } from './thread-tree.js';

export interface PredictedRead {
  readonly read: number;
  readonly thread: number;
  readonly word: number;
  readonly value: number;
  /** The first event that may be its source. */
  from: number;
}

export class PredictedReads {
  /** Those that have no source yet. */
  readonly pending: PredictedRead[] = [];
  readonly #all = new Set<number>();
  readonly #graph: Graph;

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  get any(): boolean {
    return this.#all.size > 0;
  }

  has(read: number): boolean {
    return this.#all.has(read);
  }

  push(predicted: PredictedRead): void {
    this.pending.push(predicted);
    this.#all.add(predicted.read);
  }

  pop(): void {
    const predicted = this.pending.pop();
    if (predicted) this.#all.delete(predicted.read);
  }

  /**
   * Lets the next write that is there for a predicted read be its source, and then leaves it; calls `explore` for both.
   * Returns whether there was one.
   */
  offer(isAllowed: (execution: Execution) => boolean, counts: { forbidden: number }, explore: () => void): boolean {
    const { events, readsFrom } = this.#graph;
    for (const [index, predicted] of this.pending.entries()) {
      const { read, word, value, thread, from } = predicted;
      const write = events.findIndex(
        (event, at) =>
          at >= from &&
          event.kind === 'write' &&
          event.word === word &&
          event.value === value &&
          event.thread !== thread,
      );
      if (write < 0) continue;
      readsFrom[read] = write;
      this.pending.splice(index, 1);
      if (isAllowed(this.#graph)) explore();
      else counts.forbidden++;
      this.pending.splice(index, 0, predicted);
      readsFrom[read] = -1;
      predicted.from = write + 1;
      explore();
      predicted.from = from;
      return true;
    }
    return false;
  }

  /**
   * Returns whether a predicted read of `thread`, which goes on at `node`, can have no source, because no write has passed
   * it and none may from there on. `hasPlainWrite`: in the program.
   */
  isHopeless(thread: number, { step }: ThreadNode, hasPlainWrite: boolean): boolean {
    return this.pending.some((predicted) => {
      if (predicted.thread !== thread || !closes(step, hasPlainWrite)) return false;
      return writesPassing(this.#graph, predicted.read).length === 0;
    });
  }

  /**
   * Returns whether the complete execution is the one that is built in this way: each prediction was needed, and no read
   * that waited would have needed one.
   */
  areNeeded(waited: Iterable<number>): boolean {
    if (this.#all.size === 0) return true;
    const isNeeded = (read: number): boolean => leadsToSource(this.#graph, read);
    return [...this.#all].every(isNeeded) && ![...waited].some(isNeeded);
  }
}

/** A grace period is a full barrier as well. */
const FULL_FENCES: ReadonlySet<unknown> = new Set<Fence>(['full', 'rcu-sync', 'srcu-sync']);

/** Returns whether no write from `step` on may pass what is before it. A fence does not hold plain writes. */
function closes(step: ThreadNode['step'], hasPlainWrite: boolean): boolean {
  if (step.kind === 'end' || step.kind === 'trap') return true;
  if (hasPlainWrite) return false;
  if (step.kind === 'fence') return FULL_FENCES.has(step.fence);
  if (step.kind !== 'access' || step.order !== FULL) return false;
  return !['load', 'store', 'compareExchange', 'addUnless'].includes(step.access); // the last two may write nothing
}

/** Returns the reads of its thread that `write` may pass. */
export function passedBy(graph: Graph, write: number): number[] {
  const own = graph.eventsOf[graph.event(write).thread] as readonly number[];
  return own.filter((event) => event < write && graph.event(event).kind === 'read' && mayPass(graph, write, event));
}

/** Returns the writes so far, later in its thread, that may pass `read`. */
function writesPassing(graph: Graph, read: number): number[] {
  const own = graph.eventsOf[graph.event(read).thread] as readonly number[];
  const later = own.slice(own.indexOf(read) + 1);
  return later.filter((event) => graph.event(event).kind === 'write' && mayPass(graph, event, read));
}

/** Returns whether `write`, later in the thread of `read`, may pass it. */
function mayPass(graph: Graph, write: number, read: number): boolean {
  const { order: ofRead, word } = graph.event(read);
  const { order: ofWrite, word: written } = graph.event(write);
  if (ofRead === PLAIN || ofWrite === PLAIN) return true;
  if (ofRead === ACQUIRE || ofRead === FULL || written === word) return false;
  if (ofWrite === RELEASE || ofWrite === FULL || graph.rmwWrite[read] === write) return false;
  if (graph.address[write]?.includes(read) || graph.data[write]?.includes(read)) return false;
  if (graph.control[write]?.includes(read)) return false;
  return !fencesBetween(graph, read, write);
}

/** Returns whether a full fence, or an operation that is one, is between two events of a thread. */
function fencesBetween(graph: Graph, first: number, last: number): boolean {
  const own = graph.eventsOf[graph.event(first).thread] as readonly number[];
  for (let index = own.indexOf(first) + 1; own[index] !== last; index++) {
    const event = graph.event(own[index] as number);
    if (FULL_FENCES.has(event.fence) || (event.kind === 'write' && event.order === FULL)) return true;
  }
  return false;
}

/** Returns whether a write that may pass `read` is its source, or before that by program order and reads-from. */
function leadsToSource(graph: Graph, read: number): boolean {
  const before = new Set<number>();
  addBefore(graph, before, graph.readsFrom[read] as number);
  return writesPassing(graph, read).some((write) => before.has(write));
}

function addBefore(graph: Graph, before: Set<number>, event: number): void {
  if (before.has(event)) return;
  before.add(event);
  for (const other of [graph.previous[event] as number, graph.readsFrom[event] as number]) {
    if (other >= 0) addBefore(graph, before, other);
  }
}

/** Returns the writes whose place and value rest on no read without a source, nor on what depends on one. */
export function settledWrites({ events, readsFrom, address, data, control }: Graph): number[] {
  const unsettled = new Uint8Array(events.length);
  const isUnsettled = (event: number): boolean => unsettled[event] === 1;
  for (let changed = true; changed; ) {
    changed = false;
    for (let event = 0; event < events.length; event++) {
      const { kind, thread } = events[event] as Execution['events'][number];
      if (thread < 0 || isUnsettled(event)) continue;
      const source = readsFrom[event] as number;
      if (
        !(kind === 'read' && (source < 0 || isUnsettled(source))) &&
        !address[event]?.some(isUnsettled) &&
        !data[event]?.some(isUnsettled) &&
        !control[event]?.some(isUnsettled)
      ) {
        continue;
      }
      unsettled[event] = 1;
      changed = true;
    }
  }
  return [...events.keys()].filter((event) => {
    const { kind, thread } = events[event] as Execution['events'][number];
    return kind === 'write' && thread >= 0 && !isUnsettled(event);
  });
}
