// Which reads of a thread a value was computed from, and which ones a branch depended on: the dependencies that the
// Linux-kernel memory model orders by. It follows the interpreter, and keeps a set of reads for each register and global
// where the interpreter keeps a value.
//
// A branch counts until its ways join (joins.ts). Where they join only at the end of a function, what it returns was decided
// by the branch, and depends on it like on what it was computed from.
//
// A detector's look is no read of the source: a value that it found depends on nothing, and a branch on it is one
// that the source does not have.

import { type Instruction, registersRead } from '../../printers/model/instructions.js';
import type { Joins } from './joins.js';
import type { Follower } from './pause.js';

/** Reads of one thread by their numbers, ascending. LOOK, which is below all of them, marks what a detector saw. */
export type Reads = readonly number[];

export const LOOK = -1;
const NONE: Reads = [];

/** A branch whose ways have not joined yet. */
interface Branch {
  readonly join: number;
  readonly reads: Reads;
}

/** An activation of a function. Registers that nothing was written to depend on nothing. */
interface Frame {
  readonly registers: Reads[];
  branches: readonly Branch[];
  /** The register of the caller that gets the result. */
  readonly to: number;
}

export class Dependencies implements Follower {
  readonly #frames: Frame[];
  readonly #globals: Reads[];
  /** Of the instruction at which the thread pauses: the reads that each of its inputs was computed from. */
  inputs: readonly Reads[] = [];
  /** The register that gets the result of that instruction, or -1. */
  #pending = -1;

  constructor(
    private readonly joins: Joins,
    frames: readonly Frame[] = [{ registers: [], branches: [], to: -1 }],
    globals: readonly Reads[] = [],
  ) {
    this.#frames = frames.map((frame) => ({ ...frame, registers: [...frame.registers] }));
    this.#globals = [...globals];
  }

  /** The reads on which a branch has depended whose ways have not joined again. */
  get control(): Reads {
    return this.#frames.map(controlIn).reduce(union, NONE);
  }

  /** Goes on from a pause whose instruction yields a value that comes from `result`. */
  resumed(result: Reads): Dependencies {
    const next = new Dependencies(this.joins, this.#frames, this.#globals);
    if (this.#pending >= 0) next.#set(this.#pending, result);
    return next;
  }

  execute(instruction: Instruction, { functionIndex, pc }: Parameters<Follower['execute']>[1]): void {
    const top = this.#frames.at(-1);
    if (top?.branches.some(({ join }) => join === pc)) top.branches = top.branches.filter(({ join }) => join !== pc);
    const inputs = registersRead(instruction).map((register) => this.#of(register));
    switch (instruction.op) {
      case 'constant':
      case 'copy':
      case 'unary':
      case 'binary':
      case 'peek':
        this.#set(instruction.to, inputs.reduce(union, NONE));
        break;
      case 'jumpIfZero': {
        const [reads = NONE] = inputs;
        if (reads.length === 0 || reads[0] === LOOK || !top) break;
        top.branches = [...top.branches, { join: this.joins(functionIndex, pc), reads }];
        break;
      }
      case 'readGlobal':
        this.#set(instruction.to, this.#globals[instruction.global] ?? NONE);
        break;
      case 'writeGlobal':
        this.#globals[instruction.global] = inputs[0] ?? NONE;
        break;
      case 'call':
        this.#frames.push({ registers: inputs, branches: [], to: instruction.to });
        break;
      case 'return': {
        const returned = this.#frames.pop();
        if (returned) this.#set(returned.to, inputs.reduce(union, controlIn(returned)));
        break;
      }
      case 'observe':
        // A word of the configuration is read on the spot; at any other the thread pauses.
        this.#set(instruction.to, [LOOK]);
        this.#pause(inputs, instruction.to);
        break;
      case 'choose':
      case 'access':
        this.#pause(inputs, instruction.to);
        break;
      case 'finish':
      case 'violation':
      case 'fence':
        this.#pause(inputs, -1);
        break;
      case 'jump':
      case 'poke':
        break;
    }
  }

  #pause(inputs: readonly Reads[], to: number): void {
    this.inputs = inputs;
    this.#pending = to;
  }

  #of(register: number): Reads {
    return this.#frames.at(-1)?.registers[register] ?? NONE;
  }

  #set(register: number, reads: Reads): void {
    const frame = this.#frames.at(-1);
    if (frame) frame.registers[register] = reads;
  }
}

function controlIn({ branches }: Frame): Reads {
  return branches.reduce((reads, branch) => union(reads, branch.reads), NONE);
}

function union(left: Reads, right: Reads): Reads {
  if (right.length === 0) return left;
  if (left.length === 0) return right;
  const merged = new Set([...left, ...right]);
  if (merged.size === left.length) return left;
  return merged.size === right.length ? right : [...merged].sort((first, second) => first - second);
}
