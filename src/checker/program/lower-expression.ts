// Lowers expressions to instructions.

import type * as acorn from 'acorn';
import { childrenOf } from '../../engines/acorn-children.js';
import type { BinaryOperator, UnaryOperator } from '../../engines/compute-i32.js';
import { BROKEN_ASSERTION, LIVE_RESET } from '../../runtime/counters.js';
import { GENERATION, REFCOUNT } from '../../runtime/layout.js';
import { Emitter, identifier, STAGED, unsupported } from './emitter.js';
import { ACCESSES, type Access, ProgramError } from './instructions.js';

/** Functions that only count events of a run. The model leaves them out. */
const IGNORED: ReadonlySet<string> = new Set(['tally', 'retried', 'abortedFree']);

const BINARY: ReadonlySet<string> = new Set('+ - * / % & | ^ << >> >>> < <= > >= === !=='.split(' '));
const UNARY: ReadonlySet<string> = new Set('- ~ ! +'.split(' '));

export class ExpressionLowering extends Emitter {
  /** Whether the next access follows a window, which makes it step 2 of a put. */
  #afterWindow = false;

  /** Emits the code of an expression, and returns the register of its result. */
  protected value(node: acorn.Expression | acorn.PrivateIdentifier | acorn.Super | acorn.SpreadElement): number {
    return this.from(node, () => this.#lowered(node));
  }

  #lowered(node: Parameters<ExpressionLowering['value']>[0]): number {
    switch (node.type) {
      case 'Literal':
        if (typeof node.value !== 'number' && typeof node.value !== 'boolean') throw unsupported(node);
        return this.constant(Number(node.value) | 0);
      case 'ParenthesizedExpression':
        return this.value(node.expression);
      case 'Identifier':
        return this.read(node);
      case 'UnaryExpression':
        return this.#unary(node);
      case 'BinaryExpression': {
        if (!BINARY.has(node.operator)) throw unsupported(node);
        const [left, right] = this.#values([node.left, node.right]) as [number, number];
        return this.#binary(node.operator as BinaryOperator, left, right);
      }
      case 'LogicalExpression':
        return this.#logical(node);
      case 'ConditionalExpression':
        return this.#conditional(node.test, node.consequent, node.alternate);
      case 'AssignmentExpression':
        return this.#assignment(node);
      case 'UpdateExpression': {
        const operator = node.operator === '++' ? '+' : '-';
        const before = this.#copied(this.read(node.argument as acorn.Identifier));
        const after = this.write(identifier(node.argument), this.#binary(operator, before, this.constant(1)));
        return node.prefix ? after : before;
      }
      case 'CallExpression':
        return this.#call(node);
      default:
        throw unsupported(node);
    }
  }

  /** The registers of several expressions, evaluated in order. A later one may assign to a variable of an earlier one. */
  #values(nodes: readonly Parameters<ExpressionLowering['value']>[0][]): number[] {
    return nodes.map((node, index) => {
      const register = this.value(node);
      return nodes.slice(index + 1).some(assigns) ? this.#copied(register) : register;
    });
  }

