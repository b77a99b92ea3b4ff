// Expressions in JavaScript. All values are 32-bit integers: results wrap, a condition that is used as a value is 0 or 1,
// and a division that has no result traps.
//
// In the positions of conditions (`if`, `while`, `for`, `?:`, `!`, `&&`, `||`) comparisons stay as they are: they are what
// V8 compiles best, and only whether they are true matters there.

import type { Expression } from '../../front-end/portable-module.js';
import type { Names } from '../names.js';
import { enclosed } from '../print-statements.js';

export class ExpressionPrinter {
  constructor(private readonly names: Names) {}

  value(expression: Expression): string {
    switch (expression.kind) {
      case 'constant':
        return expression.variable ? this.names.of(expression.variable) : String(expression.value);
      case 'local':
        return this.names.of(expression.local);
      case 'variable':
        return this.names.of(expression.variable);
      case 'unary': {
        const { operator, operand } = expression;
        if (operator === '!') return `${this.#conditionOperand(operand)} ? 0 : 1`;
        return operator === '-' ? `(0 - ${this.#operand(operand)}) | 0` : `${operator}${this.#operand(operand)}`;
      }
      case 'binary':
        return this.#binary(expression.operator, this.#operand(expression.left), this.#operand(expression.right));
      case 'logical':
        if (expression.type === 'boolean') return `${this.condition(expression)} ? 1 : 0`;
        return `${this.#operand(expression.left)} ${expression.operator} ${this.#operand(expression.right)}`;
      case 'conditional': {
        const { test, consequent, alternate } = expression;
        return `${this.#conditionOperand(test)} ? ${this.#operand(consequent)} : ${this.#operand(alternate)}`;
      }
      case 'assign':
        return `${this.names.of(expression.target)} = ${this.value(expression.value)}`;
      case 'postfix': {
        // Not JavaScript's own, which leaves 32 bits.
        const back = expression.value.kind === 'binary' && expression.value.operator === '+' ? '-' : '+';
        return this.#binary(back, `(${this.unused(expression)})`, '1');
      }
      case 'call': {
        const { callee, inputs } = expression;
        const name = callee.kind === 'intrinsic' ? callee.name : this.names.of(callee);
        return `${name}(${inputs.map((input) => this.value(input)).join(', ')})`;
      }
    }
  }

  condition(expression: Expression): string {
    if (expression.kind === 'binary' && COMPARISONS.has(expression.operator)) {
      return `${this.#operand(expression.left)} ${expression.operator} ${this.#operand(expression.right)}`;
    }
    if (expression.kind === 'logical') {
      return `${this.#conditionOperand(expression.left)} ${expression.operator} ${this.#conditionOperand(expression.right)}`;
    }
    const isNot = expression.kind === 'unary' && expression.operator === '!';
    return isNot ? `!${this.#conditionOperand(expression.operand)}` : this.value(expression);
  }

  unused(expression: Expression): string {
    if (expression.kind !== 'postfix') return this.value(expression);
    return `${this.names.of(expression.target)} = ${this.value(expression.value)}`;
  }

  #operand(expression: Expression): string {
    return enclosed(this.value(expression));
  }

  #conditionOperand(expression: Expression): string {
    return enclosed(this.condition(expression));
  }

  #binary(operator: string, left: string, right: string): string {
    switch (operator) {
      case '*':
        return `Math.imul(${left}, ${right})`;
      case '/':
        return `divide(${left}, ${right})`;
      case '%':
        return `divide_remainder(${left}, ${right})`;
      case '+':
      case '-':
      case '>>>':
        return `(${left} ${operator} ${right}) | 0`;
      default:
        return COMPARISONS.has(operator) ? `${left} ${operator} ${right} ? 1 : 0` : `${left} ${operator} ${right}`;
    }
  }
}

const COMPARISONS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '===', '!==']);
