// The interpreter runs the code of one thread from one pause to the next. A pause is a point that matters outside the
// thread: an atomic access, a fence, a detector's observation, a choice, a reported violation, or the end. The
// automaton (machine/automaton.ts) caches the results, so speed matters little here.

import { compute, computeUnary } from '../../engines/compute-i32.js';
import { isTrap } from '../../engines/traps.js';
import { type FunctionBody, type Instruction, type Place, type Program, ProgramError } from './instructions.js';
import { type Joins, joinsOf } from './joins.js';
import { type Liveness, liveness } from './liveness.js';
import { type Continuation, type Follower, type Frame, type Pause, type Trap, trapped } from './pause.js';

interface MutableFrame {
  functionIndex: number;
  pc: number;
  registers: number[];
}

/** Limit of local instructions between two pauses. Code that exceeds it loops without a shared access. */
const MAX_LOCAL_INSTRUCTIONS = 100_000;

export class Interpreter {
  readonly #program: Program;
  readonly #live: Liveness;
  /** Where the ways from a branch come together again. */
  readonly joins: Joins;
  /** Values of the words that no thread writes during the run, by address: the configuration, and what setup writes. */
  readonly #constantWords: Map<number, number>;
  #settingUp = false;
  #result = 0;

  constructor(program: Program, constantWords: Map<number, number> = new Map()) {
    this.#program = program;
    this.#constantWords = constantWords;
    this.#live = liveness(program);
    this.joins = joinsOf(program);
  }

  /**
   * Runs a function to its end before any thread starts, and returns its result. The function may change `globals`.
   * @throws ProgramError when it pauses: it must not touch shared memory.
   */
  evaluate(functionIndex: number, inputs: readonly number[], globals: number[]): number {
    this.#settingUp = true;
    const pause = this.#run([this.#newFrame(functionIndex, inputs)], globals);
    this.#settingUp = false;
    if (pause.instruction?.op === 'trap') throw trapped(pause.instruction);
    if (pause.instruction)
      throw new ProgramError(`${this.#nameOf(functionIndex)}() touches shared memory during setup`);
    return this.#result;
  }

  /** The first pause of a thread that runs the function `functionIndex`. @throws ProgramError */
  start(
    functionIndex: number,
    inputs: readonly number[],
    globals: readonly number[],
    follower?: Follower | undefined,
  ): Pause {
    return this.#run([this.#newFrame(functionIndex, inputs)], [...globals], follower);
  }

  /** The pause after the one of `continuation`, whose instruction yields `value`. @throws ProgramError */
  resume(continuation: Continuation, value: number, follower?: Follower | undefined): Pause {
    const frames = continuation.frames.map(({ functionIndex, pc, registers }) => ({
      functionIndex,
      pc,
      registers: [...registers],
    }));
    const top = topOf(frames);
    const instruction = this.#instructionOf(top);
    if ('to' in instruction) top.registers[instruction.to] = value;
    top.pc++;
    return this.#run(frames, [...continuation.globals], follower);
  }

