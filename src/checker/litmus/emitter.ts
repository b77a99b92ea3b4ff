// The output of lowering one thread: its instructions, each with the place that it comes from.

import type { BinaryOperator, UnaryOperator } from '../../engines/compute-i32.js';
import type { Instruction, Jump } from '../program/instructions.js';

export class Emitter {
  readonly code: Instruction[] = [];
  /** Per instruction: the character offset in the file of what it comes from. */
  readonly positions: number[] = [];
  /** Number of registers so far. */
  size = 0;
  /** Character offset of what is lowered. */
  at = 0;

  push(instruction: Instruction): void {
    this.code.push(instruction);
    this.positions.push(this.at);
  }

  emit(make: (to: number) => Instruction): number {
    const to = this.size++;
    this.push(make(to));
    return to;
  }

  constant(value: number): number {
    return this.emit((to) => ({ op: 'constant', to, value }));
  }

  unary(operator: UnaryOperator, from: number): number {
    return this.emit((to) => ({ op: 'unary', to, operator, from }));
  }

  binary(operator: BinaryOperator, left: number, right: number): number {
    return this.emit((to) => ({ op: 'binary', to, operator, left, right }));
  }

  /** 1 where the register is not 0. */
  truth(from: number): number {
    return this.unary('!', this.unary('!', from));
  }

  copy(to: number, from: number): void {
    this.push({ op: 'copy', to, from });
  }

  /**
   * Runs `yes` or `no` by whether the register is 0. Both ways meet behind it, and no later access depends on the branch:
   * in the Linux-kernel model a dependency by control ends with its `if`.
   */
  branch(condition: number, yes: () => void, no?: () => void): void {
    const toNo: Jump = { op: 'jumpIfZero', condition, target: -1 };
    this.push(toNo);
    yes();
    if (no) {
      const toEnd: Jump = { op: 'jump', target: -1 };
      this.push(toEnd);
      toNo.target = this.code.length;
      no();
      toEnd.target = this.code.length;
    } else {
      toNo.target = this.code.length;
    }
  }
}
