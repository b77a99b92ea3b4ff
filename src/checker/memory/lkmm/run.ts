// An execution along a schedule, as a witness tells it: each step takes place in what is there by then, and detectors find
// the newest value of a word.

import type { Words } from '../../words/words.js';
import { Accesses, type Move } from './accesses.js';
import { isAllowed } from './axioms.js';
import { Graph } from './graph.js';
import type { AccessStep, ThreadNode } from './thread-tree.js';

export class Run {
  readonly graph: Graph;
  /** Per event: the number of its step in the schedule, from 0; -1 for an initial write. */
  readonly stepOf: number[];
  readonly #nodes: ThreadNode[];
  #steps = 0;
  readonly #accesses: Accesses;

  constructor(starts: readonly ThreadNode[], words: Words) {
    this.graph = new Graph(
      words.words.map(({ initial }) => initial),
      starts.length,
    );
    this.stepOf = words.words.map(() => -1);
    this.#nodes = [...starts];
    this.#accesses = new Accesses(this.graph, words, starts.length);
  }

  node(thread: number): ThreadNode {
    return this.#nodes[thread] as ThreadNode;
  }

  /** Returns the moves of an access that break no axiom, those that leave nothing behind them first. */
  moves(thread: number, step: AccessStep): Move[] {
    return this.#accesses.moves(thread, step).filter((move) => {
      const { isLate } = this.#accesses.perform(thread, step, move);
      const allowed = !isLate || isAllowed(this.graph);
      this.#accesses.undo();
      return allowed;
    });
  }

  /** Returns the number of ways in which `thread` may take its next step. */
  choices(thread: number): number {
    const { step } = this.node(thread);
    if (step.kind === 'access') return this.moves(thread, step).length;
    if (step.kind === 'choice') return step.outcomes;
    return step.kind === 'fence' ? 1 : 0;
  }

  /** Lets `thread` take its next step in one of these ways, and its detectors look. Returns what the step yielded. */
  take(thread: number, choice: number): number {
    const { step } = this.node(thread);
    let value = choice;
    if (step.kind === 'access') {
      const move = this.moves(thread, step)[choice];
      if (!move) throw new Error(`thread ${thread} has no transition ${choice}`);
      value = this.#accesses.perform(thread, step, move).value;
    } else if (step.kind === 'fence') {
      this.graph.addFence(thread, step);
      value = 0;
    }
    while (this.stepOf.length < this.graph.events.length) this.stepOf.push(this.#steps);
    this.#steps++;
    this.#nodes[thread] = this.#runMonitors(this.node(thread).after(value));
    return value;
  }

  #runMonitors(node: ThreadNode): ThreadNode {
    const { step } = node;
    if (step.kind === 'observe') return this.#runMonitors(node.after(this.graph.finalValue(step.word)));
    return step.kind === 'report' ? this.#runMonitors(node.after(0)) : node;
  }
}
