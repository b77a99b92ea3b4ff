// Conditions and inlined calls in WebAssembly.
//
// An inlined function is printed in the place of its call, and each `return` in it does what the caller does next. So a
// condition that is an inlined call makes no boolean: it goes on to one branch or the other. A branch that is short is
// printed wherever the condition leads to it; a longer one once, behind a block that is left for it.

import { canEnd } from '../../front-end/function-checker.js';
import type { Expression, Local, PortableFunction, Statement } from '../../front-end/portable-module.js';
import { partsOf } from '../../front-end/walk.js';
import { conflict, LEVELS } from '../effects.js';
import type { Part } from './emitter.js';
import { readsOf } from './inlining.js';
import type { Label } from './instructions.js';
import { type Call, ExpressionPrinter, type Frame, isSum } from './print-expression.js';

/** In how many places a condition leads to its branches. */
type Ways = [yes: number, no: number];

/** What is known of the locals in a condition. */
interface Scope extends Pick<Frame, 'constants'> {
  /** Of a condition that is printed wherever the local is read; one way each, if there is none. */
  waysOf(local: Local): Ways;
}

/** Expressions in a part that is rather printed twice than jumped to. */
const SHORT = 8;

const NO_CONSTANTS: Frame['constants'] = new Map();

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
    const [toYes, toNo] = this.#ways(test, this.#scopeOf(frame));
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
    this.#test(test, frame);
    this.ifElse(yes, no, yields);
  }

  /** A value of which only matters whether it is 0. */
  #test(test: Expression, frame: Frame): void {
    const compared = test.kind === 'binary' && test.operator === '!==' && this.constantOf(test.right, frame) === 0;
    this.value(compared ? test.left : test, frame);
  }

  /** In how many places `test` leads to each branch. */
  #ways(test: Expression, scope: Scope): Ways {
    const constant = this.constantOf(test, scope);
    if (constant !== undefined) return constant === 0 ? [0, 1] : [1, 0];
    if (test.kind === 'unary' && test.operator === '!') {
      const [yes, no] = this.#ways(test.operand, scope);
      return [no, yes];
    }
    if (test.kind === 'logical') {
      const [left, right] = [this.#ways(test.left, scope), this.#ways(test.right, scope)];
      if (test.operator === '&&') return [left[0] * right[0], left[1] + left[0] * right[1]];
      return [left[0] + left[1] * right[0], left[1] * right[1]];
    }
    if (test.kind === 'local') return scope.waysOf(test.local);
    if (test.kind !== 'call' || !this.inlining.isInlined(test.callee)) return [1, 1];
    const { callee, inputs } = test;
    const waysOf = (local: Local): Ways => {
      const input = inputs[callee.parameters.indexOf(local)];
      return input && readsOf(local, callee.body) === 1 ? this.#ways(input, scope) : [1, 1];
    };
    return this.#waysOut(callee.body, { constants: NO_CONSTANTS, waysOf });
  }

  #scopeOf({ bindings, constants }: Frame): Scope {
    const waysOf = (local: Local): Ways => {
      const binding = bindings.get(local);
      return binding && 'expression' in binding ? this.#ways(binding.expression, this.#scopeOf(binding.frame)) : [1, 1];
    };
    return { constants, waysOf };
  }

  /** In how many places what `body` returns leads to each branch. A part that is printed twice returns twice. */
  #waysOut(body: readonly Statement[], scope: Scope): Ways {
    const ways: Ways = [0, 0];
    const add = ([yes, no]: Ways, times = 1): void => {
      ways[0] += times * yes;
      ways[1] += times * no;
    };
    for (const [index, statement] of body.entries()) {
      if (statement.kind === 'return' && statement.value) add(this.#ways(statement.value, scope));
      if (statement.kind === 'if') {
        const isEarly: boolean = leavesEarly(statement);
        const rest = isEarly ? body.slice(index + 1) : statement.alternate;
        const [toYes, toNo] = this.#ways(statement.test, scope);
        add(this.#waysOut(statement.consequent, scope), this.#copies(statement.consequent, toYes));
        add(this.#waysOut(rest, scope), this.#copies(rest, toNo));
        if (isEarly) break;
      } else {
        for (const inner of partsOf(statement)[1]) add(this.#waysOut(inner, scope));
      }
    }
    return ways;
  }

  /** How often `body` is printed if it is led to in so many places. */
  #copies(body: readonly Statement[], ways: number): number {
    return this.inlining.sizeOfAll(body) > SHORT ? Math.min(ways, 1) : ways;
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
    const frame: Frame = {
      declared,
      bindings: new Map(),
      constants: new Map(),
      jumps: [],
      result: (value) => result(value, frame),
      yields,
      end,
    };
    for (const [index, parameter] of declared.parameters.entries()) this.#bind(parameter, index, call, outer, frame);
    this.withEnd(end, yields, () => this.statements(declared.body, frame, true));
  }

  #bind(parameter: Local, index: number, call: Call, outer: Frame, frame: Frame): void {
    const input = call.inputs[index] as Expression;
    const isFixed = !this.inlining.assignedIn(frame.declared).has(parameter);
    const constant = this.constantOf(input, outer);
    if (isFixed && constant !== undefined) {
      frame.constants.set(parameter, constant);
    } else if (isFixed && this.#canMove(input, index, call, outer, readsOf(parameter, frame.declared.body))) {
      frame.bindings.set(parameter, { expression: input, frame: outer });
    } else {
      this.value(input, outer);
      const slot = { name: parameter.name };
      frame.bindings.set(parameter, { slot });
      this.set(slot);
    }
  }

  /** Whether `input` may be printed wherever the function reads the parameter. */
  #canMove(input: Expression, index: number, call: Call, outer: Frame, reads: number): boolean {
    const effect = this.effects.of(input);
    const isPure =
      effect.level === LEVELS.none && effect.writes.size === 0 && [...effect.reads].every((one) => !('kind' in one));
    if (!isPure || call.inputs.slice(index + 1).some((later) => conflict(effect, this.effects.of(later)))) return false;
    const isCheap =
      input.kind === 'local' || (isSum(input) && input.left.kind === 'local' && input.right.kind === 'constant');
    if (!isCheap && reads > 1) return false;
    // A local of the caller that has an own slot is written by nobody while the function runs.
    return [...effect.reads].every((one) => 'kind' in one || !this.#isMoved(one, outer));
  }

  /** Whether a local stands for an expression that is more than a local plus a constant. */
  #isMoved(local: Local, frame: Frame): boolean {
    const binding = frame.bindings.get(local);
    if (!binding || 'slot' in binding) return false;
    const { expression } = binding;
    if (expression.kind === 'local') return this.#isMoved(expression.local, binding.frame);
    return !(isSum(expression) && expression.left.kind === 'local' && expression.right.kind === 'constant');
  }
}

/** An `if` whose first branch never comes to its end, and that has no other one: the rest of the function is that one. */
export function leavesEarly(statement: Statement): statement is Extract<Statement, { kind: 'if' }> {
  return statement.kind === 'if' && statement.alternate.length === 0 && !canEnd(statement.consequent);
}
