// Values out of thin air are justified by nothing but a cycle through themselves: a thread that finds 1 writes 1, one that
// finds something else does not, and a second thread hands on what it finds. The axioms allow that where no dependency
// closes the cycle. No execution without such a value shows that it can be written, so the explorer would never predict it.
//
// Here each thread runs alone, first. A read that decides what is written is imagined to find any constant of the program.
// All that is then written without resting on what was imagined can be written, and a read that some write may pass can be
// passed: both are noted, and the explorer predicts accordingly.

import { ACQUIRE, FULL } from '../../../runtime/order.js';
import type { Words } from '../../words/words.js';
import { Accesses, type Move } from './accesses.js';
import { Graph } from './graph.js';
import type { Imagined } from './imagined.js';
import { type AccessStep, effectOf, reads, type ThreadNode } from './thread-tree.js';
import { ValueDomains } from './value-domains.js';

/** Steps that are tried: about a second. A test with more has six reads or so in a thread that decide what is written. */
const MAX_STEPS = 50_000;

/** Returns all that can be written and passed, with such values; undefined where not everything was tried. */
export function everyValue(trees: readonly ThreadNode[], words: Words, imagined: Imagined): ValueDomains | undefined {
  const search = (imagines: Imagines): ValueDomains | undefined => new Search(trees, words, imagined, imagines).run();
  let known = search(() => imagined.values);
  for (let size = -1; known && known.size !== size; ) {
    // From here on, what somebody writes if something is imagined.
    const before = known;
    size = before.size;
    known = search((thread, word) => before.valuesFor(thread, word));
  }
  return known;
}

/** Returns the same, or nothing where such values add nothing: then the explorer finds out by itself. */
export function searchThinAir(
  trees: readonly ThreadNode[],
  words: Words,
  imagined: Imagined,
): ValueDomains | undefined {
  const known = everyValue(trees, words, imagined);
  const isUsual = known && new Search(trees, words, imagined, undefined).run()?.size === known.size;
  return isUsual ? new ValueDomains() : known;
}

/** The values that a read of `word` by `thread` may be imagined to find. */
type Imagines = (thread: number, word: number) => readonly number[];

class Search {
  #steps = 0;
  readonly #known = new ValueDomains();
  readonly #trees: readonly ThreadNode[];
  readonly #graph: Graph;
  readonly #accesses: Accesses;
  readonly #imagined: Imagined;
  readonly #imagines: Imagines | undefined;

  constructor(trees: readonly ThreadNode[], words: Words, imagined: Imagined, imagines: Imagines | undefined) {
    this.#trees = trees;
    this.#graph = new Graph(
      words.words.map(({ initial }) => initial),
      trees.length,
    );
    this.#accesses = new Accesses(this.#graph, words, trees.length);
    this.#imagined = imagined;
    this.#imagines = imagines;
  }

  /** Lets each thread run until nothing new is found. Returns what was; undefined where not everything was tried. */
  run(): ValueDomains | undefined {
    const rounds = 1 + this.#imagined.copied.size; // each has handed on what it found
    for (let size = -1, round = 0; size < this.#known.size && this.#steps < MAX_STEPS && round < rounds; round++) {
      size = this.#known.size;
      for (const [thread, tree] of this.#trees.entries()) this.#visit(thread, tree);
    }
    return this.#steps < MAX_STEPS ? this.#known : undefined;
  }

  /** Tries every way on from `node`. */
  #visit(thread: number, node: ThreadNode): void {
    const { step } = node;
    if (this.#steps++ >= MAX_STEPS) return;
    if (step.kind === 'access') {
      for (const move of this.#moves(thread, node, step)) {
        const { value, wrote } = this.#accesses.perform(thread, step, move);
        if (wrote) this.#known.addWrite(this.#graph, this.#graph.events.length - 1, false);
        this.#visit(thread, node.after(value));
        this.#accesses.undo();
      }
    } else if (step.kind === 'fence') {
      this.#graph.addFence(thread, step);
      this.#visit(thread, node.after(0));
      this.#graph.removeLast();
    } else {
      this.#known.addSettled(this.#graph);
    }
  }

  /** A read that imagines nothing has a source; of what another thread wrote, the initial write stands for it. */
  #moves(thread: number, { pause: { instruction } }: ThreadNode, step: AccessStep): Move[] {
    const order = this.#graph.orderOf(step.word);
    const place = order.length;
    if (!reads(step)) return [{ source: -1, value: 0, place }];
    const newest = order.at(-1) as number;
    const sources = new Map([[this.#graph.event(newest).value, newest]]);
    const { deciding, copied } = this.#imagined;
    const known = this.#known.valuesFor(thread, step.word);
    const wanted = [
      ...(copied.has(instruction) ? known : []),
      ...(deciding.has(instruction) ? (this.#imagines?.(thread, step.word) ?? known) : []),
    ];
    for (const value of wanted) {
      if (sources.has(value)) continue;
      if (known.includes(value)) sources.set(value, step.word);
      else if (this.#mayBePassed(step, value)) sources.set(value, -1);
    }
    return [...sources].map(([value, source]) => ({ source, value, place }));
  }

  /** As for predictions, nothing but a plain write passes a read that acquires. */
  #mayBePassed(step: AccessStep, value: number): boolean {
    const { order } = effectOf(step, value);
    return (order !== ACQUIRE && order !== FULL) || this.#known.hasPlainWrite;
  }
}
