// Conditions and inlined calls in WebAssembly.
//
// An inlined function is printed in the place of its call, and each `return` in it does what the caller does next. So a
// condition that is an inlined call makes no boolean: it goes on to one branch or the other. A branch that is short is
// printed wherever the condition leads to it; a longer one once, behind a block that is left for it.

import type { Expression, Local, PortableFunction, Statement } from '../../front-end/portable-module.js';
import { conflict } from '../effects.js';
import type { Part } from './emitter.js';
import type { Label } from './instructions.js';
import { type Call, ExpressionPrinter, type Frame, frameOf, isLocalPlusConstant } from './print-expression.js';

/** Expressions in a part that is rather printed twice than jumped to. */
const SHORT = 8;

export abstract class BranchPrinter extends ExpressionPrinter {
  /** `isLast`: nothing comes behind them in the function. */
  protected abstract statements(body: readonly Statement[], frame: Frame, isLast: boolean): void;

  /** Prints `yes` or `no`, as `test` decides. `yields`: each of them leaves a value. */
  protected override branch(test: Expression, frame: Frame, yes: Part, no: Part, yields: boolean): void {
    const constant = this.constantOf(test, frame);
    if (constant !== undefined) {
      (constant === 0 ? no : yes).print();
      return;
    }
    const [toYes, toNo] = Math.max(yes.size, no.size) > SHORT ? this.ways(test, frame) : [1, 1];
    if (toYes > 1 && yes.size > SHORT)
      this.#once(yes, no, yields, (jump, other) => this.branch(test, frame, jump, other, false));
    else if (toNo > 1 && no.size > SHORT)
      this.#once(no, yes, yields, (jump, other) => this.branch(test, frame, other, jump, false));
    else this.#decide(test, frame, yes, no, yields);
  }

  /** Prints `part` once, though `inner` leads to it in several places. */
  #once(part: Part, other: Part, yields: boolean, inner: (jump: Part, other: Part) => void): void {
    const [end, start]: [Label, Label] = [{ name: 'end' }, { name: 'once' }];
    const jump: Part = { size: 1, print: () => this.jump(start) };
    const print = (): void => {
      const before = this.code.length;
      other.print();
      if (!this.hasLeft(before)) this.jump(end);
    };
    this.withEnd(end, yields, () => {
      this.withEnd(start, false, () => inner(jump, { size: other.size, print }));
      part.print();
    });
  }

  #decide(test: Expression, frame: Frame, yes: Part, no: Part, yields: boolean): void {
    const { kind } = test;
    if (kind === 'unary' && test.operator === '!') {
      this.branch(test.operand, frame, no, yes, yields);
      return;
    }
    if (kind === 'logical') {
      const size = this.inlining.sizeOfExpression(test.right) + yes.size + no.size;
      const right: Part = { size, print: () => this.branch(test.right, frame, yes, no, yields) };
      if (test.operator === '&&') {
        this.branch(test.left, frame, right, no, yields);
        return;
      }
      this.branch(test.left, frame, yes, right, yields);
      return;
    }
    if (kind === 'call' && this.inlining.isInlined(test.callee)) {
      const result = (value: Expression | undefined, inner: Frame): void => {
        if (value) this.branch(value, inner, yes, no, yields);
      };
      this.inlined(test, frame, yields, result);
      return;
    }
    if (kind === 'local') {
      const binding = frame.bindings.get(test.local);
      if (binding && 'expression' in binding) {
        this.branch(binding.expression, binding.frame, yes, no, yields);
        return;
      }
    }
    const before = this.code.length;
    this.#test(test, frame);
    if (this.ifElse(yes, no, yields)) return;
    this.code.splice(before);
    this.unused(test, frame);
  }

  /** A value of which only matters whether it is 0. */
  #test(test: Expression, frame: Frame): void {
    const compared = test.kind === 'binary' && test.operator === '!==' && this.constantOf(test.right, frame) === 0;
    this.value(compared ? test.left : test, frame);
  }

  /** In how many places `test` leads to each branch: found by printing it for nothing. */
  protected ways(test: Expression, frame: Frame): [yes: number, no: number] {
    const ways: [number, number] = [0, 0];
    const counter = (side: 0 | 1): Part => ({ size: 0, print: () => void ways[side]++ });
    this.tentatively(() => this.#decide(test, frame, counter(0), counter(1), false));
    return ways;
  }

  // Inlined calls.

  /** Prints the function that `call` calls. `result`: what becomes of a value that it returns. */
  protected override inlined(
    call: Call,
    outer: Frame,
    yields: boolean,
    result: (value: Expression | undefined, frame: Frame) => void,
  ): void {
    const declared = call.callee as PortableFunction;
    const end: Label = { name: declared.name };
    const frame = frameOf(declared, yields, end, result);
    for (const [index, parameter] of declared.parameters.entries()) this.#bind(parameter, index, call, outer, frame);
    this.withEnd(end, yields, () => this.statements(declared.body, frame, true));
  }

  #bind(parameter: Local, index: number, call: Call, outer: Frame, frame: Frame): void {
    const input = call.inputs[index] as Expression;
    const isFixed = !this.inlining.assignedIn(frame.declared).has(parameter);
    const constant = this.constantOf(input, outer);
    if (isFixed && constant !== undefined) {
      frame.constants.set(parameter, constant);
    } else if (isFixed && this.#canMove(input, call.inputs.slice(index + 1))) {
      frame.bindings.set(parameter, { expression: input, frame: outer });
    } else {
      this.value(input, outer);
      const slot = { name: parameter.name };
      frame.bindings.set(parameter, { slot });
      this.set(slot);
    }
  }

  /** Returns whether `input` may stand wherever the function reads the parameter: none of the `later` inputs writes it. */
  #canMove(input: Expression, later: readonly Expression[]): boolean {
    if (input.kind !== 'local' && !isLocalPlusConstant(input)) return false;
    return !later.some((one) => conflict(this.effects.of(input), this.effects.of(one)));
  }
}
