// One thread of a replay: plays its role over real shared memory, each access in its turn of the schedule.

import { isTrap } from '../front-end/traps.js';
import { slotValue } from '../results/slot-value.js';
import { REFCOUNT, SLOT_BYTES } from '../runtime/layout.js';
import { StepOrder } from './step-order.js';

/** A step of this thread; `index` is its place in the schedule. Of slots slotValue(). */
export interface ReplayStep {
  readonly index: number;
  readonly operation: string;
  readonly before: number;
  readonly after: number;
}

export interface ReplayTask {
  readonly worker: number;
  readonly role: number;
  readonly rounds: number;
  /** Body of a function of `words` and `host`. */
  readonly kernel: string;
  readonly memory: SharedArrayBuffer;
  readonly turns: SharedArrayBuffer;
  readonly steps: readonly ReplayStep[];
  /** Bits of the count word. It lies in the upper bits of a real word, so that the hardware wraps it as the model does. */
  readonly width: number;
  readonly pagesBase: number;
  readonly pageBytes: number;
  readonly slotsBase: number;
  readonly slots: number;
  readonly deadlineMs: number;
}

export interface ReplayTaskResult {
  /** Differences between the real run and the witness, one line each. */
  readonly differences: readonly string[];
  readonly stepsTaken: number;
  /** The trap that ended the thread, if one did. */
  readonly trap?: string;
}

interface ReplayKernel {
  setup(worker: number): void;
  populate(): void;
  playRounds(role: number, rounds: number): void;
}

/** The witness ends here; the thread need not go on. */
class EndOfWitness extends Error {}

export default function replay(task: ReplayTask): ReplayTaskResult {
  const { steps, worker } = task;
  const words = new Int32Array(task.memory);
  const turns = new StepOrder(task.turns, task.deadlineMs);
  const differences: string[] = [];
  let taken = 0;

  const isCount = (address: number): boolean =>
    address >= task.pagesBase && (address - task.pagesBase) % task.pageBytes === REFCOUNT;
  const isSlot = (address: number): boolean =>
    address >= task.slotsBase && address < task.slotsBase + task.slots * SLOT_BYTES;
  const spareBits = (address: number): number => (isCount(address) ? 32 - task.width : 0);
  const shown = (address: number, value: number): number => (isSlot(address) ? slotValue(value, task) : value);

  /** Passes on the turn of the last step that was taken: only now has the thread got behind it. */
  const passTurn = (): void => {
    const last = steps[taken - 1];
    if (last) turns.pass(last.index + 1);
  };
  /** Waits for the turn of the next step. */
  const nextStep = (): ReplayStep => {
    passTurn();
    const step = steps[taken];
    if (!step) throw new EndOfWitness();
    turns.await(step.index);
    taken++;
    return step;
  };
  const compare = (step: ReplayStep, operation: string, before: number, after: number): void => {
    if (operation === step.operation && before === step.before && after === step.after) return;
    const expected = `${step.operation} [${step.before} -> ${step.after}]`;
    differences.push(
      `step ${step.index + 1}: the witness has ${expected}, really ${operation} [${before} -> ${after}]`,
    );
  };
  const host = {
    step(access: keyof typeof METHODS, address: number, first: number, second: number): number {
      const step = nextStep();
      const spare = spareBits(address);
      const before = perform(words, access, address >> 2, first << spare, second << spare) >> spare;
      const after = Atomics.load(words, address >> 2) >> spare;
      compare(step, access, shown(address, before), shown(address, after));
      return before;
    },
    choose(outcomes: number): number {
      const step = nextStep();
      compare(step, 'choose', outcomes, step.after);
      return step.after;
    },
    observe: (address: number): number => Atomics.load(words, address >> 2) >> spareBits(address),
    poke(address: number, value: number): void {
      words[address >> 2] = value << spareBits(address);
    },
    stamp(): void {},
  };
  const link = new Function('words', 'host', task.kernel) as (memory: Int32Array, calls: typeof host) => ReplayKernel;

  try {
    const kernel = link(words, host);
    kernel.setup(worker);
    kernel.populate();
    turns.arrive();
    try {
      if (steps[0]?.operation === 'begin') nextStep();
      if (steps.length > 0) kernel.playRounds(task.role, task.rounds); // who takes no step has no turn to look in, either
      passTurn();
    } catch (error) {
      if (isTrap(error)) {
        passTurn();
        return { differences, stepsTaken: taken, trap: error.message };
      }
      if (!(error instanceof EndOfWitness)) throw error;
    }
  } catch (error) {
    turns.abandon();
    throw error;
  }
  return { differences, stepsTaken: taken };
}

/** The methods of Atomics that make the accesses. A store has to tell what it overwrote. */
const METHODS = {
  load: 'load',
  store: 'exchange',
  exchange: 'exchange',
  fetchAdd: 'add',
  fetchSub: 'sub',
  fetchOr: 'or',
  compareExchange: 'compareExchange',
} as const;

/** Makes an access to the word with index `at`; yields the value before. */
function perform(words: Int32Array, access: keyof typeof METHODS, at: number, first: number, second: number): number {
  const method = Atomics[METHODS[access]] as (words: Int32Array, at: number, ...operands: number[]) => number;
  return method(words, at, first, second);
}
