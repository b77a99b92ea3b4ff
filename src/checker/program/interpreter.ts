// The interpreter runs the code of one thread from one pause to the next. A pause is a point that matters outside the
// thread: an atomic access, a fence, a detector's observation, a choice, a reported violation, or the end. The
// automaton (model/automaton.ts) caches the results, so speed matters little here.

import { compute, computeUnary } from '../../front-end/compute-i32.js';
import { isTrap } from '../../front-end/traps.js';
import {
  type FunctionBody,
  type Instruction,
  type Place,
  type Program,
  ProgramError,
  registersRead,
} from '../../printers/model/instructions.js';
import { canWrite } from './access.js';
import { changeByAccess, changeByReturn, type ProtocolCall, protocolCall, protocolFunctions } from './holding.js';
import { type Joins, joinsOf } from './joins.js';
import { type Liveness, liveness } from './liveness.js';
import { type Continuation, type Follower, type Frame, type Pause, trapped } from './pause.js';

/** Local instructions between two pauses. Code that takes more of them may loop for ever, or just for long. */
const MAX_LOCAL_INSTRUCTIONS = 100_000;
const BEYOND_LIMIT = `passed the limit of ${MAX_LOCAL_INSTRUCTIONS} instructions without touching shared memory: does its loop end?`;

/** A Frame while the thread runs. */
interface ActiveFrame {
  functionIndex: number;
  pc: number;
  registers: number[];
}

/** The function that a thread runs, with its arguments and the values of the globals at its beginning. */
export interface ThreadStart {
  readonly functionIndex: number;
  readonly inputs: readonly number[];
  readonly globals: readonly number[];
}

export class Interpreter {
  readonly #live: Liveness;
  /** The instructions at which the ways from a branch come together again. */
  readonly joins: Joins;
  /** Follows every thread, beside the follower of one. */
  follower: Follower | undefined;
  readonly #protocol: ReturnType<typeof protocolFunctions>;
  /** Values of the words that no thread writes during the run, by address: the configuration, and what setup writes. */
  readonly #constantWords: Map<number, number>;
  #settingUp = false;
  #result = 0;

