// The code of a function in WebAssembly, as it is put together.

import type { Instruction, Label, PlainOp, Slot } from './instructions.js';

/** A part of the code that may be printed in several places. */
export interface Part {
  /** In expressions of the source. */
  readonly size: number;
  print(): void;
}

export const NOTHING: Part = { size: 0, print: () => {} };

/** Comparisons that are true where the other one is not. The baseline compiler jumps by one, and makes a value of two. */
const OPPOSITES: Readonly<Partial<Record<Instruction['op'], PlainOp>>> = {
  'i32.eq': 'i32.ne',
  'i32.ne': 'i32.eq',
  'i32.lt_s': 'i32.ge_s',
  'i32.ge_s': 'i32.lt_s',
  'i32.gt_s': 'i32.le_s',
  'i32.le_s': 'i32.gt_s',
};

export class Emitter {
  protected code: Instruction[] = [];

  protected op(op: PlainOp): void {
    this.code.push({ op });
  }

  protected constant(value: number): void {
    this.code.push({ op: 'i32.const', value });
  }

  /** Prints, and forgets it. Nothing in it may jump to a label of what is around. */
  protected tentatively(print: () => void): void {
    const { code } = this;
    this.code = [];
    print();
    this.code = code;
  }

  protected get(slot: Slot): void {
    this.code.push({ op: 'local.get', slot });
  }

  protected set(slot: Slot): void {
    this.code.push({ op: 'local.set', slot });
  }

  protected jump(label: Label, op: 'br' | 'br_if' = 'br'): void {
    this.code.push({ op, label });
  }

  /** Returns whether what was printed from `start` on ends with a jump, so that nothing behind it could be reached. */
  protected hasLeft(start: number): boolean {
    const last = this.code.length > start ? this.code.at(-1)?.op : undefined;
    return last === 'br' || last === 'br_table' || last === 'return' || last === 'unreachable';
  }

  /** Returns whether anything that was printed from `start` on jumps to `label`. */
  protected jumpsTo(label: Label, start: number): boolean {
    return this.code.slice(start).some((one) => (one.op === 'br' || one.op === 'br_if') && one.label === label);
  }

  protected open(op: 'block' | 'loop' | 'if', label: Label, yields = false): void {
    this.code.push({ op, label, yields });
  }

  /** Prints `inner` within a block, if anything in it jumps to `label`. */
  protected withEnd(label: Label, yields: boolean, inner: () => void): void {
    const start = this.code.length;
    inner();
    const last = this.code.at(-1);
    if (last?.op === 'br' && last.label === label) this.code.pop(); // to where it is
    if (!this.jumpsTo(label, start)) return;
    this.code.splice(start, 0, { op: 'block', label, yields });
    this.op('end');
  }

  /**
   * Prints `yes` or `no`, as the value on the stack decides. A branch in which nothing is printed is left out. False if
   * both are.
   */
  protected ifElse(yes: Part, no: Part, yields: boolean): boolean {
    if (this.code.at(-1)?.op === 'i32.ne' && isZero(this.code.at(-2))) this.code.splice(-2);
    const start = this.code.length;
    this.open('if', { name: 'if' }, yields);
    yes.print();
    const middle = this.code.length;
    no.print();
    if (this.code.length > middle && middle > start + 1) this.code.splice(middle, 0, { op: 'else' });
    if (this.code.length > start + 1) this.op('end');
    if (middle > start + 1) return true;
    const negated = this.code.splice(start);
    if (negated.length === 1) return false;
    this.negate();
    this.code.push(...negated);
    return true;
  }

  /** Turns a value into whether it is 0. */
  protected negate(): void {
    const last = this.code.at(-1)?.op;
    const opposite = last && OPPOSITES[last];
    if (last === 'i32.eqz' || opposite) this.code.pop();
    if (last !== 'i32.eqz') this.op(opposite ?? 'i32.eqz');
  }
}

function isZero(one: Instruction | undefined): boolean {
  return one?.op === 'i32.const' && one.value === 0;
}
