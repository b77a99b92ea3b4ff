// Explores all executions that the axioms allow, each of them once. The next event is always one of the first thread that
// can go on, so an execution is built in one order only:
//
// - a read finds a write that is there already; or its thread waits there for one that is still to come, and takes it or
//   leaves it as soon as it is there; or the thread goes on with a guess (see load-buffering.ts);
// - a write takes any place in the coherence order of its word that its thread may give it.
//
// An execution that breaks an axiom is dropped as soon as it does, since all that it could become breaks it as well.

import { ACQUIRE, FULL } from '../../runtime/order.js';
import type { Words } from '../machine/words.js';
import type { Discoveries } from './discoveries.js';
import type { Execution } from './execution.js';
import { Graph } from './graph.js';
import { Guesses } from './guesses.js';
import { settledWrites } from './load-buffering.js';
import { Looks } from './looks.js';
import { type AccessStep, effectOf, type LookStep, reads, type ThreadNode } from './thread-tree.js';

/** What an exploration tells of. */
export interface Visitor {
  /** Every thread has ended, and the execution is allowed. */
  complete(explorer: Explorer): void;
  /** `thread` is at a report of a detector, or at a trap. */
  report(explorer: Explorer, thread: number): void;
}

export interface Limits {
  /** Of partial executions. */
  readonly maxStates: number;
  /** Of accesses and fences of one thread. */
  readonly maxSteps: number;
  readonly stop?: (() => boolean) | undefined;
}

export interface Counts {
  /** Partial executions, the complete ones included: one for each event that was tried. */
  states: number;
  /** Complete executions that are allowed. */
  executions: number;
  /** Partial executions that were dropped because they break an axiom. */
  forbidden: number;
  /** Partial executions in which a thread waits for a write that does not come. */
  unanswered: number;
}

/** The way of a thread back to its last write: loops that only read are not gone round. */
interface Passed {
  readonly key: string;
  readonly before: Passed | undefined;
}

interface ThreadState {
  node: ThreadNode;
  /** The thread waits for a write from this event on; -1: it does not wait. */
  waitsFrom: number;
  passed: Passed | undefined;
}

export class Explorer {
  readonly graph: Graph;
  readonly looks: Looks;
  readonly threads: ThreadState[];
  readonly counts: Counts = { states: 0, executions: 0, forbidden: 0, unanswered: 0 };
  /** Whether it was stopped, or reached the greatest number of states. */
  stopped = false;
  /** Whether a thread reached the greatest number of steps, and was left there. */
  endless = false;
  readonly #guesses: Guesses;
  readonly #words: Words;
  readonly #known: Discoveries;
  readonly #isAllowed: (execution: Execution) => boolean;
  readonly #visitor: Visitor;
  readonly #limits: Limits;
  /** Per thread and word: the write that is latest in coherence among those that the thread has read or written. */
  readonly #seen: number[][];
  /** Reads whose thread waited for the write. */
  readonly #waited = new Set<number>();

  constructor(
    starts: readonly ThreadNode[],
    words: Words,
    known: Discoveries,
    isAllowed: (execution: Execution) => boolean,
    visitor: Visitor,
    limits: Limits,
  ) {
    const initial = words.words.map(({ initial: value }) => value);
    this.graph = new Graph(initial, starts.length);
    this.#guesses = new Guesses(this.graph);
    this.looks = new Looks(this.graph, (read) => this.#guesses.isGuess(read));
    this.threads = starts.map((node) => ({ node, waitsFrom: -1, passed: undefined }));
    this.#words = words;
    this.#known = known;
    this.#isAllowed = isAllowed;
    this.#visitor = visitor;
    this.#limits = limits;
    this.#seen = starts.map(() => initial.map((_, word) => word));
  }

  run(): void {
    this.#explore();
  }

  #explore(): void {
    if (this.stopped) return;
    for (let thread = 0; thread < this.threads.length; thread++) {
      if (this.#offer(thread)) return;
    }
    if (this.#guesses.offer(this.#isAllowed, this.counts, () => this.#explore())) return;
    if (!this.#mayBeAnswered()) {
      this.counts.unanswered++;
      this.#settle();
      return;
    }
    const next = this.threads.findIndex(({ node, waitsFrom }) => waitsFrom < 0 && !hasEnded(node));
    if (next >= 0) this.#step(next);
    else this.#end();
  }

  /** Takes and leaves the next write for which `thread` waits, if there is one. */
  #offer(thread: number): boolean {
    const state = this.threads[thread] as ThreadState;
    const { events } = this.graph;
    const { step } = state.node;
    const from = state.waitsFrom;
    if (from < 0 || (step.kind !== 'access' && step.kind !== 'look')) return false;
    const write = events.findIndex(
      (event, index) => index >= from && event.kind === 'write' && event.word === step.word,
    );
    if (write < 0) return false;
    state.waitsFrom = -1;
    if (step.kind === 'look') {
      this.#look(thread, step, write);
    } else {
      this.#waited.add(events.length);
      this.#readFrom(thread, step, write);
      this.#waited.delete(events.length);
    }
    state.waitsFrom = write + 1;
    this.#explore();
    state.waitsFrom = from;
    return true;
  }

  /** Whether each thread that waits, and each guess, may still get a write. */
  #mayBeAnswered(): boolean {
    const waiting = this.threads.every(({ node: { step }, waitsFrom }, thread) => {
      if (waitsFrom < 0 || (step.kind !== 'access' && step.kind !== 'look')) return true;
      return this.#mayBeWritten(step.word, thread);
    });
    return waiting && this.#guesses.pending.every(({ word, thread }) => this.#mayBeWritten(word, thread));
  }

