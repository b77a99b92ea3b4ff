// Runs one thread's code from one point where it shows itself to the outside to the next: an atomic access, a
// detector's look, a choice, a report, or the end. The automaton calls it once for each thing that a thread can meet,
// so it may be slow.

import { compute, computeUnary } from './arithmetic.js';
import { type FunctionBody, type Instruction, type Program, ProgramError } from './instructions.js';
import { type Liveness, liveness } from './liveness.js';

/** An activation; `at` is the instruction that it waits in. */
export interface Frame {
  readonly body: number;
  readonly at: number;
  readonly registers: readonly number[];
}

/** A thread between two steps: all that its future depends on, and nothing else (dead registers are 0). */
export interface Rest {
  /** Outermost first; empty at the end of the thread. */
  readonly frames: readonly Frame[];
  readonly globals: readonly number[];
}

/** What the thread waits in: the instruction, with the values of its inputs. */
export interface Pause {
  readonly rest: Rest;
  readonly instruction:
    | Extract<Instruction, { op: 'access' | 'fence' | 'finish' | 'observe' | 'choose' | 'violation' }>
    | undefined;
  readonly inputs: readonly number[];
}

interface Running {
  body: number;
  at: number;
  registers: number[];
}

/** Local instructions between two pauses; a role that needs more has a loop that looks at nothing shared. */
const MAX_LOCAL_INSTRUCTIONS = 1_000_000;

export class Interpreter {
  readonly #program: Program;
  readonly #live: Liveness;
  /** Words that no thread writes during the run, by address: the configuration; setup adds to them. */
  readonly #quiet: Map<number, number>;
  #settingUp = false;
  #result = 0;

  constructor(program: Program, quiet: Map<number, number> = new Map()) {
    this.#program = program;
    this.#quiet = quiet;
    this.#live = liveness(program);
  }

  /** Runs a function that has no steps to its end, on `globals`, before any thread starts; returns its result. */
  evaluate(body: number, inputs: readonly number[], globals: number[]): number {
    this.#settingUp = true;
    const pause = this.#run([this.#enter(body, inputs)], globals);
    this.#settingUp = false;
    if (pause.instruction) throw new ProgramError(`${this.#nameOf(body)}() touches shared memory during setup`);
    return this.#result;
  }

  /** The first pause of a thread that runs `body`. */
  start(body: number, inputs: readonly number[], globals: readonly number[]): Pause {
    return this.#run([this.#enter(body, inputs)], [...globals]);
  }

  /** The pause that follows `rest` when what it waits for yields `value`. */
  resume(rest: Rest, value: number): Pause {
    const frames = rest.frames.map(({ body, at, registers }) => ({ body, at, registers: [...registers] }));
    const top = topOf(frames);
    const instruction = this.#instructionOf(top);
    if ('to' in instruction) top.registers[instruction.to] = value;
    top.at++;
    return this.#run(frames, [...rest.globals]);
  }

