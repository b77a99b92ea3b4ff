// Exploration by several threads, level by level over shared states. Levels are kept, so depths are the smallest here
// too; only the numbers of states within a level depend on who came first.
//
// The first thread owns the automaton. The others have copies of its tables, fresh for each level; a state whose step a
// copy does not know is expanded by the first thread at the end of the level.

import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { System } from '../machine/system.js';
import { Expander } from './expander.js';
import { type Exploration, type Limits, noteLevel, type Reductions, toldToStop } from './explore.js';
import {
  CURSOR,
  contentsOf,
  DONE,
  EPOCH,
  expandShares,
  type Help,
  type HelperData,
  type LevelShare,
  SHARE,
} from './level-task.js';
import { bitsFor, type Packing, pack } from './packing.js';
import { SharedStates, sharedBuffers } from './shared-states.js';
import { type Columns, columns } from './symmetry.js';

/** A level below this is expanded sooner than helpers wake up. */
const SMALL_LEVEL = 4 * SHARE;
const FIRST_CAPACITY = 1 << 20;

export interface Together {
  /** In all. */
  readonly threads: number;
  /** What a helper runs: workers/explore.js, which stands above this room, so whoever starts the exploration names it. */
  readonly helperFile: URL;
  /** States that there is room for at first. */
  readonly capacity?: number;
}

/** As explore(), with several threads. Blocks; for a system over plain words, without a partial order. */
export function exploreTogether(
  system: System,
  { symmetry }: Pick<Reductions, 'symmetry'>,
  limits: Limits,
  { threads, helperFile, capacity = FIRST_CAPACITY }: Together,
): Exploration {
  const helpers = new Helpers(threads - 1, helperFile);
  try {
    return exploreWith(helpers, system, columns(system.starts, symmetry), limits, capacity);
  } finally {
    helpers.sendHome();
  }
}

function exploreWith(helpers: Helpers, system: System, order: Columns, limits: Limits, capacity: number): Exploration {
  const words = system.shared;
  const firstDepth = new Map<number, number>();
  let states = new SharedStates(sharedBuffers(packingFor(system), capacity));
  states.add(system.initial(order.starts));
  states.flush();
  const levels = [0, 1];
  let end = 1;
  let transitions = 0;
  let finals = 0;
  let expanded = 0;
  let outOfMemory = false;
  let interrupted = false;
  for (let complete = false; !complete && !interrupted && states.size <= limits.maxStates; ) {
    const own = new Expander(system.newStepper(), order, words, states);
    const share = {
      buffers: states.buffers,
      columns: order,
      words,
      end,
      tables: contentsOf(system.automaton),
      stop: limits.stop,
    };
    const help = helpers.expand(own, expanded, share);
    for (const state of help.flatMap(({ left }) => left)) own.expand(state);
    states.flush();
    interrupted = toldToStop(limits);
    if (states.full && !interrupted) {
      try {
        states = roomier(states, system, end);
        continue; // the level is done again; what it had noted is noted again
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        outOfMemory = true;
        break;
      }
    }
    for (const { violations, finals: found } of help) {
      own.violations |= violations;
      own.finals.push(...found);
    }
    transitions += own.transitions + help.reduce((sum, part) => sum + part.transitions, 0);
    finals += noteLevel(system, states, own, levels.length - 2, firstDepth);
    if (!interrupted) expanded = end; // else only part of them: none is counted
    complete = !interrupted && states.size === end;
    if (!complete) {
      end = states.size;
      levels.push(end);
    }
    limits.onLevel?.(states.size, levels.length - 2);
  }
  return {
    system,
    columns: order,
    visited: states,
    levels,
    transitions,
    finals,
    firstDepth,
    complete: !outOfMemory && expanded === states.size,
    frontier: states.size - expanded,
    outOfMemory,
    interrupted,
  };
}

/** Room for what the automaton knows; a level that goes beyond it is done again. */
function packingFor({ automaton, shared, starts }: System): Packing {
  const { words, size } = automaton;
  const wordBits = Array.from({ length: shared }, (_, word) => bitsFor(words.domainSize(word) - 1));
  return pack([...wordBits, ...Array<number>(starts.length).fill(bitsFor(size - 1))]);
}

/** The first `count` states of `states`, under their numbers, with more room: for more of them, or for wider fields. */
function roomier(states: SharedStates, system: System, count: number): SharedStates {
  const growth = states.size < states.capacity ? 1 : states.size < 1 << 22 ? 4 : 2;
  const room = growth * states.capacity;
  const larger = new SharedStates(sharedBuffers(packingFor(system), room));
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

  /** Expands the states from `start` to the share's end, together unless there are too few of them. */
  expand(own: Expander, start: number, share: LevelShare): Help[] {
    const control = this.#control;
    const ports = this.#ports;
    const together = share.end - start >= SMALL_LEVEL && ports.length > 0;
    Atomics.store(control, CURSOR, start);
    Atomics.store(control, DONE, 0);
    if (together) {
      for (const port of ports) port.postMessage(share);
      Atomics.add(control, EPOCH, 1);
      Atomics.notify(control, EPOCH);
    }
    const left = expandShares(own, { ...share, cursor: control.subarray(CURSOR, CURSOR + 1) });
    const mine: Help = { left, transitions: 0, violations: 0, finals: [] };
    if (!together) return [mine];
    for (let done = Atomics.load(control, DONE); done < ports.length; done = Atomics.load(control, DONE)) {
      Atomics.wait(control, DONE, done);
    }
    return [mine, ...ports.map((port) => receiveMessageOnPort(port)?.message as Help)];
  }

  sendHome(): void {
    Atomics.store(this.#control, EPOCH, -1);
    Atomics.notify(this.#control, EPOCH);
    for (const port of this.#ports) port.close();
  }
}
