// The active functions of a thread: entered, suspended at a pause, and resumed.

import type { FunctionBody, Instruction } from '../../printers/model/instructions.js';
import type { ProtocolCall } from './holding.js';
import type { Continuation, Frame } from './pause.js';

/** A Frame while the thread runs. */
export interface ActiveFrame {
  functionIndex: number;
  pc: number;
  registers: number[];
}

/** The function `body` at its beginning. */
export function entered(
  functionIndex: number,
  { registers, parameters }: FunctionBody,
  inputs: readonly number[],
): ActiveFrame {
  const initial = (_: unknown, index: number): number => (index < parameters ? (inputs[index] ?? 0) : 0);
  return { functionIndex, pc: 0, registers: Array.from({ length: registers }, initial) };
}

export function resumed({ functionIndex, pc, registers }: Frame): ActiveFrame {
  return { functionIndex, pc, registers: [...registers] };
}

export function topOf(frames: readonly ActiveFrame[]): ActiveFrame {
  const top = frames.at(-1);
  if (!top) throw new Error('a thread that has ended cannot run');
  return top;
}

/** An active function, with the instruction that it is at. */
export interface SuspendedFrame extends Frame {
  readonly instruction: Instruction;
  /** Number of its registers. */
  readonly size: number;
  /** See Liveness: what may still be read after that instruction. */
  readonly live: bigint;
}

/**
 * Copies frames and globals, with everything that is dead set to 0. The result register of the pending instruction
 * counts as dead, since it is about to be written. So do the operands of an access: the pause holds their values.
 */
export function suspended(
  frames: readonly SuspendedFrame[],
  globals: readonly number[],
  call: ProtocolCall | undefined,
): Continuation {
  let liveGlobals = 0n;
  const kept = frames.map(({ functionIndex, pc, registers, instruction, size, live }) => {
    const needed = 'to' in instruction ? live & ~(1n << BigInt(instruction.to)) : live;
    liveGlobals |= live >> BigInt(size);
    return { functionIndex, pc, registers: registers.map((value, index) => (isIn(needed, index) ? value : 0)) };
  });
  return { frames: kept, globals: globals.map((value, index) => (isIn(liveGlobals, index) ? value : 0)), call };
}

function isIn(bits: bigint, index: number): boolean {
  return ((bits >> BigInt(index)) & 1n) === 1n;
}
