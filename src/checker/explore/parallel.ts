// Breadth-first exploration by several threads over a shared visited set, with a barrier after each level. A state's
// level is therefore the smallest number of steps to it, as in a sequential exploration. Only the numbers of states
// within a level depend on timing.
//
// The main thread owns the automaton. The helpers get copies of its tables for each level. A state that needs a
// transition missing in a copy is expanded by the main thread at the end of the level.

import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { System } from '../machine/system.js';
import { Expander } from './expander.js';
import { type Exploration, isStopRequested, type Limits, type Reductions, recordLevel } from './explore.js';
import {
  CHUNK,
  CURSOR,
  DONE,
  EPOCH,
  expandChunks,
  type HelperData,
  type LevelResult,
  type LevelTask,
  serializeTables,
} from './level-task.js';
import { isOutOfMemory } from './out-of-memory.js';
import { bitsFor, type Packing, pack } from './packing.js';
import { SharedStates, sharedBuffers } from './shared-states.js';
import { layOutThreads, type ThreadLayout } from './symmetry.js';

/** A smaller level is expanded by the main thread alone, which takes less time than to wake the helpers. */
const SMALL_LEVEL = 4 * CHUNK;
const INITIAL_CAPACITY = 1 << 20;

export interface ParallelOptions {
  /** Number of threads, with the main thread. */
  readonly threads: number;
  /**
   * The script of a helper: workers/explore.js. The caller names it, since this folder must not import from workers.
   */
  readonly helperFile: URL;
  /** Initial capacity of the visited set, in states. */
  readonly capacity?: number;
}

/**
 * As explore(), with several threads; blocks this one. Only for sequential consistency, without partial-order
 * reduction.
 */
export function exploreInParallel(
  system: System,
  { symmetry }: Pick<Reductions, 'symmetry'>,
  limits: Limits,
  { threads, helperFile, capacity = INITIAL_CAPACITY }: ParallelOptions,
): Exploration {
  const helpers = new Helpers(threads - 1, helperFile);
  try {
    return exploreWith(helpers, system, layOutThreads(system.starts, symmetry), limits, capacity);
  } finally {
    helpers.stop();
  }
}

function exploreWith(
  helpers: Helpers,
  system: System,
  layout: ThreadLayout,
  limits: Limits,
  capacity: number,
): Exploration {
  const words = system.shared;
  const violationDepths = new Map<number, number>();
  let states = new SharedStates(sharedBuffers(packingFor(system), capacity));
  states.add(system.initial(layout.starts));
  states.flush();
  const levels = [0, 1];
  let end = 1;
  let transitions = 0;
  let finals = 0;
  let expanded = 0;
  let outOfMemory = false;
  let interrupted = false;
  for (let complete = false; !complete && !interrupted && states.size <= limits.maxStates; ) {
    const expander = new Expander(system.newStepper(), layout, words, states);
    const task = {
      buffers: states.buffers,
      layout,
      words,
      end,
      tables: serializeTables(system.automaton),
      stop: limits.stop,
    };
    const results = helpers.expand(expander, expanded, task);
    for (const state of results.flatMap(({ deferred }) => deferred)) expander.expand(state);
    states.flush();
    interrupted = isStopRequested(limits);
    if (states.full && !interrupted) {
      try {
        states = enlarged(states, system, end);
        continue; // expands the level again, and records it only then
      } catch (error) {
        if (!isOutOfMemory(error)) throw error;
        outOfMemory = true;
        break;
      }
    }
    for (const { violations, finals: finalStates } of results) {
      expander.violations |= violations;
      expander.finals.push(...finalStates);
    }
    transitions += expander.transitions + results.reduce((sum, result) => sum + result.transitions, 0);
    finals += recordLevel(system, states, expander, levels.length - 2, violationDepths);
    if (!interrupted) expanded = end; // an interrupted level counts as not expanded
    complete = !interrupted && states.size === end;
    if (!complete) {
      end = states.size;
      levels.push(end);
    }
    limits.onLevel?.(states.size, levels.length - 2);
  }
  return {
    system,
    layout,
    visited: states,
    levels,
    transitions,
    finals,
    violationDepths,
    complete: !outOfMemory && expanded === states.size,
    frontier: states.size - expanded,
    outOfMemory,
    interrupted,
  };
}

/** The packing for the automaton as it is. A level that outgrows it is expanded again with another packing. */
function packingFor({ automaton, shared, starts }: System): Packing {
  const { words, size } = automaton;
  const wordBits = Array.from({ length: shared }, (_, word) => bitsFor(words.domainSize(word) - 1));
  return pack([...wordBits, ...Array<number>(starts.length).fill(bitsFor(size - 1))]);
}

/**
 * A copy of the first `count` states, with the same numbers, and with room for more states or for wider fields.
 * @throws RangeError when memory runs out
 */
function enlarged(states: SharedStates, system: System, count: number): SharedStates {
  const growth = states.size < states.capacity ? 1 : states.size < 1 << 22 ? 4 : 2;
  const capacity = growth * states.capacity;
  const larger = new SharedStates(sharedBuffers(packingFor(system), capacity));
  const fields = new Int32Array(system.shared + system.starts.length);
  for (let state = 0; state < count; state++) {
    states.read(state, fields);
    larger.add(fields);
  }
  larger.flush();
  return larger;
}

class Helpers {
  readonly #control = new Int32Array(new SharedArrayBuffer(12));
  readonly #ports: MessagePort[] = [];

  constructor(count: number, file: URL) {
    for (let index = 0; index < count; index++) {
      const { port1, port2 } = new MessageChannel();
      const data: HelperData = {
        helper: 'explore',
        control: this.#control.buffer as unknown as SharedArrayBuffer,
        port: port2,
      };
      const worker = new Worker(file, { workerData: data, transferList: [port2] });
      worker.unref();
      port1.unref();
      this.#ports.push(port1);
    }
  }

  /** Expands the states from `start` to the end of the task's level, with the helpers unless the level is small. */
  expand(expander: Expander, start: number, task: LevelTask): LevelResult[] {
    const control = this.#control;
    const ports = this.#ports;
    const parallel = task.end - start >= SMALL_LEVEL && ports.length > 0;
    Atomics.store(control, CURSOR, start);
    Atomics.store(control, DONE, 0);
    if (parallel) {
      for (const port of ports) port.postMessage(task);
      Atomics.add(control, EPOCH, 1);
      Atomics.notify(control, EPOCH);
    }
    const deferred = expandChunks(expander, { ...task, cursor: control.subarray(CURSOR, CURSOR + 1) });
    const own: LevelResult = { deferred, transitions: 0, violations: 0, finals: [] };
    if (!parallel) return [own];
    for (let done = Atomics.load(control, DONE); done < ports.length; done = Atomics.load(control, DONE)) {
      Atomics.wait(control, DONE, done);
    }
    return [own, ...ports.map((port) => receiveMessageOnPort(port)?.message as LevelResult)];
  }

  stop(): void {
    Atomics.store(this.#control, EPOCH, -1);
    Atomics.notify(this.#control, EPOCH);
    for (const port of this.#ports) port.close();
  }
}
