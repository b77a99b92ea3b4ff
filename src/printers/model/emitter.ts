// The output of printing one function, or one thread of a litmus test, for the checker: its instructions, each with the
// position that it comes from.

import type { BinaryOperator, UnaryOperator } from '../../front-end/compute-i32.js';
import type { Instruction, Jump } from './instructions.js';

export class Emitter {
  readonly code: Instruction[] = [];
  /** Of each instruction. */
  readonly positions: number[] = [];
  /** Number of registers so far. */
  size = 0;
  #at = 0;

  /** Sets the position of what `emit` emits to `at`, unless it comes from one within. */
  from<T>(at: number, emit: () => T): T {
    const outer = this.#at;
    this.#at = at;
    const result = emit();
    this.#at = outer;
    return result;
  }

  push<T extends Instruction>(instruction: T): T {
    this.code.push(instruction);
    this.positions.push(this.#at);
    return instruction;
  }

  /** Returns the register of the result. */
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

  copied(from: number): number {
    return this.emit((to) => ({ op: 'copy', to, from }));
  }

  copy(to: number, from: number): void {
    this.push({ op: 'copy', to, from });
  }

  /** A jump whose target is not known yet: patch() sets it. */
  jump(): Jump {
    return this.push<Jump>({ op: 'jump', target: -1 });
  }

  jumpIfZero(condition: number): Jump {
    return this.push<Jump>({ op: 'jumpIfZero', condition, target: -1 });
  }

  /** Sets the target of each to the instruction that is emitted next. */
  patch(...jumps: readonly Jump[]): void {
    for (const jump of jumps) jump.target = this.code.length;
  }

  /**
   * Runs `yes` or `no` by whether the register is 0. Both ways meet behind it, and no later access depends on the
   * branch: in the Linux-kernel model a dependency by control ends with its `if`.
   */
  branch(condition: number, yes: () => void, no?: () => void): void {
    const toNo = this.jumpIfZero(condition);
    yes();
    const toEnd = no ? [this.jump()] : [];
    this.patch(toNo);
    no?.();
    this.patch(...toEnd);
  }
}
