// Joins, at which the ways from a branch come together again: the first instruction that every way from the branch to the end of
// its function passes. What lies before it depends on the branch, what lies behind does not (Linux:
// Documentation/control-dependencies.txt of the memory model: the clauses of an `if`, and not what follows).

import type { FunctionBody, Program } from '../../printers/model/instructions.js';
import { successorsIn } from './liveness.js';

/** Per function, given by its index, and branch in it: the instruction at which its ways join, or the end of the code. */
export type Joins = (functionIndex: number, branch: number) => number;

export function joinsOf(program: Program): Joins {
  const cached: Map<number, number>[] = [];
  return (functionIndex, branch) => {
    cached[functionIndex] ??= joinsIn(program.functions[functionIndex] as FunctionBody);
    return cached[functionIndex].get(branch) as number;
  };
}

function joinsIn({ code }: FunctionBody): Map<number, number> {
  const end = code.length;
  const nextOf = successorsIn(code);
  // Per instruction, as bits: the instructions that every way from it to the end passes.
  const all = (1n << BigInt(end + 1)) - 1n;
  const passes = [...code.map(() => all), 1n << BigInt(end)];
  for (let changed = true; changed; ) {
    changed = false;
    for (let pc = end - 1; pc >= 0; pc--) {
      const common = (nextOf[pc] as number[]).reduce((bits, next) => bits & (passes[next] as bigint), all);
      const now = common | (1n << BigInt(pc));
      if (now === passes[pc]) continue;
      passes[pc] = now;
      changed = true;
    }
  }
  const joins = new Map<number, number>();
  for (const [pc, { op }] of code.entries()) {
    if (op === 'jumpIfZero') joins.set(pc, nearest(passes, pc, end));
  }
  return joins;
}

/** Of the instructions that every way from `branch` passes, the one from which all the others are passed as well. */
function nearest(passes: readonly bigint[], branch: number, end: number): number {
  const candidates = (passes[branch] as bigint) & ~(1n << BigInt(branch));
  for (let pc = 0; pc <= end; pc++) {
    if (((candidates >> BigInt(pc)) & 1n) === 1n && (candidates & ~(passes[pc] as bigint)) === 0n) return pc;
  }
  return end;
}
