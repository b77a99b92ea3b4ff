// A system over the memory of the Linux-kernel model, to run along a schedule: for witnesses and their tokens. (What
// explores, explores executions: explorer.ts.) A state is known by the steps that led to it.

import type { Automaton } from '../../model/automaton.js';
import { runMonitors } from '../../model/run-monitors.js';
import { type Model, type Stepper, type System, systemUnder } from '../../model/system.js';
import type { ScheduleStep } from '../../trace/schedule.js';
import { field } from '../../words/state-vector.js';
import { threadTrees } from './explore-executions.js';
import { Run } from './run.js';
import type { ThreadNode } from './thread-tree.js';

export function overKernelMemory<M extends Model>(model: M): M & System {
  const { automaton, threads } = model;
  const trees = threadTrees({ interpreter: automaton.interpreter, words: automaton.words, starts: threads });
  // Each word's initial value has number 0 in its domain.
  const paths: Path[] = [{ steps: [], newest: new Int32Array(automaton.words.size) }];
  const semantics = {
    sequential: false,
    shared: 1,
    initial: (localStates: readonly number[]) => Int32Array.from([0, ...localStates]),
    newStepper: () => new KernelStepper(automaton, trees, paths),
    bytesHeld: () => automaton.bytesHeld(),
    bytesOfStates: () => 0,
  };
  return systemUnder(semantics, model);
}

interface Path {
  readonly steps: readonly ScheduleStep[];
  /** Numbers of the newest values of the words at its end. */
  readonly newest: Int32Array;
}

/** The fields of a state vector are the number of its path, then each thread's local state. */
class KernelStepper implements Stepper {
  readonly fields: Int32Array;
  violations = 0;
  valueRead = 0;
  newerWrites = 0;
  from: number | undefined;
  readonly #automaton: Automaton;
  readonly #trees: readonly ThreadNode[];
  readonly #paths: Path[];

  constructor(automaton: Automaton, trees: readonly ThreadNode[], paths: Path[]) {
    this.#automaton = automaton;
    this.#trees = trees;
    this.#paths = paths;
    this.fields = new Int32Array(1 + trees.length);
  }

  choices(from: Int32Array, thread: number): number {
    return this.#runTo(from).choices(thread);
  }

  localState(of: Int32Array, thread: number): number {
    return field(of, 1 + thread);
  }

  newestValues(of: Int32Array): Int32Array {
    return this.#pathOf(of).newest;
  }

  execute(from: Int32Array, thread: number, choice: number): void {
    const { words, wordOf } = this.#automaton;
    const { steps, newest: before } = this.#pathOf(from);
    const run = this.#runTo(from);
    const events = run.graph.events.length;
    const yielded = run.take(thread, choice);
    this.fields.set(from);
    const localState = this.localState(from, thread);
    const word = wordOf.at(localState);
    this.newerWrites = 0;
    this.from = undefined;
    this.valueRead = choice;
    if (word >= 0) {
      const source = run.graph.readsFrom[events] as number;
      const order = run.graph.orderOf(word);
      const isStore = source < 0;
      const writer = run.stepOf[source] ?? -1;
      if (writer >= 0) this.from = writer;
      this.valueRead = isStore ? (before[word] as number) : words.numberOf(word, yielded);
      // Of a read-modify-write its own write is not among those that are newer.
      const own = order.includes(events + 1) && !isStore ? 1 : 0;
      this.newerWrites = order.length - 1 - order.indexOf(isStore ? events : source) - own;
    }
    const newest = this.#withMemory(before, run);
    this.violations = 0;
    const entry = this.#automaton.follow(localState, this.valueRead);
    this.fields[1 + thread] = runMonitors(this.#automaton, entry, newest, this);
    this.fields[0] = this.#paths.push({ steps: [...steps, { thread, choice }], newest }) - 1;
  }

  #pathOf(of: Int32Array): Path {
    return this.#paths[field(of, 0)] as Path;
  }

  #runTo(of: Int32Array): Run {
    const run = new Run(this.#trees, this.#automaton.words);
    for (const { thread, choice } of this.#pathOf(of).steps) run.take(thread, choice);
    return run;
  }

  /** `newest`, with what the memory holds after `run`. */
  #withMemory(newest: Int32Array, { graph }: Run): Int32Array {
    const { words } = this.#automaton;
    return newest.map((number, word) => (words.pageHeld(word) ? number : words.numberOf(word, graph.finalValue(word))));
  }
}
