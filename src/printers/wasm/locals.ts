// Numbers for the virtual locals of a function: as few as can be. V8's baseline compiler clears locals that are no
// parameters on every call, with a string instruction where there are more than five: that was 18 % of a race.
//
// Two slots may share a number if neither is written while the other one's value is still needed. Who needs what is
// computed over virtual locals, after everything else.

import type { Instruction, Label, Slot } from './instructions.js';

export interface Numbered {
  readonly code: readonly Instruction[];
  readonly numbers: ReadonlyMap<Slot, number>;
  /** Locals besides the parameters. */
  readonly locals: number;
}

/** `code` with as few locals as can be; `parameters` have the first numbers. */
export function withNumbers(code: readonly Instruction[], parameters: readonly Slot[]): Numbered {
  const kept = merged(code);
  const numbers = coloured(kept, new Liveness(kept, parameters), parameters);
  const most = Math.max(parameters.length - 1, ...numbers.values());
  return { code: kept, numbers, locals: most + 1 - parameters.length };
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

/** For each instruction, the slots whose values are read somewhere behind it before they are written again. */
class Liveness {
  /** By number. */
  readonly slots: readonly Slot[];
  readonly numbers = new Map<Slot, number>();
  /** 32-bit words of a set of slots. */
  readonly words: number;
  readonly #behind: Int32Array;

  constructor(code: readonly Instruction[], parameters: readonly Slot[]) {
    const slots = new Set(parameters);
    for (const one of code) if ('slot' in one) slots.add(one.slot);
    this.slots = [...slots];
    for (const [number, slot] of this.slots.entries()) this.numbers.set(slot, number);
    this.words = (this.slots.length + 31) >> 5;
    this.#behind = new Int32Array(code.length * this.words);
    this.#compute(code);
  }

  word(at: number, index: number): number {
    return this.#behind[at * this.words + index] as number;
  }

  #compute(code: readonly Instruction[]): void {
    const { words } = this;
    const behind = this.#behind;
    const before = new Int32Array((code.length + 1) * words);
    const successors = successorsIn(code);
    for (let changed = true; changed; ) {
      changed = false;
      for (let at = code.length - 1; at >= 0; at--) {
        const one = code[at] as Instruction;
        const number = 'slot' in one ? (this.numbers.get(one.slot) as number) : -1;
        const bit = 1 << (number & 31);
        for (let word = 0; word < words; word++) {
          let out = behind[at * words + word] as number;
          for (const next of successors[at] as readonly number[]) out |= before[next * words + word] as number;
          behind[at * words + word] = out;
          let into = out;
          if (number >> 5 === word) into = one.op === 'local.get' ? into | bit : into & ~bit;
          if (into === before[at * words + word]) continue;
          before[at * words + word] = into;
          changed = true;
        }
      }
    }
  }
}

/** For each instruction, those that may come next; the end of the code is one behind the last. */
function successorsIn(code: readonly Instruction[]): number[][] {
  const targets = new Map<Label, number>();
  const elses = new Map<number, number>();
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (const [at, one] of code.entries()) {
    if (one.op === 'block' || one.op === 'loop' || one.op === 'if') {
      open.push(at);
      if (one.op === 'loop') targets.set(one.label, at);
    } else if (one.op === 'else') {
      elses.set(open.at(-1) as number, at);
    } else if (one.op === 'end') {
      const start = open.pop() as number;
      const begun = code[start] as Extract<Instruction, { op: 'block' | 'loop' | 'if' }>;
      ends.set(start, at);
      if (begun.op !== 'loop') targets.set(begun.label, at);
      const middle = elses.get(start);
      if (middle !== undefined) ends.set(middle, at);
    }
  }
  const target = (label: Label): number => targets.get(label) as number;
  return code.map((one, at) => {
    switch (one.op) {
      case 'if':
        return [at + 1, elses.has(at) ? (elses.get(at) as number) + 1 : (ends.get(at) as number)];
      case 'else':
        return [ends.get(at) as number];
      case 'br':
        return [target(one.label)];
      case 'br_if':
        return [at + 1, target(one.label)];
      case 'br_table':
        return [...new Set(one.labels.map(target))];
      case 'return':
      case 'unreachable':
        return [code.length];
      default:
        return [at + 1];
    }
  });
}

function coloured(code: readonly Instruction[], live: Liveness, parameters: readonly Slot[]): Map<Slot, number> {
  const { slots, numbers: indexes, words } = live;
  // A row of bits for each slot: the slots that must have other numbers.
  const conflicts = new Int32Array(slots.length * words);
  const clash = (one: number, other: number): void => {
    conflicts[one * words + (other >> 5)] = (conflicts[one * words + (other >> 5)] as number) | (1 << (other & 31));
  };
  for (const [one] of parameters.entries()) for (const [other] of parameters.entries()) clash(one, other);
  for (const [at, one] of code.entries()) {
    if (one.op !== 'local.set' && one.op !== 'local.tee') continue;
    const written = indexes.get(one.slot) as number;
    for (let word = 0; word < words; word++) {
      for (let bits = live.word(at, word); bits !== 0; bits &= bits - 1) {
        const other = word * 32 + (31 - Math.clz32(bits & -bits));
        if (other === written) continue;
        clash(written, other);
        clash(other, written);
      }
    }
  }
  const chosen: number[] = [];
  const isTaken = (one: number, number: number): boolean => {
    for (const [other, given] of chosen.entries()) {
      if (given === number && (((conflicts[one * words + (other >> 5)] as number) >> (other & 31)) & 1) === 1)
        return true;
    }
    return false;
  };
  for (const [one] of slots.entries()) {
    if (one < parameters.length) {
      chosen.push(one);
      continue;
    }
    let number = 0;
    while (isTaken(one, number)) number++;
    chosen.push(number);
  }
  return new Map(slots.map((slot, one) => [slot, chosen[one] as number]));
}
