// Depth-first search for all executions that the axioms allow, each of them once. The next event is always one of the first
// thread that can go on, so an execution is built in one order only:
//
// - a read finds a write that is there already; or its thread waits there for one that is still to come, and takes it or
//   leaves it as soon as it is there; or the thread goes on with a predicted value (predicted-reads.ts);
// - a write takes any place in the coherence order of its word that its thread may give it;
// - what is left open (open-accesses.ts) is closed at the end.
//
// An execution that breaks an axiom is dropped as soon as it does, since all that it could become breaks it as well.

import { ACQUIRE, FULL } from '../../../runtime/order.js';
import { unmappedAddress } from '../../program/interpreter.js';
import type { Words } from '../../words/words.js';
import { Accesses, type Move } from './accesses.js';
import type { Execution } from './execution.js';
import { Graph } from './graph.js';
import { Observations } from './observations.js';
import { closeAccesses, type OpenAccesses } from './open-accesses.js';
import { PredictedReads } from './predicted-reads.js';
import {
  awaitedBy,
  type Choice,
  type Counts,
  type ExecutionLimits,
  hasEnded,
  isPassed,
  type SearchState,
  type ThreadState,
  type Visitor,
} from './search-state.js';
import { type AccessStep, effectOf, type ObserveStep, reads, type ThreadNode } from './thread-tree.js';
import type { ValueDomains } from './value-domains.js';

export class Explorer implements SearchState {
  readonly graph: Graph;
  readonly observations: Observations;
  readonly predictedReads: PredictedReads;
  readonly threads: readonly ThreadState[];
  readonly reports: ThreadNode[] = [];
  readonly choices: Choice[] = [];
  readonly counts: Counts = { states: 0, executions: 0, forbidden: 0, unanswered: 0 };
  /** It was stopped, or reached the greatest number of states. */
  stopped = false;
  /** An execution reached the greatest number of events, and was left there. */
  endless = false;
  readonly #accesses: Accesses;
  readonly #known: ValueDomains;
  readonly #isAllowed: (execution: Execution) => boolean;
  readonly #visitor: Visitor;
  readonly #limits: ExecutionLimits;
  readonly #open: OpenAccesses | undefined;
  /** Reads whose thread waited for the write. */
  readonly #waited = new Set<number>();

  constructor(
    starts: readonly ThreadNode[],
    words: Words,
    known: ValueDomains,
    isAllowed: (execution: Execution) => boolean,
    visitor: Visitor,
    limits: ExecutionLimits,
    open?: OpenAccesses,
  ) {
    this.graph = new Graph(
      words.words.map(({ initial }) => initial),
      starts.length,
    );
    this.predictedReads = new PredictedReads(this.graph);
    this.observations = new Observations(this.graph, (read) => this.predictedReads.has(read));
    this.threads = starts.map((node) => ({ node, waitsFrom: -1, passed: undefined }));
    this.#accesses = new Accesses(this.graph, words, starts.length);
    this.#known = known;
    this.#isAllowed = isAllowed;
    this.#visitor = visitor;
    this.#limits = limits;
    this.#open = open;
  }

