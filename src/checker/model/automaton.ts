// The threads as one automaton, built on the fly during the exploration. A *local state* is a thread that is about to
// execute its next access, fence or choice: program counters, live registers, and the operands of that instruction. For
// each value that the access may read, the automaton holds the value written and the local state that follows. Code is
// interpreted once for each pair of local state and value, however many states of the system contain them; after that,
// a transition is a table lookup.
//
// Between two local states there may be a chain of *detector steps*. In a detector step a detector observes a word,
// whose value decides how the chain goes on, or reports a violation, or the thread traps. Or it keeps the count of a
// page's holders (program/holding.ts), which is no thread's own and yet no memory. Detector steps belong to the
// transition before them: no other thread runs in between. In the tables a detector step d is written ~d, to tell it
// from a local state.
//
// Values are known by their numbers in the domain of their word: see words.ts.

import { afterMonitorStep, holdersStep, type MonitorStep, passageBy, touchStep } from '../monitors/monitor-steps.js';
import { TRAP_KIND } from '../monitors/property-bits.js';
import { operandsOf, valueAfter } from '../program/access.js';
import type { HolderChange } from '../program/holding.js';
import { type Interpreter, unmappedAddress } from '../program/interpreter.js';
import { heapBytesOf, keyOf, NOTHING, type Pause, trapped } from '../program/pause.js';
import type { Words } from '../words/words.js';
import { IntTable, IntVector } from './int-table.js';

/** A table entry that has not been computed yet. */
export const UNKNOWN = -2147483648;
/** The local state of a thread that has ended. */
export const ENDED = 0;
/** The local state of a thread that a trap has stopped. */
export const STOPPED = 1;
/** `wordOf` of a choice, a fence or an end, which access no word. */
export const NO_WORD = -1;

const DETECTOR_STEPS: readonly string[] = ['observe', 'violation', 'trap'];

/** Pauses between two looks at the budget. */
const PAUSES_PER_LOOK = 256;

export class Automaton {
  /** Per local state: the word of its access, or NO_WORD. */
  readonly wordOf = new IntVector();
  /** Per local state: number of outcomes of its choice; 1 for an access or a fence, 0 for an end. */
  readonly choicesOf = new IntVector();
  /** Per local state and value read (or outcome chosen): the local state or ~detector step that follows. */
  readonly successor = new IntTable(UNKNOWN);
  /** Per local state and value read: the value of the word after the access. */
  readonly written = new IntTable(0);
  /** Per detector step: the word that it observes, or ~kind of the violation that it reports. */
  readonly detectorWord = new IntVector();
  /** Per detector step and value observed (0 for a report): the local state or ~detector step that follows. */
  readonly detectorSuccessor = new IntTable(UNKNOWN);
  /** Per detector step and value observed: the value of the word after it. Only holders are ever written. */
  readonly detectorWritten = new IntTable(0);

  /** The pause of each local state and each detector step. The first two are ENDED and STOPPED. */
  readonly #localStates: Pause[] = [];
  readonly #detectorSteps: Pause[] = [];
  readonly #ownSteps = new Map<number, MonitorStep>();
  readonly #numbers = new Map<string, number>();
  #heapBytes = 0;
  /** Asked for memory while there are ever more pauses: one transition may add any number of detector steps. */
  budget: { require(): void } | undefined;

  constructor(
    readonly interpreter: Interpreter,
    readonly words: Words,
  ) {
    for (const _ of [ENDED, STOPPED]) this.#addLocalState(NOTHING);
  }

  /** The local state in which a thread that runs a function begins. @throws ProgramError */
  begin(functionIndex: number, inputs: readonly number[], globals: readonly number[]): number {
    const pause = this.interpreter.start(functionIndex, inputs, globals);
    if (pause.instruction?.op === 'trap') throw trapped(pause.instruction);
    const first = this.#intern(pause);
    if (first >= 0) return first;
    const { continuation } = pause;
    const position = this.interpreter.places(continuation)[0]?.position ?? 0;
    const start = this.#intern({ continuation, instruction: { op: 'begin', position }, inputs: [first] });
    this.successor.set(start, 0, first);
    return start;
  }

  /** The entry of `successor`; it and that of `written` are computed when they are first asked for. */
  follow(localState: number, number: number): number {
    const known = this.successor.at(localState, number);
    if (known !== UNKNOWN) return known;
    this.#computeTransition(localState, number);
    return this.successor.at(localState, number);
  }

  /** The same of `detectorSuccessor` and `detectorWritten`. */
  followDetector(step: number, number: number): number {
    const known = this.detectorSuccessor.at(step, number);
    if (known !== UNKNOWN) return known;
    this.#computeDetectorStep(step, number);
    return this.detectorSuccessor.at(step, number);
  }

