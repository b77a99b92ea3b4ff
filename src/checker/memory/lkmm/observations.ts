// Observations of a word by a detector. Real memory has no state that everybody agrees on, so it is said what "now" means.
// All events have one order in time, in which program order and reads-from go forwards. An observation belongs to the event
// of its thread before it, and finds the write that is latest in coherence among those up to that event. Where more than
// one order is possible, each is tried.
//
// An observation orders nothing: an execution is allowed or not whatever detectors do. A read that finds what is written
// later on (load buffering) is left out of the order in time.

import type { Graph } from './graph.js';

export interface Observation {
  /** The event to which it belongs. */
  readonly at: number;
  readonly word: number;
  readonly source: number;
}

export class Observations {
  readonly all: Observation[] = [];
  readonly #graph: Graph;
  /** Returns whether a read finds what is written later on. */
  readonly #isPredicted: (read: number) => boolean;

  constructor(graph: Graph, isPredicted: (read: number) => boolean) {
    this.#graph = graph;
    this.#isPredicted = isPredicted;
  }

  /** Returns the writes to `word` that an observation at the event `at` may find, the latest in coherence first. */
  candidates(at: number, word: number): number[] {
    return [...this.#graph.orderOf(word)].reverse().filter((source) => this.canFind(at, word, source));
  }

  canFind(at: number, word: number, source: number): boolean {
    const order = this.#graph.orderOf(word);
    const later = order.slice(order.indexOf(source) + 1);
    const past = this.#graph.events.map(() => false);
    this.#addPast(past, source);
    if (source !== at && past[at]) return false;
    if (later.length > 0) this.#addPast(past, at);
    return !later.some((write) => past[write]);
  }

  push(at: number, word: number, source: number): void {
    this.all.push({ at, word, source });
  }

  pop(): void {
    this.all.pop();
  }

  /** Adds an event and all that is before it. */
  #addPast(past: boolean[], event: number): void {
    if (event < 0 || past[event]) return;
    past[event] = true;
    const graph = this.#graph;
    const { thread, kind, word } = graph.event(event);
    if (thread < 0) return;
    this.#addPast(past, graph.previous[event] as number);
    if (!this.#isPredicted(event)) this.#addPast(past, graph.readsFrom[event] as number);
    const order = kind === 'write' ? graph.orderOf(word) : [];
    for (const observation of this.all) {
      if (observation.at === event) this.#addPast(past, observation.source);
      // An observation that found an earlier write of the word was before this one.
      if (kind !== 'write' || observation.word !== word) continue;
      if (order.indexOf(observation.source) < order.indexOf(event)) this.#addPast(past, observation.at);
    }
  }
}
