// Where a thread pauses, and how it goes on from there.

import { type Instruction, type Place, ProgramError } from './instructions.js';

/** An activation of a function. `pc`, the program counter, is the index of the instruction at which it is paused. */
export interface Frame {
  readonly functionIndex: number;
  readonly pc: number;
  readonly registers: readonly number[];
}

/** All that the future of a paused thread depends on, and nothing else: dead registers and globals are 0. */
export interface Continuation {
  /** Outermost first; empty at the end of the thread. */
  readonly frames: readonly Frame[];
  readonly globals: readonly number[];
}

/** A paused thread: the instruction that it executes next, with the values of its inputs. */
export interface Pause {
  readonly continuation: Continuation;
  /** Undefined at the end of the thread. */
  readonly instruction:
    | Extract<Instruction, { op: 'access' | 'fence' | 'finish' | 'observe' | 'choose' | 'violation' }>
    | Trap
    | undefined;
  readonly inputs: readonly number[];
}

/** The thread stops here: its arithmetic has no result. */
export interface Trap {
  readonly op: 'trap';
  readonly message: string;
  readonly place: Place;
}

/** Follows a thread: is told of each instruction before it is executed, in the order of execution. */
export interface Follower {
  execute(instruction: Instruction, at: Pick<Frame, 'functionIndex' | 'pc'>): void;
}

/** For a trap where no thread is that could stop. */
export function trapped({ message, place }: Trap): ProgramError {
  return new ProgramError(`${place.function}() traps: ${message}`, [place]);
}
