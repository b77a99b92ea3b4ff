// Which registers and globals a function may still read from each instruction on. A thread at rest forgets the others,
// so that two states that no future can tell apart are one state.

import type { FunctionBody, Instruction, Program } from './instructions.js';

/** Of a function, per instruction: bits of the registers (low) and globals (from `registers` up) live behind it. */
export type Liveness = (body: number) => readonly bigint[];

/** Computed for each function when it is first asked for: most of a kernel is not part of what is checked. */
export function liveness(program: Program): Liveness {
  const readBy = globalsReadBy(program);
  const known: bigint[][] = [];
  return (body) => {
    const code = program.functions[body];
    if (!code) throw new Error(`the program has no function ${body}`);
    known[body] ??= liveBehind(code, readBy);
    return known[body];
  };
}

function liveBehind(body: FunctionBody, readBy: readonly bigint[]): bigint[] {
  const { code, registers } = body;
  const before = code.map(() => 0n);
  const behind = code.map(() => 0n);
  const backwards = [...code.entries()].reverse();
  for (let changed = true; changed; ) {
    changed = false;
    for (const [at, instruction] of backwards) {
      const liveBehind = successors(instruction, at).reduce((live, next) => live | (before[next] ?? 0n), 0n);
      const live = (liveBehind & ~written(instruction, registers)) | read(instruction, registers, readBy);
      if (live !== before[at]) changed = true;
      before[at] = live;
      behind[at] = liveBehind;
    }
  }
  return behind;
}

function successors(instruction: Instruction, at: number): number[] {
  if (instruction.op === 'return' || instruction.op === 'finish') return [];
  if (instruction.op === 'jump') return [instruction.target];
  if (instruction.op === 'unless') return [at + 1, instruction.target];
  return [at + 1];
}

function written(instruction: Instruction, registers: number): bigint {
  if (instruction.op === 'writeGlobal') return 1n << BigInt(registers + instruction.global);
  return 'to' in instruction ? 1n << BigInt(instruction.to) : 0n;
}

function read(instruction: Instruction, registers: number, readBy: readonly bigint[]): bigint {
  const bits = (used: readonly number[]): bigint =>
    used.reduce((live, register) => live | (1n << BigInt(register)), 0n);
  switch (instruction.op) {
    case 'copy':
    case 'unary':
    case 'return':
    case 'writeGlobal':
      return bits([instruction.from]);
    case 'binary':
      return bits([instruction.left, instruction.right]);
    case 'unless':
      return bits([instruction.condition]);
    case 'readGlobal':
      return 1n << BigInt(registers + instruction.global);
    case 'call':
      return bits(instruction.inputs) | ((readBy[instruction.callee] ?? 0n) << BigInt(registers));
    case 'access':
    case 'finish':
    case 'violation':
      return bits(instruction.inputs);
    case 'observe':
    case 'peek':
      return bits([instruction.address]);
    case 'poke':
      return bits([instruction.address, instruction.from]);
    case 'choose':
      return bits([instruction.outcomes]);
    default:
      return 0n;
  }
}

/** Globals that a function or anything it calls reads: what must be kept while it runs. */
function globalsReadBy({ functions }: Program): bigint[] {
  const reads = functions.map(({ code }) =>
    code.reduce(
      (bits, instruction) => bits | (instruction.op === 'readGlobal' ? 1n << BigInt(instruction.global) : 0n),
      0n,
    ),
  );
  for (let changed = true; changed; ) {
    changed = false;
    for (const [index, { code }] of functions.entries()) {
      let merged = reads[index] ?? 0n;
      for (const instruction of code) if (instruction.op === 'call') merged |= reads[instruction.callee] ?? 0n;
      if (merged !== reads[index]) changed = true;
      reads[index] = merged;
    }
  }
  return reads;
}