  explore(): void {
    if (this.stopped || this.#visitor.wants?.(this) === false) return;
    for (let thread = 0; thread < this.threads.length; thread++) {
      if (this.#offer(thread)) return;
    }
    if (this.predictedReads.offer(this.#isAllowed, this.counts, () => this.explore())) return;
    const next = this.threads.findIndex(({ node, waitsFrom }) => waitsFrom < 0 && !hasEnded(node));
    if (!this.#mayBeAnswered()) this.#leave();
    else if (next >= 0) this.#step(next);
    else this.#end();
  }

  /** Takes and leaves the next write for which `thread` waits, if there is one. */
  #offer(thread: number): boolean {
    const state = this.threads[thread] as ThreadState;
    const { events } = this.graph;
    const { step } = state.node;
    const from = state.waitsFrom;
    const word = awaitedBy(state);
    if (word < 0) return false;
    const write = this.graph.nextWrite(word, from);
    if (write < 0) return false;
    state.waitsFrom = -1;
    if (step.kind === 'observe') {
      this.#observe(thread, step, write);
    } else if (step.kind === 'access') {
      const move = this.#accesses.moveFrom(thread, step, write);
      const read = events.length;
      this.#waited.add(read);
      if (move) this.#move(thread, step, move);
      this.#waited.delete(read);
    }
    state.waitsFrom = write + 1;
    this.explore();
    state.waitsFrom = from;
    return true;
  }

  /** Returns whether a thread other than `reader` may still write. */
  #mayBeWritten(reader: number): boolean {
    return this.threads.some(({ node }, thread) => thread !== reader && !hasEnded(node));
  }

  /** Returns whether each thread that waits, and each predicted read, may still get a write. */
  #mayBeAnswered(): boolean {
    return (
      this.threads.every(({ waitsFrom }, thread) => waitsFrom < 0 || this.#mayBeWritten(thread)) &&
      this.predictedReads.pending.every(({ thread }) => this.#mayBeWritten(thread))
    );
  }

  #step(thread: number): void {
    const { step } = (this.threads[thread] as ThreadState).node;
    if (this.graph.events.length >= this.#limits.maxEvents) {
      this.endless = true;
      return;
    }
    switch (step.kind) {
      case 'access':
        this.#access(thread, step);
        break;
      case 'observe':
        for (const source of this.observations.candidates(this.graph.lastOf(thread), step.word))
          this.#observe(thread, step, source);
        this.#wait(thread);
        break;
      case 'fence':
        this.graph.addFence(thread, step);
        // Nothing leads from the newest event to those before it, but for the end of a read-side section.
        if (step.fence !== 'rcu-unlock' || this.#allowed()) this.#advance(thread, 0, false);
        this.graph.removeLast();
        break;
      case 'choice':
        for (let outcome = 0; outcome < step.outcomes; outcome++) {
          this.choices.push({ thread, after: this.graph.eventsOf[thread]?.length ?? 0, outcome });
          this.#advance(thread, outcome, false);
          this.choices.pop();
        }
        break;
      default:
        this.#visitor.report(this, thread);
        this.reports.push((this.threads[thread] as ThreadState).node);
        this.#advance(thread, 0, false);
        this.reports.pop();
    }
  }

  #access(thread: number, step: AccessStep): void {
    const { instruction } = (this.threads[thread] as ThreadState).node.pause;
    if (this.#open?.words.has(step.word) || this.#open?.loads.has(instruction)) {
      this.#move(thread, step, { source: -1, value: 0, place: -1 });
      return;
    }
    for (const move of this.#accesses.moves(thread, step)) this.#move(thread, step, move);
    if (!reads(step) || !this.#wait(thread)) return;
    if (!this.#known.mayBePassed(step.site)) return;
    for (const value of this.#known.valuesFor(thread, step.word)) this.#predict(thread, step, value);
  }

  /** Lets the thread wait for a write. Returns whether one may come. */
  #wait(thread: number): boolean {
    if (!this.#mayBeWritten(thread)) return false;
    const state = this.threads[thread] as ThreadState;
    state.waitsFrom = this.graph.events.length;
    this.explore();
    state.waitsFrom = -1;
    return true;
  }

  #move(thread: number, step: AccessStep, move: Move): void {
    const { value, wrote, isLate } = this.#accesses.perform(thread, step, move);
    if (wrote) this.#known.addWrite(this.graph, this.graph.events.length - 1, this.predictedReads.pending.length === 0);
    if (!isLate || this.#allowed()) this.#advance(thread, value, wrote);
    this.#accesses.undo();
  }

  /** Goes on as if a write that is still to come gave the read `value`. */
  #predict(thread: number, step: AccessStep, value: number): void {
    const { order } = effectOf(step, value);
    // Nothing but a plain write passes a read that acquires.
    if ((order === ACQUIRE || order === FULL) && !this.#known.hasPlainWrite) return;
    const read = this.graph.events.length;
    this.predictedReads.push({ read, thread, word: step.word, value, from: read + 1 });
    for (const move of this.#accesses.predictedMoves(thread, step, value)) this.#move(thread, step, move);
    this.predictedReads.pop();
  }

  #observe(thread: number, { word }: ObserveStep, source: number): void {
    const at = this.graph.lastOf(thread);
    if (!this.observations.canFind(at, word, source)) return;
    this.observations.push(at, word, source);
    this.#advance(thread, this.graph.event(source).value, false);
    this.observations.pop();
  }

  /** Goes on behind the step of `thread`, which yielded `value`. */
  #advance(thread: number, value: number, wrote: boolean): void {
    if (!this.#count()) return;
    const state = this.threads[thread] as ThreadState;
    const { node, passed } = state;
    state.node = node.after(value);
    const { kind } = state.node.step;
    if (kind === 'trap') this.#visitor.report(this, thread);
    if (kind === 'stray' && this.predictedReads.pending.length === 0)
      throw unmappedAddress(state.node.trees.interpreter, state.node.pause);
    const goesRound = !wrote && isPassed(passed, state.node.key);
    if (
      kind !== 'stray' &&
      !goesRound &&
      !this.predictedReads.isHopeless(thread, state.node, this.#known.hasPlainWrite)
    ) {
      state.passed = { key: state.node.key, before: wrote ? undefined : passed };
      this.explore();
    }
    state.node = node;
    state.passed = passed;
  }

  /** Counts a partial execution. Returns whether to go on. */
  #count(): boolean {
    const { counts } = this;
    counts.states++;
    const isOver = counts.states >= this.#limits.maxStates;
    this.stopped ||= isOver || ((counts.states & 15) === 0 && this.#limits.stop?.(counts) === true);
    return !this.stopped;
  }

  /** No thread can go on. */
  #end(): void {
    const ended = this.threads.every(({ node }) => hasEnded(node));
    if (!ended || this.predictedReads.pending.length > 0) {
      this.#leave();
      return;
    }
    if (this.predictedReads.any) this.#known.addSettled(this.graph);
    if (!this.predictedReads.areNeeded(this.#waited)) return;
    const found = (): void => {
      this.counts.executions++;
      this.#visitor.complete(this);
    };
    if (this.#open) closeAccesses(this.graph, () => this.#count() && this.#allowed(), found);
    else found();
  }

  /** Somebody waits for a write that does not come. */
  #leave(): void {
    this.counts.unanswered++;
    if (this.predictedReads.any) this.#known.addSettled(this.graph);
  }

  #allowed(): boolean {
    if (this.#isAllowed(this.graph)) return true;
    this.counts.forbidden++;
    return false;
  }
}
