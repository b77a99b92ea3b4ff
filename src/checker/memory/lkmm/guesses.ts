// The reads of an execution whose value was guessed, because their write is still to come and may have passed them.

import { FULL } from '../../../runtime/order.js';
import type { Execution } from './execution.js';
import type { Graph } from './graph.js';
import { escapes, escapesTo } from './load-buffering.js';
import type { ThreadNode } from './thread-tree.js';

export interface Guess {
  readonly read: number;
  readonly thread: number;
  readonly word: number;
  readonly value: number;
  /** The first event that may be its source. */
  from: number;
}

export class Guesses {
  /** Those that have not come true yet. */
  readonly pending: Guess[] = [];
  readonly #all = new Set<number>();
  readonly #graph: Graph;

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  get any(): boolean {
    return this.#all.size > 0;
  }

  isGuess(read: number): boolean {
    return this.#all.has(read);
  }

  push(guess: Guess): void {
    this.pending.push(guess);
    this.#all.add(guess.read);
  }

  pop(): void {
    const guess = this.pending.pop();
    if (guess) this.#all.delete(guess.read);
  }

  /**
   * Lets the next write that is there for a guess be its source, and then leaves it; calls `explore` for both. Returns
   * whether there was one.
   */
  offer(isAllowed: (execution: Execution) => boolean, counts: { forbidden: number }, explore: () => void): boolean {
    const { events, readsFrom } = this.#graph;
    for (const [index, guess] of this.pending.entries()) {
      const { read, word, value, thread, from } = guess;
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
      this.pending.splice(index, 0, guess);
      readsFrom[read] = -1;
      guess.from = write + 1;
      explore();
      guess.from = from;
      return true;
    }
    return false;
  }

  /**
   * Whether a guess of `thread`, which goes on at `node`, cannot come true, because no write has passed it and none may
   * from there on. `hasPlainWrite`: in the program.
   */
  isHopeless(thread: number, { step }: ThreadNode, hasPlainWrite: boolean): boolean {
    return this.pending.some((guess) => {
      if (guess.thread !== thread || !closes(step, hasPlainWrite)) return false;
      const own = this.#graph.eventsOf[thread] as readonly number[];
      const later = own.slice(own.indexOf(guess.read) + 1);
      return !later.some(
        (event) => this.#graph.event(event).kind === 'write' && escapes(this.#graph, guess.read, event),
      );
    });
  }

  /**
   * Whether the complete execution is the one that is built in this way: each guess was needed, and no read that waited
   * would have needed one.
   */
  areNeeded(waited: Iterable<number>): boolean {
    const leads = (read: number): boolean => escapesTo(this.#graph, read, this.#graph.readsFrom[read] as number);
    if (this.#all.size === 0) return true;
    return [...this.#all].every(leads) && ![...waited].some(leads);
  }
}

/** Whether no write from `step` on may pass what is before it. A fence does not hold plain writes. */
function closes(step: ThreadNode['step'], hasPlainWrite: boolean): boolean {
  if (step.kind === 'end' || step.kind === 'trap') return true;
  if (hasPlainWrite) return false;
  if (step.kind === 'fence') return step.fence === 'full';
  if (step.kind !== 'access' || step.order !== FULL) return false;
  return !['load', 'store', 'compareExchange', 'addUnless'].includes(step.access); // the last two may write nothing
}
