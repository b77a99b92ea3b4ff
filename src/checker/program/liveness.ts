// Live-variable analysis: which registers and globals may still be read after each instruction. A paused thread sets
// the others to 0, so that states with the same future are the same state.

import { liveBehind } from '../../printers/liveness.js';
import { type FunctionBody, type Instruction, type Program, registersRead } from '../../printers/model/instructions.js';

/**
 * Live-out sets of a function, given by its index. Per instruction: a bit for each register, and above those a bit for
 * each global.
 */
export type Liveness = (functionIndex: number) => readonly bigint[];

/** Analyses a function when it is first asked for: a check executes only a small part of a kernel. */
export function liveness(program: Program): Liveness {
  const globalsUsedBy = globalsUsedByEach(program);
  const cached: bigint[][] = [];
  return (functionIndex) => {
    const code = program.functions[functionIndex];
    if (!code) throw new Error(`the program has no function ${functionIndex}`);
    cached[functionIndex] ??= liveOutOf(code, globalsUsedBy);
    return cached[functionIndex];
  };
}

function liveOutOf({ code, registers }: FunctionBody, globalsUsedBy: readonly bigint[]): bigint[] {
  const next = successorsIn(code);
  return liveBehind(
    code.map((instruction, pc) => ({
      reads: usedBy(instruction, registers, globalsUsedBy),
      writes: definedBy(instruction, registers),
      next: next[pc] as readonly number[],
    })),
  );
}

/** For each instruction, those that may come next; the end of the code is one behind the last. */
export function successorsIn(code: readonly Instruction[]): number[][] {
  return code.map((instruction, pc) => {
    if (instruction.op === 'return' || instruction.op === 'finish') return [code.length];
    if (instruction.op === 'jump') return [instruction.target];
    return instruction.op === 'jumpIfZero' ? [pc + 1, instruction.target] : [pc + 1];
  });
}

function definedBy(instruction: Instruction, registers: number): bigint {
  if (instruction.op === 'writeGlobal') return 1n << BigInt(registers + instruction.global);
  return 'to' in instruction ? 1n << BigInt(instruction.to) : 0n;
}

function usedBy(instruction: Instruction, registers: number, globalsUsedBy: readonly bigint[]): bigint {
  const used = registersRead(instruction).reduce((live, register) => live | (1n << BigInt(register)), 0n);
  if (instruction.op === 'readGlobal') return 1n << BigInt(registers + instruction.global);
  return instruction.op === 'call' ? used | ((globalsUsedBy[instruction.callee] ?? 0n) << BigInt(registers)) : used;
}

/** Per function: the globals that it, or any function that it calls, may read. */
function globalsUsedByEach({ functions }: Program): bigint[] {
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
