// Lowers expressions of a litmus test to instructions.
//
// A value that is computed without accesses is computed without branches, too: `a && b` and `c ? a : b` make what
// follows depend on data, as in the Linux-kernel model, and not on control.

import type { BinaryOperator } from '../front-end/compute-i32.js';
import { Emitter } from '../printers/model/emitter.js';
import { type Access, PLAIN } from '../printers/model/instructions.js';
import { LitmusError } from './error.js';
import { lowerOperation, type Marks } from './lower-operation.js';
import { hasEffect, type ThreadNames } from './names.js';
import { FENCES, KERNEL_OPERATIONS, NOTHING } from './operations.js';
import type { Expression, Located, Operator } from './syntax.js';

type ArithmeticOperator = Exclude<Operator, '&&' | '||'>;

const OPERATORS: Readonly<Record<ArithmeticOperator, BinaryOperator>> = {
  ...{ '|': '|', '^': '^', '&': '&', '==': '===', '!=': '!==', '<': '<', '>': '>' },
  ...{ '<=': '<=', '>=': '>=', '<<': '<<', '>>': '>>', '+': '+', '-': '-', '*': '*' },
};

/** @throws LitmusError */
export class ExpressionLowering extends Emitter {
  readonly registers = new Map<string, number>();
  /** Notes on the thread for a reader of the result. */
  readonly notes = new Set<string>();

  constructor(
    readonly file: string,
    protected readonly names: ThreadNames,
  ) {
    super();
  }

  /** The register that has the value of the expression. */
  value(expression: Expression): number {
    return this.from(expression.offset, () => this.#value(expression));
  }

  #value(expression: Expression): number {
    switch (expression.kind) {
      case 'number':
        return this.constant(expression.value);
      case 'name':
        return this.#named(expression.name);
      case 'at': {
        const address = this.address(expression.of);
        return this.access('load', [address], PLAIN, expression);
      }
      case 'address':
        return this.#addressOf(expression.of);
      case 'unary':
        return this.unary(expression.operator, this.value(expression.of));
      case 'binary':
        return this.#binary(expression.operator, expression.left, expression.right);
      case 'conditional':
        return this.#conditional(expression.test, expression.yes, expression.no);
      case 'call':
        return this.#call(expression, true);
      case 'assign':
        return this.#assign(expression.to, expression.value);
    }
  }

  /** Evaluates an expression for its effect. */
  effect(expression: Expression): void {
    if (expression.kind === 'call') this.from(expression.offset, () => this.#call(expression, false));
    else this.value(expression);
  }

  /** The register that has the address that the expression stands for. */
  address(expression: Expression): number {
    if (expression.kind === 'name' && !this.#isKnown(expression.name)) {
      this.fail(`P${this.names.thread} was not given a location "${expression.name}"`, expression);
    }
    return this.value(expression);
  }

  /** Emits an access to the word at the address in the first of `inputs`. Returns the register of the value before. */
  access(access: Access, inputs: readonly number[], order: number, { offset }: Located, marks: Marks = {}): number {
    return this.from(offset, () => {
      const all = [...inputs, this.constant(order)];
      return this.emit((to) => ({
        ...{ op: 'access', to, access, inputs: all, position: offset, half: 0 },
        ...marks,
      }));
    });
  }

  registerOf(name: string): number | undefined {
    return this.registers.get(name);
  }

  fail(reason: string, { line }: Located, kind?: string): never {
    throw new LitmusError(this.file, line, reason, kind);
  }

  #isKnown(name: string): boolean {
    return this.registers.has(name) || this.names.addresses.has(name);
  }

  #named(name: string): number {
    const register = this.registers.get(name);
    if (register !== undefined) return register;
    const { thread, addresses, parameters } = this.names;
    const address = addresses.get(name);
    if (address === undefined) this.notes.add(`P${thread} reads ${name}, which nothing assigns: it is 0`);
    else if (!parameters.includes(name)) this.notes.add(`P${thread} uses ${name}, which is not among its parameters`);
    return this.constant(address ?? 0);
  }

  /** The byte address of the SRCU domain to which the call belongs. */
  #domainOf({ name, inputs: [of, ...others], ...call }: Extract<Expression, { kind: 'call' }>): number {
    const location = of?.kind === 'address' ? of.of : of;
    const address = location?.kind === 'name' ? this.names.addresses.get(location.name) : undefined;
    if (address === undefined || others.length > 0) this.fail(`${name}() has 1 argument, a location`, call);
    return address as number;
  }

  #addressOf(of: Expression): number {
    if (of.kind === 'at') return this.value(of.of);
    if (of.kind === 'name' && !this.registers.has(of.name)) return this.address(of);
    return this.fail('only a location has an address: registers are no memory', of);
  }

  #binary(operator: Operator, left: Expression, right: Expression): number {
    if (operator !== '&&' && operator !== '||') {
      const first = this.#kept(left, right);
      return this.binary(OPERATORS[operator], first, this.value(right));
    }
    const first = this.#truth(this.value(left));
    if (!hasEffect(right)) {
      return this.binary(operator === '&&' ? '&' : '|', first, this.#truth(this.value(right)));
    }
    const to = this.copied(first);
    const condition = operator === '&&' ? first : this.unary('!', first);
    this.branch(condition, () => this.copy(to, this.#truth(this.value(right))));
    return to;
  }

  /** The value of `left`, which what `right` does to registers does not change. */
  #kept(left: Expression, right: Expression): number {
    const value = this.value(left);
    return left.kind === 'name' && hasEffect(right) ? this.copied(value) : value;
  }

  /** 1 where the register is not 0. */
  #truth(from: number): number {
    return this.unary('!', this.unary('!', from));
  }

  #conditional(test: Expression, yes: Expression, no: Expression): number {
    const condition = this.#truth(this.value(test));
    if (!hasEffect(yes) && !hasEffect(no)) {
      const mask = this.unary('-', condition);
      const first = this.binary('&', this.value(yes), mask);
      return this.binary('|', first, this.binary('&', this.value(no), this.unary('~', mask)));
    }
    const to = this.constant(0);
    this.branch(
      condition,
      () => this.copy(to, this.value(yes)),
      () => this.copy(to, this.value(no)),
    );
    return to;
  }

  #assign(to: Expression, from: Expression): number {
    if (to.kind === 'name') {
      const value = this.value(from);
      const register = this.registers.get(to.name) as number;
      this.from(to.offset, () => this.copy(register, value));
      return register;
    }
    if (to.kind !== 'at') return this.fail('what is assigned to is neither a register nor a location', to);
    const address = this.address(to.of);
    const value = this.value(from);
    this.access('store', [address, value], PLAIN, to);
    return value;
  }

  #call(call: Extract<Expression, { kind: 'call' }>, isValue: boolean): number {
    const { name, inputs } = call;
    const fence = FENCES.get(name);
    const operation = KERNEL_OPERATIONS.get(name);
    if (operation) {
      if (isValue && !operation.returns) this.fail(`${name}() returns nothing`, call);
      return lowerOperation(this, operation, call);
    }
    if (!fence && !NOTHING.has(name)) this.fail(`"${name}" is not part of the subset`, call);
    if (isValue) this.fail(`${name}() returns nothing`, call);
    const domain = fence === 'srcu-sync' ? { domain: this.#domainOf(call) } : {};
    if (inputs.length > 0 && domain.domain === undefined) this.fail(`${name}() has no arguments`, call);
    if (fence) this.push({ op: 'fence', fence, position: call.offset, ...domain });
    return -1;
  }
}
