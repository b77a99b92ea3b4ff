// Accesses as they take place in the execution that is being built: the writes that a read may find, and the places of a
// write in the coherence order, so that no thread sees the writes of a word in different orders.

import type { Words } from '../../words/words.js';
import type { Graph } from './graph.js';
import { type AccessStep, effectOf, reads } from './thread-tree.js';

/** A way in which an access may take place. */
export interface Move {
  /** The write that its read finds; -1 when it has no read, or its write is still to come, or open. */
  readonly source: number;
  /** The value that its read finds; 0 when it has none. */
  readonly value: number;
  /** Place of its write in the coherence order of the word; -1 when it writes nothing, or its place is open. */
  readonly place: number;
}

export interface Performed {
  /** The value that the access yields to its thread. */
  readonly value: number;
  readonly wrote: boolean;
  /** It comes before something that is there already, or ends a section that does: only then can an axiom be broken. */
  readonly isLate: boolean;
}

export class Accesses {
  readonly #graph: Graph;
  readonly #words: Words;
  /** Per thread and word: the write that is latest in coherence among those that the thread has read or written. */
  readonly #seen: number[][];
  readonly #before: {
    readonly thread: number;
    readonly word: number;
    readonly seen: number;
    readonly events: number;
  }[] = [];

  constructor(graph: Graph, words: Words, threads: number) {
    this.#graph = graph;
    this.#words = words;
    this.#seen = Array.from({ length: threads }, () => words.words.map((_, word) => word));
  }

  /** Returns the moves of an access: those that leave nothing behind them first. */
  moves(thread: number, step: AccessStep): Move[] {
    const { word } = step;
    if (!reads(step)) return this.#places(thread, word).map((place) => ({ source: -1, value: 0, place }));
    const order = this.#graph.orderOf(word);
    const moves: Move[] = [];
    for (let position = order.length - 1; position >= this.#floor(thread, word); position--) {
      const move = this.#moveFrom(step, position);
      if (move) moves.push(move);
    }
    return moves;
  }

  /** Returns the move that reads from `source`, if there is one. */
  moveFrom(thread: number, step: AccessStep, source: number): Move | undefined {
    const position = this.#graph.orderOf(step.word).indexOf(source);
    return position < this.#floor(thread, step.word) ? undefined : this.#moveFrom(step, position);
  }

  /** Returns the moves of a read that finds `value`, from a write that is still to come. */
  predictedMoves(thread: number, step: AccessStep, value: number): Move[] {
    if (effectOf(step, value).written === undefined) return [{ source: -1, value, place: -1 }];
    return this.#places(thread, step.word).map((place) => ({ source: -1, value, place }));
  }

  perform(thread: number, step: AccessStep, { source, value, place }: Move): Performed {
    const graph = this.#graph;
    const { word } = step;
    const order = graph.orderOf(word);
    this.#before.push({ thread, word, seen: this.#seenBy(thread, word), events: graph.events.length });
    const effect = effectOf(step, value);
    const isRead = reads(step);
    const read = isRead ? graph.addRead(thread, step, value, effect, source) : -1;
    if (effect.written === undefined) {
      if (source >= 0) this.#setSeen(thread, word, source);
      return { value, wrote: false, isLate: source >= 0 && order.at(-1) !== source };
    }
    const isLate = (place >= 0 && place < order.length) || step.lock === 'srcu';
    const written = this.#words.wrapped(word, effect.written);
    this.#setSeen(thread, word, graph.addWrite(thread, step, written, place, read));
    return { value, wrote: true, isLate };
  }

  /** Takes back what was performed last. */
  undo(): void {
    const before = this.#before.pop();
    if (!before) throw new Error('there is no access to take back');
    this.#setSeen(before.thread, before.word, before.seen);
    while (this.#graph.events.length > before.events) this.#graph.removeLast();
  }

  #moveFrom(step: AccessStep, position: number): Move | undefined {
    const order = this.#graph.orderOf(step.word);
    const source = order[position] as number;
    const { value } = this.#graph.event(source);
    if (effectOf(step, value).written === undefined) return { source, value, place: -1 };
    const behind = order[position + 1];
    // Two read-modify-writes cannot both come right behind one write.
    if (behind !== undefined && this.#followsAtOnce(source, behind)) return undefined;
    return { source, value, place: position + 1 };
  }

  /** Returns the places of a write that is bound to none, the last one first. */
  #places(thread: number, word: number): number[] {
    const order = this.#graph.orderOf(word);
    const places: number[] = [];
    for (let place = order.length; place > this.#floor(thread, word); place--) {
      const [before, behind] = [order[place - 1] as number, order[place]];
      if (behind === undefined || !this.#followsAtOnce(before, behind)) places.push(place);
    }
    return places;
  }

  /** Returns whether `write` is that of a read-modify-write that read from `source`. */
  #followsAtOnce(source: number, write: number): boolean {
    const { rmwWrite, readsFrom } = this.#graph;
    return rmwWrite[write - 1] === write && readsFrom[write - 1] === source;
  }

  #floor(thread: number, word: number): number {
    return this.#graph.orderOf(word).indexOf(this.#seenBy(thread, word));
  }

  #seenBy(thread: number, word: number): number {
    return this.#seen[thread]?.[word] as number;
  }

  #setSeen(thread: number, word: number, write: number): void {
    (this.#seen[thread] as number[])[word] = write;
  }
}
