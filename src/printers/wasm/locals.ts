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
  let kept = merged(code);
  for (;;) {
    const shorter = withoutDeadWrites(kept, liveBehind(kept));
    if (shorter.length === kept.length) break;
    kept = merged(shorter);
  }
  const live = liveBehind(kept);
  const numbers = coloured(kept, live, parameters);
  const most = Math.max(parameters.length - 1, ...numbers.values());
  return { code: withoutCopies(kept, numbers), numbers, locals: most + 1 - parameters.length };
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

type Live = ReadonlySet<Slot>;

/** For each instruction, the slots whose values are read somewhere behind it before they are written again. */
function liveBehind(code: readonly Instruction[]): Live[] {
  const successors = successorsIn(code);
  const behind: Set<Slot>[] = code.map(() => new Set<Slot>());
  const before: Set<Slot>[] = [...code.map(() => new Set<Slot>()), new Set<Slot>()];
  for (let changed = true; changed; ) {
    changed = false;
    for (let at = code.length - 1; at >= 0; at--) {
      const one = code[at] as Instruction;
      const out = behind[at] as Set<Slot>;
      const into = before[at] as Set<Slot>;
      const size = into.size;
      for (const next of successors[at] as readonly number[])
        for (const slot of before[next] as Set<Slot>) out.add(slot);
      const isWrite = one.op === 'local.set' || one.op === 'local.tee';
      for (const slot of out) if (!isWrite || slot !== one.slot) into.add(slot);
      if (one.op === 'local.get') into.add(one.slot);
      changed ||= into.size !== size;
    }
  }
  return behind;
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
      const begun = code[start] as Instruction & { label: Label };
      ends.set(start, at);
      if (begun.op !== ('loop' as string)) targets.set(begun.label, at);
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

/** What is written and never read is dropped; a constant or another local is not even read for that. */
function withoutDeadWrites(code: readonly Instruction[], live: readonly Live[]): Instruction[] {
  const result: Instruction[] = [];
  for (const [at, one] of code.entries()) {
    const isDead = (one.op === 'local.set' || one.op === 'local.tee') && !live[at]?.has(one.slot);
    if (!isDead) {
      result.push(one);
    } else if (one.op === 'local.set') {
      const before = result.at(-1)?.op;
      if (before === 'i32.const' || before === 'local.get' || before === 'global.get') result.pop();
      else result.push({ op: 'drop' });
    }
  }
  return result;
}

function coloured(code: readonly Instruction[], live: readonly Live[], parameters: readonly Slot[]): Map<Slot, number> {
  const conflicts = new Map<Slot, Set<Slot>>();
  const friends = new Map<Slot, Slot[]>();
  const order: Slot[] = [];
  const conflictsOf = (slot: Slot): Set<Slot> => {
    const known = conflicts.get(slot);
    if (known) return known;
    const made = new Set<Slot>();
    conflicts.set(slot, made);
    order.push(slot);
    return made;
  };
  const clash = (one: Slot, other: Slot): void => {
    if (one === other) return;
    conflictsOf(one).add(other);
    conflictsOf(other).add(one);
  };
  for (const parameter of parameters) for (const other of parameters) clash(parameter, other);
  for (const [at, one] of code.entries()) {
    if (one.op === 'local.get') conflictsOf(one.slot);
    if (one.op !== 'local.set' && one.op !== 'local.tee') continue;
    const before = code[at - 1];
    // A copy may share the number of what it is a copy of, as far as the two are equal.
    const source = before?.op === 'local.get' && one.op === 'local.set' ? before.slot : undefined;
    conflictsOf(one.slot);
    for (const other of live[at] as Live) if (other !== source) clash(one.slot, other);
    if (source) {
      friends.set(one.slot, [...(friends.get(one.slot) ?? []), source]);
      friends.set(source, [...(friends.get(source) ?? []), one.slot]);
    }
  }
  // What has a value at the start keeps that of the caller, or 0.
  const numbers = new Map(parameters.map((slot, number) => [slot, number]));
  for (const slot of order) {
    if (numbers.has(slot)) continue;
    const taken = new Set([...(conflicts.get(slot) ?? [])].map((other) => numbers.get(other)));
    const liked = (friends.get(slot) ?? [])
      .map((other) => numbers.get(other))
      .find((one) => one !== undefined && !taken.has(one));
    let number = liked ?? 0;
    while (taken.has(number)) number++;
    numbers.set(slot, number);
  }
  return numbers;
}

/** Copies of a local to itself go. */
function withoutCopies(code: readonly Instruction[], numbers: ReadonlyMap<Slot, number>): Instruction[] {
  const result: Instruction[] = [];
  for (const one of code) {
    const before = result.at(-1);
    const isCopy =
      one.op === 'local.set' && before?.op === 'local.get' && numbers.get(before.slot) === numbers.get(one.slot);
    if (isCopy) result.pop();
    else result.push(one);
  }
  return result;
}
