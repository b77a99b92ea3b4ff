// Pauses of a thread: the instruction that it is at, and all that it goes on from.

import { type Instruction, type Place, ProgramError } from '../../printers/model/instructions.js';
import type { HolderChange, ProtocolCall } from './holding.js';

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
  /** The call of the protocol that the thread is in, if any. */
  readonly call?: ProtocolCall | undefined;
}

/** A paused thread: the instruction that it executes next, with the values of its inputs. */
export interface Pause {
  readonly continuation: Continuation;
  /** Undefined at the end of the thread. */
  readonly instruction:
    | Extract<Instruction, { op: 'access' | 'fence' | 'finish' | 'observe' | 'choose' | 'violation' }>
    | Trap
    | Holding
    | Beginning
    | undefined;
  readonly inputs: readonly number[];
  /** The change of a page's holders that comes with it. */
  readonly holds?: HolderChange | undefined;
}

/** The pause of a thread that has ended. */
export const NOTHING: Pause = { continuation: { frames: [], globals: [] }, instruction: undefined, inputs: [] };

/** A call of the protocol has returned, and thereby changed how many hold a page. The input is what it returned. */
interface Holding {
  readonly op: 'hold';
}

/** The first step of a thread that looks at shared memory before its first access: those looks belong to this one. */
interface Beginning {
  readonly op: 'begin';
  readonly position: number;
}

/** The thread stops here: its arithmetic has no result. */
export interface Trap {
  readonly op: 'trap';
  readonly message: string;
  readonly place: Place;
}

/** Follows a thread: is told of each instruction before it is executed, in the order of execution. */
export interface Follower {
  execute(instruction: Instruction, at: Frame): void;
}

/** For a trap where no thread is that could stop. */
export function trapped({ message, place }: Trap): ProgramError {
  return new ProgramError(`${place.function}() traps: ${message}`, [place]);
}

/** Equal for two pauses if and only if the same follows from them. */
export function keyOf({ continuation, instruction, inputs, holds }: Pause): string {
  // The inputs of an access are dead registers already, but the next transition depends on them.
  return `${instruction?.op}(${inputs.join()})${holds ? `${holds.address}${holds.change}` : ''}${keyOfRest(continuation)}`;
}

function keyOfRest({ frames, globals, call }: Continuation): string {
  const within = call ? Object.values(call).join() : '';
  return `${frames.map(({ functionIndex, pc, registers }) => `${functionIndex}.${pc}:${registers.join()}`).join('/')};${globals.join()};${within}`;
}

/**
 * Heap that a pause takes beside its key, its numbers and its frames: objects, arrays and the place in the map. As
 * measured on Node 20, with half as much again for what V8's collector lets lie before it works.
 */
const PAUSE_BYTES = 900;
const FRAME_BYTES = 150;

/** The estimate of what `pause`, known by `key`, takes. */
export function heapBytesOf({ continuation: { frames, globals }, inputs }: Pause, key: string): number {
  const registers = frames.reduce((sum, frame) => sum + frame.registers.length, 0);
  const numbers = registers + globals.length + inputs.length;
  return PAUSE_BYTES + FRAME_BYTES * frames.length + 12 * numbers + 1.5 * key.length;
}
