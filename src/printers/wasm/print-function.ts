// Functions in WebAssembly.
//
// V8's baseline compiler keeps a local in memory, or a constant in a register, where two ways meet. So `if` is
// preferred to jumps, the end of an inlined function to a jump there, and `return` to the end of the function.

import { canEnd } from '../../front-end/function-checker.js';
import type { Case, Expression, Local, PortableFunction, Statement } from '../../front-end/portable-module.js';
import { NOTHING, type Part } from './emitter.js';
import type { Label, Slot, WasmFunction } from './instructions.js';
import { withNumbers } from './locals.js';
import { BranchPrinter } from './print-branch.js';
import { type Frame, frameOf, isLocalPlusConstant } from './print-expression.js';

type Loop = Extract<Statement, { kind: 'loop' }>;

export class FunctionPrinter extends BranchPrinter {
  print(declared: PortableFunction): WasmFunction {
    this.code = [];
    const yields = declared.returns !== 'void';
    const slots = declared.parameters.map(({ name }): Slot => ({ name }));
    const frame = frameOf(declared, yields, undefined, (value, own) => value && this.value(value, own));
    for (const [index, slot] of slots.entries()) frame.bindings.set(declared.parameters[index] as Local, { slot });
    this.statements(declared.body, frame, true);
    return { name: declared.name, parameters: slots.length, yields, ...withNumbers(this.code, slots) };
  }

  /** `isLast`: nothing comes behind them in the function. */
  protected override statements(body: readonly Statement[], frame: Frame, isLast: boolean): void {
    for (const [index, statement] of body.entries()) {
      const rest = canEnd([statement]) ? body.slice(index + 1) : [];
      this.#statement(statement, frame, isLast && rest.length === 0);
      if (canEnd([statement])) continue;
      if (isLast && frame.yields && !yieldsAtEnd(statement)) this.op('unreachable');
      return;
    }
  }

