// Numbers for the virtual locals of a function: as few as can be. V8's baseline compiler clears locals that are no
// parameters on every call, with a string instruction where there are more than five: that was 18 % of a race.
//
// Two slots may share a number if neither is written while the other one's value is still needed. Who needs what is
// computed over virtual locals, after everything else.

import { liveBehind } from '../liveness.js';
import type { Instruction, Label, Slot } from './instructions.js';

export interface Numbered {
  readonly code: readonly Instruction[];
  readonly numbers: ReadonlyMap<Slot, number>;
  /** Locals besides the parameters. */
  readonly locals: number;
}

/** `code` with as few locals as can be; `parameters` have the first numbers. */
export function withNumbers(virtual: readonly Instruction[], parameters: readonly Slot[]): Numbered {
  const code = merged(virtual);
  const slots = new Set([...parameters, ...code.flatMap((one) => ('slot' in one ? [one.slot] : []))]);
  const bits = new Map([...slots].map((slot, index) => [slot, 1n << BigInt(index)]));
  const conflicts = conflictsIn(code, bits);
  /** For each number, the slots that have it and those that must not. */
  const taken: { slots: bigint; conflicts: bigint }[] = [];
  const numbers = new Map<Slot, number>();
  for (const [slot, bit] of bits) {
    const own = conflicts.get(slot) ?? 0n;
    const isFree = (one: (typeof taken)[number]) => (one.slots & own) === 0n && (one.conflicts & bit) === 0n;
    const free = numbers.size < parameters.length ? -1 : taken.findIndex(isFree);
    const number = free < 0 ? taken.length : free;
    const { slots: others, conflicts: theirs } = taken[number] ?? { slots: 0n, conflicts: 0n };
    taken[number] = { slots: others | bit, conflicts: theirs | own };
    numbers.set(slot, number);
  }
  return { code, numbers, locals: taken.length - parameters.length };
}

/** A slot that is written and read at once needs no local in between. */
function merged(code: readonly Instruction[]): Instruction[] {
  const reads = new Map<Slot, number>();
  for (const one of code) if (one.op === 'local.get') reads.set(one.slot, (reads.get(one.slot) ?? 0) + 1);
  const result: Instruction[] = [];
  for (const one of code) {
    const before = result.at(-1);
    if (one.op === 'local.get' && before?.op === 'local.set' && before.slot === one.slot) {
      const left = (reads.get(one.slot) as number) - 1;
      reads.set(one.slot, left);
      result.pop();
      if (left > 0) result.push({ op: 'local.tee', slot: one.slot });
    } else {
      result.push(one);
    }
  }
  return result;
}

/** For each slot, those that are still needed where it is written. */
function conflictsIn(code: readonly Instruction[], bits: ReadonlyMap<Slot, bigint>): Map<Slot, bigint> {
  const next = successorsIn(code);
  const live = liveBehind(
    code.map((one, at) => {
      const bit = 'slot' in one ? (bits.get(one.slot) as bigint) : 0n;
      const [reads, writes] = one.op === 'local.get' ? [bit, 0n] : [0n, bit];
      return { reads, writes, next: next[at] as readonly number[] };
    }),
  );
  const conflicts = new Map<Slot, bigint>();
  for (const [at, one] of code.entries()) {
    if (one.op !== 'local.set' && one.op !== 'local.tee') continue;
    const others = (live[at] as bigint) & ~(bits.get(one.slot) as bigint);
    conflicts.set(one.slot, (conflicts.get(one.slot) ?? 0n) | others);
  }
  return conflicts;
}

/** For each instruction, those that may come next. */
function successorsIn(code: readonly Instruction[]): number[][] {
  const targets = new Map<Label, number>();
  /** The instructions behind the first branch of each `if`, and behind each `else` branch. */
  const skips = new Map<number, number>();
  const ends: { at: number; middle?: number }[] = [];
  for (let at = code.length - 1; at >= 0; at--) {
    const one = code[at] as Instruction;
    if (one.op === 'end') ends.push({ at });
    const end = ends.at(-1) as (typeof ends)[number];
    if (one.op === 'else') {
      skips.set(at, end.at);
      end.middle = at + 1;
    } else if (one.op === 'block' || one.op === 'loop' || one.op === 'if') {
      targets.set(one.label, one.op === 'loop' ? at : end.at);
      skips.set(at, end.middle ?? end.at);
      ends.pop();
    }
  }
  return code.map((one, at) => {
    if (one.op === 'return' || one.op === 'unreachable') return [];
    if (one.op === 'else') return [skips.get(at) as number];
    const labels = one.op === 'br_table' ? one.labels : one.op === 'br' || one.op === 'br_if' ? [one.label] : [];
    const jumps = labels.map((label) => targets.get(label) as number);
    if (one.op === 'if') jumps.push(skips.get(at) as number);
    return one.op === 'br' || one.op === 'br_table' ? jumps : [at + 1, ...jumps];
  });
}