  #computeTransition(localState: number, number: number): void {
    const pause = this.pauseAt(localState);
    const { continuation, instruction } = pause;
    if (instruction?.op !== 'access') {
      this.successor.set(localState, number, this.#intern(this.interpreter.resume(continuation, number)));
      return;
    }
    const word = this.wordOf.at(localState);
    const before = this.words.value(word, number);
    const { address, first, second } = operandsOf(pause);
    const after = valueAfter(instruction.access, before, first, second);
    const written = this.words.numberOf(word, after);
    this.written.set(localState, number, written);
    const yields = instruction.access === 'store' ? 0 : before;
    const next = this.#intern(this.interpreter.resume(continuation, yields));
    const passing = this.#counted(next, passageBy(address, before, after));
    const counted = this.#counted(passing, pause.holds);
    this.successor.set(localState, number, this.#behind(touchStep(this.words, address, counted), counted));
  }

  #computeDetectorStep(step: number, number: number): void {
    const word = this.detectorWord.at(step);
    this.detectorWritten.set(step, number, number);
    const own = this.#ownSteps.get(step);
    if (own) {
      const { written, followUp } = afterMonitorStep(this.words, own, word < 0 ? 0 : this.words.value(word, number));
      if (word >= 0) this.detectorWritten.set(step, number, this.words.numberOf(word, written));
      this.detectorSuccessor.set(step, number, this.#behind(followUp, own.next));
      return;
    }
    const { continuation, instruction } = this.detectorStepAt(step);
    const observed = word < 0 ? 0 : this.words.value(word, number);
    const traps = instruction?.op === 'trap';
    const next = traps ? STOPPED : this.#intern(this.interpreter.resume(continuation, observed));
    this.detectorSuccessor.set(step, number, next);
  }

  /** The local state of a thread at `pause`, which is one of an access, a fence or a choice. */
  localStateOf(pause: Pause): number {
    return this.#intern(pause);
  }

  /** The pause of a thread in `localState`. */
  pauseAt(localState: number): Pause {
    const pause = this.#localStates[localState];
    if (!pause) throw new Error(`the automaton has no local state ${localState}`);
    return pause;
  }

  detectorStepAt(step: number): Pause {
    const pause = this.#detectorSteps[step];
    if (!pause) throw new Error(`the automaton has no detector step ${step}`);
    return pause;
  }

  /** Memory of the tables and, as an estimate, of the pauses on V8's heap. */
  bytesHeld(): number {
    const { wordOf, choicesOf, successor, written, detectorWord, detectorSuccessor, detectorWritten, words } = this;
    const tables = [wordOf, choicesOf, successor, written, detectorWord, detectorSuccessor, detectorWritten, words];
    return tables.reduce((sum, { bytes }) => sum + bytes, this.#heapBytes);
  }

  /** Number of local states so far. */
  get size(): number {
    return this.#localStates.length;
  }

  /** All computed successors of a local state or ~detector step: again local states and ~detector steps. */
  successorsOf(entry: number): Set<number> {
    const row = entry >= 0 ? this.successor.row(entry) : this.detectorSuccessor.row(~entry);
    return new Set(row.filter((successor) => successor !== UNKNOWN));
  }

  /** The monitor step that `step` is, if it is one. */
  monitorStepAt(step: number): MonitorStep | undefined {
    return this.#ownSteps.get(step);
  }

  /** The entry `next`, before which the holders of a page change as `change` says, if there is such a page. */
  #counted(next: number, change: HolderChange | undefined): number {
    return this.#behind(change && holdersStep(this.words, change, next), next);
  }

  /** The entry of `own`, which leads to `next`; that itself where there is no such step. */
  #behind(own: MonitorStep | undefined, next: number): number {
    if (!own) return next;
    const key = Object.values(own).join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const entry = this.#addDetectorStep(NOTHING, own.word);
    this.#ownSteps.set(~entry, own);
    this.#note(NOTHING, key, entry);
    return entry;
  }

  /** Notes that `pause`, known by `key`, has the number `entry`. */
  #note(pause: Pause, key: string, entry: number): void {
    this.#numbers.set(key, entry);
    this.#heapBytes += heapBytesOf(pause, key);
    if (this.#numbers.size % PAUSES_PER_LOOK === 0) this.budget?.require();
  }

  #intern(pause: Pause): number {
    if (!pause.instruction) return ENDED;
    if (pause.instruction.op === 'hold') {
      const [result = 0] = pause.inputs;
      return this.#counted(this.#intern(this.interpreter.resume(pause.continuation, result)), pause.holds);
    }
    const key = keyOf(pause);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const added = DETECTOR_STEPS.includes(pause.instruction.op)
      ? this.#addDetectorStep(pause, this.#detectorWordOf(pause))
      : this.#addLocalState(pause);
    this.#note(pause, key, added);
    return added;
  }

  #addLocalState(pause: Pause): number {
    const localState = this.#localStates.push(pause) - 1;
    const [first = 0] = pause.inputs;
    const op = pause.instruction?.op;
    this.wordOf.push(op === 'access' ? this.#wordAt(pause) : NO_WORD);
    this.choicesOf.push(op === undefined || op === 'finish' ? 0 : op === 'choose' ? first : 1);
    this.successor.setRows(localState + 1);
    this.written.setRows(localState + 1);
    return localState;
  }

  /** The word that `pause` is about. @throws ProgramError when the address is that of no word */
  #wordAt(pause: Pause): number {
    const [address = 0] = pause.inputs;
    const word = this.words.find(address);
    if (word !== undefined) return word;
    throw unmappedAddress(this.interpreter, pause);
  }

  /** The word that the detector at `pause` observes, or ~kind of the violation that it reports. */
  #detectorWordOf(pause: Pause): number {
    if (pause.instruction?.op === 'observe') return this.#wordAt(pause);
    return ~(pause.instruction?.op === 'trap' ? TRAP_KIND : (pause.inputs[0] ?? 0));
  }

  #addDetectorStep(pause: Pause, word: number): number {
    const step = this.#detectorSteps.push(pause) - 1;
    this.detectorWord.push(word);
    this.detectorSuccessor.setRows(step + 1);
    this.detectorWritten.setRows(step + 1);
    return ~step;
  }
}