  #statement(statement: Statement, frame: Frame, isLast: boolean): void {
    switch (statement.kind) {
      case 'expression':
        this.unused(statement.expression, frame);
        return;
      case 'declare':
        this.#declare(statement.local, statement.value, frame);
        return;
      case 'block':
        this.statements(statement.body, frame, isLast);
        return;
      case 'if':
        this.#if(statement, statement.alternate, frame, isLast);
        return;
      case 'loop':
        this.#loop(statement, frame);
        return;
      case 'switch':
        this.#switch(statement.subject, statement.cases, frame);
        return;
      case 'return':
        frame.result(statement.value);
        if (isLast) return;
        if (frame.end) this.jump(frame.end);
        else this.op('return');
        return;
      case 'break':
        this.jump((frame.jumps.at(-1) as Frame['jumps'][number]).end);
        return;
      case 'continue':
        this.jump(frame.jumps.findLast(({ next }) => next)?.next as Label);
    }
  }

  #declare(local: Local, value: Expression, frame: Frame): void {
    const constant = this.constantOf(value, frame);
    if (constant !== undefined && !this.inlining.assignedIn(frame.declared).has(local)) {
      frame.constants.set(local, constant);
      return;
    }
    this.value(value, frame);
    const slot = { name: local.name };
    frame.bindings.set(local, { slot });
    this.set(slot);
  }

  #if(
    { test, consequent }: Extract<Statement, { kind: 'if' }>,
    alternate: readonly Statement[],
    frame: Frame,
    isLast: boolean,
  ): void {
    const only = consequent.length === 1 && alternate.length === 0 ? consequent[0] : undefined;
    if (only?.kind === 'expression' && this.#choose(test, only.expression, frame)) return;
    const part = (body: readonly Statement[]): Part => ({
      size: this.inlining.sizeOfAll(body),
      print: () => this.statements(body, frame, isLast),
    });
    const yields = isLast && frame.yields && !canEnd(consequent) && !canEnd(alternate);
    this.branch(test, frame, part(consequent), part(alternate), yields);
  }

  /**
   * Prints `if (test) local++` as a choice between two values, where the test leads on in more than two places: each of
   * them would store the local. False where it is something else.
   */
  #choose(test: Expression, counting: Expression, frame: Frame): boolean {
    const [toYes, toNo] = this.ways(test, frame);
    if (counting.kind !== 'assign' || !isLocalPlusConstant(counting.value) || toYes + toNo <= 2) return false;
    const { target } = counting;
    const slot = { name: 'test' };
    this.value(test, frame);
    this.set(slot);
    this.value(counting.value, frame);
    this.readTarget(target, frame);
    this.get(slot);
    this.op('select');
    this.assign(target, frame, false);
    return true;
  }

  #loop({ test, update, body }: Loop, frame: Frame): void {
    const [start, end, next]: [Label, Label, Label] = [{ name: 'loop' }, { name: 'end' }, { name: 'next' }];
    const turn: Part = {
      size: Number.POSITIVE_INFINITY,
      print: () => {
        const before = this.code.length;
        this.withEnd(next, false, () => this.statements(body, frame, false));
        if (update) this.unused(update, frame);
        if (!this.hasLeft(before)) this.jump(start);
      },
    };
    frame.jumps.push({ end, next: update ? next : start });
    this.withEnd(end, false, () => {
      this.open('loop', start);
      if (test) this.branch(test, frame, turn, NOTHING, false);
      else turn.print();
      this.op('end');
    });
    frame.jumps.pop();
  }

  #switch(subject: Expression, cases: readonly Case[], frame: Frame): void {
    const end: Label = { name: 'end' };
    const labels = cases.map((): Label => ({ name: 'case' }));
    const byDefault = labels[cases.findIndex(({ test }) => !test)] ?? end;
    frame.jumps.push({ end, next: undefined });
    this.open('block', end);
    for (const label of [...labels].reverse()) this.open('block', label);
    this.value(subject, frame);
    this.#select(cases, labels, byDefault, frame);
    for (const { body } of cases) {
      this.op('end');
      this.statements(body, frame, false);
    }
    this.op('end');
    frame.jumps.pop();
  }

  /** Jumps to the case that has the value on the stack: by a table where the values lie close together. */
  #select(cases: readonly Case[], labels: readonly Label[], byDefault: Label, frame: Frame): void {
    const tests = cases.flatMap(({ test }, index) => (test ? [{ test, label: labels[index] as Label }] : []));
    const byValue = new Map<number, Label>();
    let areConstant = true;
    for (const { test, label } of tests) {
      const value = this.constantOf(test, frame);
      if (value === undefined) areConstant = false;
      else if (!byValue.has(value)) byValue.set(value, label);
    }
    if (tests.length === 0) {
      this.op('drop');
      this.jump(byDefault);
      return;
    }
    const least = Math.min(...byValue.keys());
    const size = Math.max(...byValue.keys()) - least + 1;
    if (areConstant && size <= 2 * byValue.size + 8) {
      const table = Array.from({ length: size }, (_, index) => byValue.get(least + index) ?? byDefault);
      if (least !== 0) this.constant(least);
      if (least !== 0) this.op('i32.sub');
      this.code.push({ op: 'br_table', labels: [...table, byDefault] });
      return;
    }
    const slot = { name: 'subject' };
    this.set(slot);
    for (const { test, label } of tests) {
      this.get(slot);
      this.value(test, frame);
      this.op('i32.eq');
      this.jump(label, 'br_if');
    }
    this.jump(byDefault);
  }
}

/** Tells whether a statement at the end of a function has left its value, where it is not left early. */
function yieldsAtEnd(statement: Statement): boolean {
  if (statement.kind === 'return') return true;
  if (statement.kind === 'block') return statement.body.some((one) => !canEnd([one]) && yieldsAtEnd(one));
  return statement.kind === 'if';
}
