// Accesses that are left open while an execution is built, where no condition asks for their values: loads without a source,
// and words without a coherence order, of which no read has a source. The axioms only ever forbid more when an execution has
// more edges, so what they forbid without these they forbid with them, and nothing is lost. At the end all of them are closed
// in one way that the axioms allow; an execution for which there is none does not exist.

import type { Graph } from './graph.js';

/** Accesses that an exploration leaves open. */
export interface OpenAccesses {
  /** Instructions: loads whose source is open. */
  readonly loads: ReadonlySet<unknown>;
  /** Words of which the coherence order is open, and the source of each read. */
  readonly words: ReadonlySet<number>;
}

/**
 * Closes all that is open in a complete execution, calls `found`, and opens it again. `isAllowed`: asked of each step. Returns
 * whether there was a way.
 */
export function closeAccesses(graph: Graph, isAllowed: () => boolean, found: () => void): boolean {
  const { events, readsFrom, rmwWrite } = graph;
  const all = [...events.keys()];
  const loads = all.filter((index) => graph.event(index).kind === 'read' && readsFrom[index] === -1);
  const writes = all.filter((index) => {
    const { kind, word } = graph.event(index);
    return kind === 'write' && !graph.orderOf(word).includes(index);
  });
  return placeWrites(writes.sort((one, other) => graph.event(one).word - graph.event(other).word));

  /** Builds the coherence order of one word after the other from its beginning. */
  function placeWrites(left: readonly number[]): boolean {
    const [first] = left;
    if (first === undefined) return bindLoads(loads.filter((read) => readsFrom[read] === -1));
    const { word } = graph.event(first);
    const order = graph.orderOf(word);
    const threads = new Set<number>();
    return left.some((write) => {
      const event = graph.event(write);
      if (event.word !== word || threads.has(event.thread)) return false;
      threads.add(event.thread); // its later writes of the word come later
      const read = rmwWrite[write - 1] === write ? write - 1 : -1;
      // Nothing comes between a read-modify-write and the write that it finds.
      if (read >= 0) readsFrom[read] = order.at(-1) as number;
      order.push(write);
      const closed = isAllowed() && placeWrites(left.filter((other) => other !== write));
      order.pop();
      if (read >= 0) readsFrom[read] = -1;
      return closed;
    });
  }

  function bindLoads([read, ...left]: readonly number[]): boolean {
    if (read === undefined) {
      found();
      return true;
    }
    // In the order in which the events were added, which is likely to be allowed, it finds the newest write before it.
    const newest = [...graph.orderOf(graph.event(read).word)].reverse();
    const sources = [...newest.filter((write) => write < read), ...newest.filter((write) => write > read)];
    const closed = sources.some((write) => {
      readsFrom[read] = write;
      return isAllowed() && bindLoads(left);
    });
    readsFrom[read] = -1;
    return closed;
  }
}