  #copied(from: number): number {
    return this.emit((to) => ({ op: 'copy', to, from }));
  }

  #unary(node: acorn.UnaryExpression): number {
    if (!UNARY.has(node.operator)) throw unsupported(node);
    const from = this.value(node.argument);
    return this.emit((to) => ({ op: 'unary', to, operator: node.operator as UnaryOperator, from }));
  }

  #binary(operator: BinaryOperator, left: number, right: number): number {
    return this.emit((to) => ({ op: 'binary', to, operator, left, right }));
  }

  #logical(node: acorn.LogicalExpression): number {
    const to = this.registers++;
    this.code.push({ op: 'copy', to, from: this.value(node.left) });
    if (node.operator === '&&') {
      const end = this.jumpIfZero(to);
      this.code.push({ op: 'copy', to, from: this.value(node.right) });
      this.patch(end);
    } else if (node.operator === '||') {
      const right = this.jumpIfZero(to);
      const end = this.jump();
      this.patch(right);
      this.code.push({ op: 'copy', to, from: this.value(node.right) });
      this.patch(end);
    } else {
      throw unsupported(node);
    }
    return to;
  }

  #conditional(test: acorn.Expression, consequent: acorn.Expression, alternate: acorn.Expression): number {
    const to = this.registers++;
    this.ifElse(
      test,
      () => this.code.push({ op: 'copy', to, from: this.value(consequent) }),
      () => this.code.push({ op: 'copy', to, from: this.value(alternate) }),
    );
    return to;
  }

  #assignment(node: acorn.AssignmentExpression): number {
    const name = identifier(node.left);
    if (node.operator === '=') return this.write(name, this.value(node.right));
    const operator = node.operator.slice(0, -1);
    if (!BINARY.has(operator)) throw unsupported(node);
    const [left, right] = this.#values([node.left as acorn.Identifier, node.right]) as [number, number];
    return this.write(name, this.#binary(operator as BinaryOperator, left, right));
  }

  #call(node: acorn.CallExpression): number {
    const name = identifier(node.callee);
    const binding = this.bindings.get(name);
    if (binding?.kind === 'function') {
      const inputs = this.#values(node.arguments);
      return this.emit((to) => ({ op: 'call', to, callee: binding.index, inputs }));
    }
    if (binding?.kind === 'intrinsic') return this.#intrinsic(binding.name, node);
    throw new ProgramError(`call of an unknown function ${name}`);
  }

  #intrinsic(name: string, node: acorn.CallExpression): number {
    const inputs = this.#values(node.arguments);
    const position = node.start;
    const input = (index: number): number => {
      const register = inputs[index];
      if (register === undefined) throw new ProgramError(`${name}() at offset ${position} lacks an argument`);
      return register;
    };
    if (IGNORED.has(name)) return this.constant(0);
    if ((ACCESSES as readonly string[]).includes(name)) {
      const half = this.#afterWindow ? 2 : 0;
      this.#afterWindow = false;
      return this.emit((to) => ({ op: 'access', to, access: name as Access, inputs, position, half }));
    }
    switch (name) {
      case 'window':
        this.#markWindow();
        return this.constant(0);
      case 'detecting':
        return this.constant(1);
      case 'look':
      case 'glance':
      case 'observe':
        return this.emit((to) => ({ op: 'observe', to, address: input(0) }));
      case 'peek':
        return this.emit((to) => ({ op: 'peek', to, address: input(0) }));
      case 'poke':
        this.code.push({ op: 'poke', address: input(0), from: input(1) });
        return this.constant(0);
      case 'choose':
        return this.emit((to) => ({ op: 'choose', to, outcomes: input(0), position }));
      case 'resurrected':
        return this.write(STAGED, this.constant(1));
      case 'forgetStaged':
        return this.write(STAGED, this.constant(0));
      case 'tookStaged':
        return this.readGlobal(STAGED);
      case 'assert':
        this.#assertion(input(0), input(1), position);
        return this.constant(0);
      case 'tookBack':
        this.#reset(input(0), input(1), position);
        return this.constant(0);
      case 'recordViolation':
        this.code.push({ op: 'violation', inputs, position });
        return this.constant(0);
      default:
        throw new ProgramError(`${name}() cannot be part of what is checked`);
    }
  }

  /** Reports a violation where register `condition` is 0. There is no page: whoever asserts may not know of one. */
  #assertion(condition: number, number: number, position: number): void {
    const toBroken = this.jumpIfZero(condition);
    const toEnd = this.jump();
    this.patch(toBroken);
    const [kind, none] = [this.constant(BROKEN_ASSERTION), this.constant(0)];
    this.code.push({ op: 'violation', inputs: [kind, none, number, none], position });
    this.patch(toEnd);
  }

  /** Reports a reset where register `references` is above 0, as tookBack() of runtime/journal.ts does. */
  #reset(word: number, references: number, position: number): void {
    const toEnd = this.jumpIfZero(this.#binary('>', references, this.constant(0)));
    const address = this.#binary('+', word, this.constant(GENERATION - REFCOUNT));
    const generation = this.emit((to) => ({ op: 'observe', to, address }));
    const page = this.#binary('-', word, this.constant(REFCOUNT));
    this.code.push({
      op: 'violation',
      inputs: [this.constant(LIVE_RESET), page, generation, this.constant(0)],
      position,
    });
    this.patch(toEnd);
  }

  /**
   * A window separates the two steps of a put: the access before it is step 1, the access after it is step 2. A window
   * after a store belongs to no put, and marks nothing.
   */
  #markWindow(): void {
    const step1 = this.code.findLast(({ op }) => op === 'access');
    if (step1?.op !== 'access' || step1.access === 'store') return;
    step1.half = 1;
    this.#afterWindow = true;
  }

  protected ifElse(test: acorn.Expression, consequent: () => void, alternate?: () => void): void {
    const toElse = this.jumpIfZero(this.value(test));
    consequent();
    if (alternate) {
      const toEnd = this.jump();
      this.patch(toElse);
      alternate();
      this.patch(toEnd);
    } else {
      this.patch(toElse);
    }
  }
}

/** Whether evaluating `node` assigns to a variable. A function that it calls cannot assign to those of its caller. */
function assigns(node: acorn.Node): boolean {
  return node.type === 'AssignmentExpression' || node.type === 'UpdateExpression' || childrenOf(node).some(assigns);
}
