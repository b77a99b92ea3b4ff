// The rest of a thread of a litmus test, from the instruction that it is at: so that what no access will ever ask for
// does not make two states of one. Such a thread has one function, without loops. Sets of words are bits.

import type { FunctionBody, Instruction } from '../../../printers/model/instructions.js';
import { FULL, RELAXED, RELEASE } from '../../../runtime/order.js';
import type { Automaton } from '../../model/automaton.js';
import { canWrite } from '../../program/access.js';
import type { Words } from '../../words/words.js';
import { type Memory, type Message, positionIn, type ThreadViews, type View } from './memory.js';
import { FULL_FENCES } from './operations.js';

export interface Ahead {
  /** Words that the thread may access; those before its acquire view has become current; those that it may write. */
  words: number;
  soon: number;
  writes: number;
  /** Words that it may read and then make use of the view of the message. */
  learns: number;
  /** It may write, or has a full barrier, so its views may reach others. */
  publishes: boolean;
  fullBarrier: boolean;
  /** Before the next full barrier it may write what carries its release view. */
  writesSoon: boolean;
  readFence: boolean;
  writeFence: boolean;
}

/** The uses of a memory. */
export type MemoryUse = Pick<Ahead, 'writes' | 'learns' | 'fullBarrier'>;

const NOTHING: Ahead = {
  ...{ words: 0, soon: 0, writes: 0, learns: 0 },
  ...{ publishes: false, fullBarrier: false, writesSoon: false, readFence: false, writeFence: false },
};

/** Words of a test; two sets of them are one number. One that has more is explored as it is. */
export const MOST_WORDS = 20;

/** By local state. */
export function aheadIn(
  automaton: Automaton,
  bodies: readonly FunctionBody[],
): (localState: number) => Ahead | undefined {
  const known: Ahead[] = [];
  if (automaton.words.size > MOST_WORDS) return () => undefined;
  return (localState) => (known[localState] ??= computed(localState));

  function computed(localState: number): Ahead {
    const [frame] = automaton.pauseAt(localState).continuation.frames;
    if (!frame || automaton.choicesOf.at(localState) === 0) return NOTHING;
    return aheadOf(bodies[frame.functionIndex] as FunctionBody, frame.pc, automaton.words);
  }
}

function aheadOf({ code }: FunctionBody, pc: number, all: Words): Ahead {
  const ahead = { ...NOTHING };
  let read = 0;
  // A thread may leave out all that lies behind a jump.
  let [isSure, isCurrent, isReleased] = [true, false, false];
  const passBarrier = (): void => {
    [ahead.publishes, ahead.fullBarrier] = [true, true];
    ahead.learns |= read;
    if (isSure) [isCurrent, isReleased] = [true, true];
  };
  for (const one of code.slice(pc)) {
    if (one.op === 'jump' || one.op === 'jumpIfZero') isSure = false;
    if (one.op === 'fence') {
      if (FULL_FENCES.has(one.fence)) passBarrier();
      if (one.fence === 'write') ahead.writeFence = true;
      if (one.fence !== 'read') continue;
      ahead.readFence = true;
      ahead.learns |= read;
      isCurrent ||= isSure;
    }
    if (one.op !== 'access') continue;
    const order = constantIn(code, one.inputs.at(-1));
    const mayFail = one.access === 'compareExchange' || one.access === 'addUnless';
    if (order === FULL && !mayFail) passBarrier();
    const word = all.find(constantIn(code, one.inputs[0]) ?? -1);
    const words = word === undefined ? -1 : 1 << word;
    ahead.words |= words;
    if (!isCurrent) ahead.soon |= words;
    if (one.access !== 'store') read |= words;
    // An acquire makes use of what it reads, a release of all before it, and an update hands on what it reads.
    if (order !== RELAXED || (one.access !== 'store' && canWrite(one.access))) ahead.learns |= read;
    if (order === FULL) ahead.fullBarrier = true;
    if (!canWrite(one.access)) continue;
    ahead.publishes = true;
    ahead.writes |= words;
    if (!isReleased && order !== RELEASE) ahead.writesSoon = true;
  }
  return ahead;
}

/** Returns the value of a register to which nothing but one constant is assigned. */
function constantIn(code: readonly Instruction[], register = -1): number | undefined {
  const [only, ...others] = code.filter((one) => 'to' in one && one.to === register);
  return only?.op === 'constant' && others.length === 0 ? only.value : undefined;
}

/** Returns the memory without what no thread will make use of. `initial`: a view of nothing. */
export function usedMemory(memory: Memory, initial: View, { writes, learns, fullBarrier }: MemoryUse): Memory {
  const messages = memory.messages.map((history, word) => {
    const [mayFollow, mayTell] = [((writes >> word) & 1) === 1, ((learns >> word) & 1) === 1];
    if (mayFollow && mayTell) return history;
    // The same array when nothing changes: its key is known then.
    const isUsed = ({ view, readByUpdate }: Message): boolean =>
      (mayTell || view.every((position) => position === 0)) && (mayFollow || !readByUpdate);
    if (history.every(isUsed)) return history;
    return history.map(({ value, view, readByUpdate }) => ({
      ...{ value, view: mayTell ? view : initial, readByUpdate: readByUpdate && mayFollow },
    }));
  });
  return { messages, scView: fullBarrier ? memory.scView : initial };
}

/** Returns the views without what the thread will not look at. */
export function usedViews(
  { current, acquire, release, ownWrites }: ThreadViews,
  initial: View,
  ahead: Ahead,
): ThreadViews {
  const { words, soon, publishes, writesSoon, readFence, writeFence } = ahead;
  const accessed = (view: View): View => view.map((position, word) => ((words >> word) & 1 ? position : 0));
  return {
    current: accessed(current.map((own, word) => ((soon >> word) & 1 ? own : positionIn(acquire, word)))),
    acquire: publishes ? acquire : readFence ? accessed(acquire) : initial,
    release: writesSoon ? release : initial,
    ownWrites: publishes && writeFence ? ownWrites : initial,
  };
}