  /** Names of the active functions, outermost first. */
  callStack(continuation: Continuation): string[] {
    return continuation.frames.map(({ functionIndex }) => this.#nameOf(functionIndex));
  }

  /** Where the active functions are, innermost first. */
  places({ frames }: Pick<Continuation, 'frames'>): Place[] {
    return frames.map((frame) => this.#placeOf(frame)).reverse();
  }

  #run(frames: MutableFrame[], globals: number[], follower?: Follower | undefined): Pause {
    /** Functions that were called, the last one last. */
    const called = new Set<number>();
    for (let budget = MAX_LOCAL_INSTRUCTIONS; budget > 0; budget--) {
      const top = topOf(frames);
      const { registers } = top;
      const instruction = this.#instructionOf(top);
      const read = (register: number): number => valueIn(registers, register);
      follower?.execute(instruction, top);
      switch (instruction.op) {
        case 'constant':
          registers[instruction.to] = instruction.value;
          break;
        case 'copy':
          registers[instruction.to] = read(instruction.from);
          break;
        case 'binary':
          try {
            registers[instruction.to] = compute(instruction.operator, read(instruction.left), read(instruction.right));
          } catch (error) {
            if (!isTrap(error)) throw error;
            const trap: Trap = { op: 'trap', message: error.message, place: this.#placeOf(top) };
            return { continuation: this.#suspend(frames, globals), instruction: trap, inputs: [] };
          }
          break;
        case 'unary':
          registers[instruction.to] = computeUnary(instruction.operator, read(instruction.from));
          break;
        case 'jump':
          top.pc = instruction.target;
          continue;
        case 'jumpIfZero':
          if (read(instruction.condition) !== 0) break;
          top.pc = instruction.target;
          continue;
        case 'readGlobal':
          registers[instruction.to] = valueIn(globals, instruction.global);
          break;
        case 'writeGlobal':
          globals[instruction.global] = read(instruction.from);
          break;
        case 'peek':
          registers[instruction.to] = this.#peek(read(instruction.address));
          break;
        case 'poke':
          if (!this.#settingUp)
            throw new ProgramError(`${this.#nameOf(top.functionIndex)}() writes memory by poke() during the run`);
          this.#constantWords.set(read(instruction.address), read(instruction.from));
          break;
        case 'call':
          if (frames.some(({ functionIndex }) => functionIndex === instruction.callee)) {
            throw new ProgramError(`${this.#nameOf(instruction.callee)}() calls itself`);
          }
          frames.push(this.#newFrame(instruction.callee, instruction.inputs.map(read)));
          called.delete(instruction.callee);
          called.add(instruction.callee);
          continue;
        case 'return': {
          const value = read(instruction.from);
          frames.pop();
          const caller = frames.at(-1);
          if (!caller) {
            this.#result = value;
            return { continuation: { frames: [], globals: globals.map(() => 0) }, instruction: undefined, inputs: [] };
          }
          const call = this.#instructionOf(caller);
          if (call.op === 'call') caller.registers[call.to] = value;
          caller.pc++;
          continue;
        }
        case 'observe':
          if (this.#constantWords.has(read(instruction.address))) {
            registers[instruction.to] = this.#peek(read(instruction.address));
            break;
          }
          return { continuation: this.#suspend(frames, globals), instruction, inputs: [read(instruction.address)] };
        case 'choose':
          return { continuation: this.#suspend(frames, globals), instruction, inputs: [read(instruction.outcomes)] };
        case 'fence':
          return { continuation: this.#suspend(frames, globals), instruction, inputs: [] };
        case 'access':
        case 'finish':
        case 'violation':
          return { continuation: this.#suspend(frames, globals), instruction, inputs: instruction.inputs.map(read) };
      }
      top.pc++;
    }
    const active = this.places({ frames });
    const recent = [...called].reverse().map((functionIndex) => this.#placeOf({ functionIndex, pc: 0 }));
    throw new ProgramError(`${active[0]?.function}() loops without touching shared memory`, [...active, ...recent]);
  }

  /**
   * Copies frames and globals, with everything that is dead set to 0. The result register of the pending instruction
   * counts as dead, since it is about to be written. So do the operands of an access: the pause holds their values.
   */
  #suspend(frames: readonly MutableFrame[], globals: readonly number[]): Continuation {
    let liveGlobals = 0n;
    const suspended = frames.map(({ functionIndex, pc, registers }) => {
      const { registers: size } = this.#function(functionIndex);
      let live = this.#live(functionIndex)[pc] ?? 0n;
      const instruction = this.#instructionOf({ functionIndex, pc });
      if ('to' in instruction) live &= ~(1n << BigInt(instruction.to));
      liveGlobals |= live >> BigInt(size);
      return {
        functionIndex,
        pc,
        registers: registers.map((value, index) => ((live >> BigInt(index)) & 1n ? value : 0)),
      };
    });
    return {
      frames: suspended,
      globals: globals.map((value, index) => ((liveGlobals >> BigInt(index)) & 1n ? value : 0)),
    };
  }

  #newFrame(functionIndex: number, inputs: readonly number[]): MutableFrame {
    const { registers, parameters } = this.#function(functionIndex);
    return {
      functionIndex,
      pc: 0,
      registers: Array.from({ length: registers }, (_, index) => (index < parameters ? (inputs[index] ?? 0) : 0)),
    };
  }

  #peek(address: number): number {
    const value = this.#constantWords.get(address);
    if (value === undefined) throw new ProgramError(`peek(${address}): no such word in the run's configuration`);
    return value;
  }

  #instructionOf({ functionIndex, pc }: Pick<Frame, 'functionIndex' | 'pc'>): Instruction {
    const { code, name } = this.#function(functionIndex);
    const instruction = code[pc];
    if (!instruction) throw new Error(`${name}() has no instruction ${pc}`);
    return instruction;
  }

  #placeOf({ functionIndex, pc }: Pick<Frame, 'functionIndex' | 'pc'>): Place {
    const { name, positions } = this.#function(functionIndex);
    return { function: name, position: positions?.[pc] ?? 0 };
  }

  #nameOf(functionIndex: number): string {
    return this.#function(functionIndex).name;
  }

  #function(functionIndex: number): FunctionBody {
    const found = this.#program.functions[functionIndex];
    if (!found) throw new Error(`the program has no function ${functionIndex}`);
    return found;
  }
}

function topOf(frames: readonly MutableFrame[]): MutableFrame {
  const top = frames.at(-1);
  if (!top) throw new Error('a thread that has ended cannot run');
  return top;
}

/** The value of a register or a global; the index must be within the list. */
function valueIn(values: readonly number[], index: number): number {
  return values[index] as number;
}