  /** Names of the functions that `rest` is in, outermost first. */
  path(rest: Rest): string[] {
    return rest.frames.map(({ body }) => this.#nameOf(body));
  }

  #run(frames: Running[], globals: number[]): Pause {
    for (let budget = MAX_LOCAL_INSTRUCTIONS; budget > 0; budget--) {
      const top = topOf(frames);
      const { registers } = top;
      const instruction = this.#instructionOf(top);
      const read = (register: number): number => valueIn(registers, register);
      switch (instruction.op) {
        case 'constant':
          registers[instruction.to] = instruction.value;
          break;
        case 'copy':
          registers[instruction.to] = read(instruction.from);
          break;
        case 'binary':
          registers[instruction.to] = compute(instruction.operator, read(instruction.left), read(instruction.right));
          break;
        case 'unary':
          registers[instruction.to] = computeUnary(instruction.operator, read(instruction.from));
          break;
        case 'jump':
          top.at = instruction.target;
          continue;
        case 'unless':
          if (read(instruction.condition) !== 0) break;
          top.at = instruction.target;
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
            throw new ProgramError(`${this.#nameOf(top.body)}() writes memory by poke() during the run`);
          this.#quiet.set(read(instruction.address), read(instruction.from));
          break;
        case 'call':
          if (frames.some(({ body }) => body === instruction.callee)) {
            throw new ProgramError(`${this.#nameOf(instruction.callee)}() calls itself`);
          }
          frames.push(this.#enter(instruction.callee, instruction.inputs.map(read)));
          continue;
        case 'return': {
          const value = read(instruction.from);
          frames.pop();
          const caller = frames.at(-1);
          if (!caller) {
            this.#result = value;
            return { rest: { frames: [], globals: globals.map(() => 0) }, instruction: undefined, inputs: [] };
          }
          const call = this.#instructionOf(caller);
          if (call.op === 'call') caller.registers[call.to] = value;
          caller.at++;
          continue;
        }
        case 'observe':
          if (this.#quiet.has(read(instruction.address))) {
            registers[instruction.to] = this.#peek(read(instruction.address));
            break;
          }
          return { rest: this.#settle(frames, globals), instruction, inputs: [read(instruction.address)] };
        case 'choose':
          return { rest: this.#settle(frames, globals), instruction, inputs: [read(instruction.outcomes)] };
        case 'fence':
          return { rest: this.#settle(frames, globals), instruction, inputs: [] };
        case 'access':
        case 'finish':
        case 'violation':
          return { rest: this.#settle(frames, globals), instruction, inputs: instruction.inputs.map(read) };
      }
      top.at++;
    }
    const [outermost] = this.path({ frames, globals });
    throw new ProgramError(`${outermost}() loops without touching shared memory`);
  }

  /**
   * The frames as they wait, with everything that is dead set to 0. The result of the instruction waited in counts as
   * dead, since it is about to be written. The operands of an access are not kept: the automaton holds them.
   */
  #settle(frames: readonly Running[], globals: readonly number[]): Rest {
    let liveGlobals = 0n;
    const settled = frames.map(({ body, at, registers }) => {
      const { registers: size } = this.#function(body);
      let live = this.#live(body)[at] ?? 0n;
      const instruction = this.#instructionOf({ body, at });
      if ('to' in instruction) live &= ~(1n << BigInt(instruction.to));
      liveGlobals |= live >> BigInt(size);
      return { body, at, registers: registers.map((value, index) => ((live >> BigInt(index)) & 1n ? value : 0)) };
    });
    return {
      frames: settled,
      globals: globals.map((value, index) => ((liveGlobals >> BigInt(index)) & 1n ? value : 0)),
    };
  }

  #enter(body: number, inputs: readonly number[]): Running {
    const { registers, parameters } = this.#function(body);
    return {
      body,
      at: 0,
      registers: Array.from({ length: registers }, (_, index) => (index < parameters ? (inputs[index] ?? 0) : 0)),
    };
  }

  #peek(address: number): number {
    const value = this.#quiet.get(address);
    if (value === undefined) throw new ProgramError(`peek(${address}): no such word in the run's configuration`);
    return value;
  }

  #instructionOf({ body, at }: Pick<Frame, 'body' | 'at'>): Instruction {
    const { code, name } = this.#function(body);
    const instruction = code[at];
    if (!instruction) throw new Error(`${name}() has no instruction ${at}`);
    return instruction;
  }

  #nameOf(body: number): string {
    return this.#function(body).name;
  }

  #function(body: number): FunctionBody {
    const found = this.#program.functions[body];
    if (!found) throw new Error(`the program has no function ${body}`);
    return found;
  }
}

function topOf(frames: readonly Running[]): Running {
  const top = frames.at(-1);
  if (!top) throw new Error('a thread that has ended cannot run');
  return top;
}

/** The value of a register or a global; the index must be within the list. */
function valueIn(values: readonly number[], index: number): number {
  return values[index] as number;
}