  /** Whether a thread other than `reader` may still write `word`. */
  #mayBeWritten(word: number, reader: number): boolean {
    return this.threads.some(
      ({ node }, thread) => thread !== reader && !hasEnded(node) && this.#known.mayWrite(thread, word, node.step.at),
    );
  }

  #step(thread: number): void {
    const state = this.threads[thread] as ThreadState;
    const { step } = state.node;
    if (step.at >= this.#limits.maxSteps) {
      this.endless = true;
      return;
    }
    switch (step.kind) {
      case 'access':
        if (reads(step)) this.#read(thread, step);
        else this.#write(thread, step);
        break;
      case 'look':
        this.#lookOrWait(thread, step);
        break;
      case 'fence':
        this.graph.addFence(thread, step);
        this.#advance(thread, 0, false);
        this.graph.removeLast();
        break;
      case 'choice':
        for (let outcome = 0; outcome < step.outcomes; outcome++) this.#advance(thread, outcome, false);
        break;
      default:
        this.#visitor.report(this, thread);
        this.#advance(thread, 0, false);
    }
  }

  /** Goes on behind the step of `thread`, which yielded `value`. */
  #advance(thread: number, value: number, wrote: boolean): void {
    const { counts } = this;
    counts.states++;
    if (counts.states >= this.#limits.maxStates || ((counts.states & 255) === 0 && this.#limits.stop?.())) {
      this.stopped = true;
      return;
    }
    const state = this.threads[thread] as ThreadState;
    const { node, passed } = state;
    state.node = node.after(value);
    if (state.node.step.kind === 'trap') this.#visitor.report(this, thread);
    const goesRound = !wrote && isPassed(passed, state.node.key);
    if (!goesRound && !this.#guesses.isHopeless(thread, state.node)) {
      state.passed = { key: state.node.key, before: wrote ? undefined : passed };
      this.#explore();
    }
    state.node = node;
    state.passed = passed;
  }

  #read(thread: number, step: AccessStep): void {
    if (step.access !== 'load') this.#known.addAttempt(thread, step.word, step.at);
    for (const write of [...this.graph.orderOf(step.word)].reverse()) {
      if (!this.#readFrom(thread, step, write)) break;
    }
    if (!this.#mayBeWritten(step.word, thread)) return;
    const state = this.threads[thread] as ThreadState;
    state.waitsFrom = this.graph.events.length;
    this.#explore();
    state.waitsFrom = -1;
    for (const value of this.#known.valuesOf(step.word)) this.#guess(thread, step, value);
  }

  /** Returns false when the thread has seen a later write of the word already. */
  #readFrom(thread: number, step: AccessStep, source: number): boolean {
    const { graph } = this;
    const { word } = step;
    const order = graph.orderOf(word);
    const position = order.indexOf(source);
    if (position < order.indexOf(this.#seenBy(thread, word))) return false;
    const { value } = graph.event(source);
    const effect = effectOf(step, value);
    const behind = order[position + 1];
    // Two read-modify-writes cannot both come right behind one write.
    if (effect.written !== undefined && behind !== undefined && this.#followsAtOnce(source, behind)) return true;
    const read = graph.addRead(thread, step, value, effect, source);
    const before = this.#setSeen(thread, word, source);
    if (effect.written === undefined) {
      if (behind === undefined || this.#allowed()) this.#advance(thread, value, false);
    } else {
      this.#writeAt(thread, step, effect.written, position + 1, read, value);
    }
    this.#setSeen(thread, word, before);
    graph.removeLast();
    return true;
  }

  #write(thread: number, step: AccessStep): void {
    const order = this.graph.orderOf(step.word);
    const written = step.first;
    for (let position = order.length; position > order.indexOf(this.#seenBy(thread, step.word)); position--) {
      const [before, behind] = [order[position - 1] as number, order[position]];
      if (behind !== undefined && this.#followsAtOnce(before, behind)) continue;
      this.#writeAt(thread, step, written, position, -1, 0);
    }
  }

  /** Whether `write` is that of a read-modify-write that read from `source`. */
  #followsAtOnce(source: number, write: number): boolean {
    const { rmwWrite, readsFrom } = this.graph;
    const read = write - 1;
    return rmwWrite[read] === write && readsFrom[read] === source;
  }

  /** `read`: of the read-modify-write, or -1. `yields`: what the access tells its thread. */
  #writeAt(thread: number, step: AccessStep, value: number, position: number, read: number, yields: number): void {
    const { graph } = this;
    const { word } = step;
    const written = this.#words.wrapped(word, value);
    const atEnd = position === graph.orderOf(word).length;
    const write = graph.addWrite(thread, step, written, position, read);
    const before = this.#setSeen(thread, word, write);
    this.#known.addAttempt(thread, word, step.at);
    if (this.#guesses.pending.length === 0) this.#known.addValue(word, written);
    if (atEnd || this.#allowed()) this.#advance(thread, yields, true);
    this.#setSeen(thread, word, before);
    graph.removeLast();
  }

  /** Goes on as if a write that is still to come gave the read `value`. */
  #guess(thread: number, step: AccessStep, value: number): void {
    const effect = effectOf(step, value);
    // Nothing passes a read that acquires: no write can then be what leads to its source.
    if (effect.order === ACQUIRE || effect.order === FULL) return;
    const { graph } = this;
    const read = graph.addRead(thread, step, value, effect, -1);
    this.#guesses.push({ read, thread, word: step.word, value, from: graph.events.length });
    if (effect.written === undefined) {
      this.#advance(thread, value, false);
    } else {
      const order = graph.orderOf(step.word);
      for (let position = order.length; position > order.indexOf(this.#seenBy(thread, step.word)); position--) {
        this.#writeAt(thread, step, effect.written, position, read, value);
      }
    }
    this.#guesses.pop();
    graph.removeLast();
  }

  #lookOrWait(thread: number, step: LookStep): void {
    const at = this.graph.eventsOf[thread]?.at(-1) ?? -1;
    for (const source of this.looks.candidates(at, step.word)) this.#look(thread, step, source);
    if (!this.#mayBeWritten(step.word, thread)) return;
    const state = this.threads[thread] as ThreadState;
    state.waitsFrom = this.graph.events.length;
    this.#explore();
    state.waitsFrom = -1;
  }

  #look(thread: number, { word }: LookStep, source: number): void {
    const { graph, looks } = this;
    const at = graph.eventsOf[thread]?.at(-1) ?? -1;
    if (!looks.canFind(at, word, source)) return;
    looks.push(at, word, source);
    this.#advance(thread, graph.event(source).value, false);
    looks.pop();
  }

  /** No thread can go on. */
  #end(): void {
    const { counts } = this;
    this.#settle();
    const ended = this.threads.every(({ node }) => hasEnded(node));
    if (!ended || this.#guesses.pending.length > 0) counts.unanswered++;
    else if (this.#guesses.areNeeded(this.#waited)) {
      counts.executions++;
      this.#visitor.complete(this);
    }
  }

  /** Notes the values that do not rest on a guess that has not come true. */
  #settle(): void {
    if (!this.#guesses.any) return;
    for (const write of settledWrites(this.graph)) {
      const { word, value } = this.graph.event(write);
      this.#known.addValue(word, value);
    }
  }

  #allowed(): boolean {
    if (this.#isAllowed(this.graph)) return true;
    this.counts.forbidden++;
    return false;
  }

  #seenBy(thread: number, word: number): number {
    return this.#seen[thread]?.[word] as number;
  }

  /** Returns what was there before. */
  #setSeen(thread: number, word: number, write: number): number {
    const ofThread = this.#seen[thread] as number[];
    const before = ofThread[word] as number;
    ofThread[word] = write;
    return before;
  }
}

function hasEnded({ step: { kind } }: ThreadNode): boolean {
  return kind === 'end' || kind === 'trap';
}

function isPassed(passed: Passed | undefined, key: string): boolean {
  for (let at = passed; at; at = at.before) if (at.key === key) return true;
  return false;
}