  constructor(
    readonly program: Program,
    constantWords: Map<number, number> = new Map(),
  ) {
    this.#constantWords = constantWords;
    this.#live = liveness(program);
    this.joins = joinsOf(program);
    this.#protocol = protocolFunctions(program);
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
    if (pause.instruction) {
      throw this.#faultAt(
        pause.continuation.frames,
        `${this.#nameOf(functionIndex)}() touches shared memory during setup`,
      );
    }
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
    const frames = continuation.frames.map((frame) => ({ ...frame, registers: [...frame.registers] }));
    const top = frames.at(-1) as ActiveFrame;
    const instruction = this.#instructionOf(top);
    if ('to' in instruction) top.registers[instruction.to] = value;
    top.pc++;
    return this.#run(frames, [...continuation.globals], follower, continuation.call);
  }

  /** Names of the active functions, outermost first. */
  callStack(continuation: Continuation): string[] {
    return continuation.frames.map(({ functionIndex }) => this.#nameOf(functionIndex));
  }

  /** The places of the active functions, innermost first. */
  places({ frames }: Pick<Continuation, 'frames'>): Place[] {
    return frames.map((frame) => this.#placeOf(frame)).reverse();
  }

  #run(frames: ActiveFrame[], globals: number[], follower?: Follower, within?: ProtocolCall): Pause {
    let call = within;
    const pausedAt = (instruction: Pause['instruction'], inputs: readonly number[]): Pause => ({
      continuation: this.#suspend(frames, globals, call),
      instruction,
      inputs,
    });
    /** Functions that were called, the last one last. */
    const called = new Set<number>();
    for (let budget = MAX_LOCAL_INSTRUCTIONS; budget > 0; budget--) {
      const top = frames.at(-1) as ActiveFrame;
      const { registers } = top;
      const instruction = this.#instructionOf(top);
      const read = (register: number): number => valueIn(registers, register);
      follower?.execute(instruction, top);
      this.follower?.execute(instruction, top);
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
            return pausedAt({ op: 'trap', message: error.message, place: this.#placeOf(top) }, []);
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
            throw this.#faultAt(frames, `${this.#nameOf(top.functionIndex)}() writes memory by poke() during the run`);
          this.#constantWords.set(read(instruction.address), read(instruction.from));
          break;
        case 'call':
          call ??= this.#protocolCall(instruction.callee, instruction.inputs.map(read), frames.length);
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
          if (call?.depth === frames.length) {
            const holds = changeByReturn(call, value);
            call = undefined;
            if (holds) return { ...pausedAt({ op: 'hold' }, [value]), holds };
          }
          const calling = this.#instructionOf(caller);
          if (calling.op === 'call') caller.registers[calling.to] = value;
          caller.pc++;
          continue;
        }
        case 'observe':
          if (!this.#constantWords.has(read(instruction.address))) {
            return pausedAt(instruction, [read(instruction.address)]);
          }
          registers[instruction.to] = this.#peek(read(instruction.address));
          break;
        case 'access': {
          const inputs = instruction.inputs.map(read);
          const holds = changeByAccess(call, inputs[0] ?? 0, canWrite(instruction.access));
          call = call && { ...call, hasAccessed: true };
          return { ...pausedAt(instruction, inputs), holds };
        }
        case 'choose':
        case 'fence':
        case 'finish':
        case 'violation':
          return pausedAt(instruction, registersRead(instruction).map(read));
      }
      top.pc++;
    }
    const active = this.places({ frames });
    const recent = [...called].reverse().map((functionIndex) => this.#placeOf({ functionIndex, pc: 0 }));
    throw new ProgramError(`${active[0]?.function}() ${BEYOND_LIMIT}`, [...active, ...recent]);
  }

  /**
   * Copies frames and globals, with everything that is dead set to 0. The result register of the pending instruction
   * counts as dead, since it is about to be written. So do the operands of an access: the pause holds their values.
   */
  #suspend(frames: readonly Frame[], globals: readonly number[], call: ProtocolCall | undefined): Continuation {
    let liveGlobals = 0n;
    const kept = frames.map(({ functionIndex, pc, registers }) => {
      const live = this.#live(functionIndex)[pc] ?? 0n;
      const instruction = this.#instructionOf({ functionIndex, pc });
      const needed = 'to' in instruction ? live & ~(1n << BigInt(instruction.to)) : live;
      liveGlobals |= live >> BigInt(registers.length);
      return { functionIndex, pc, registers: onlyLive(registers, needed) };
    });
    return { frames: kept, globals: onlyLive(globals, liveGlobals), call };
  }

  /** Returns the call by which `callee` enters the protocol, if it does. */
  #protocolCall(callee: number, inputs: readonly number[], depth: number): ProtocolCall | undefined {
    const name = this.#protocol.get(callee);
    return name && protocolCall(name, inputs, depth);
  }

  #faultAt(frames: readonly Frame[], message: string): ProgramError {
    return new ProgramError(message, this.places({ frames }));
  }

  #newFrame(functionIndex: number, inputs: readonly number[]): ActiveFrame {
    const { registers, parameters } = this.#function(functionIndex);
    const initial = (_: unknown, index: number): number => (index < parameters ? (inputs[index] ?? 0) : 0);
    return { functionIndex, pc: 0, registers: Array.from({ length: registers }, initial) };
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
    const found = this.program.functions[functionIndex];
    if (!found) throw new Error(`the program has no function ${functionIndex}`);
    return found;
  }
}

/** `values`, with 0 for those whose bit in `live` is not set. */
function onlyLive(values: readonly number[], live: bigint): number[] {
  return values.map((value, index) => (((live >> BigInt(index)) & 1n) === 1n ? value : 0));
}

/** The value of a register or a global; the index must be within the list. */
function valueIn(values: readonly number[], index: number): number {
  return values[index] as number;
}

/** The index of an exported function. @throws ProgramError */
export function functionOf(program: Program, name: string): number {
  const found = program.exportedFunctions.get(name);
  if (found === undefined) throw new ProgramError(`the source exports no function ${name}`);
  return found;
}

/** The error of a thread at a pause, an access or a look, whose address is that of no shared word. */
export function unmappedAddress(
  interpreter: Interpreter,
  { continuation, inputs: [address = 0] }: Pause,
): ProgramError {
  const places = interpreter.places(continuation);
  return new ProgramError(`${places[0]?.function}() uses address ${address}, where there is no shared word`, places);
}
