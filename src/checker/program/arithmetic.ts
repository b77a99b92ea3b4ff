// Arithmetic on i32 as in AssemblyScript: results wrap at 32 bits, and a comparison yields 0 or 1.

import type { BinaryOperator, UnaryOperator } from './instructions.js';

export function compute(operator: BinaryOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return (left + right) | 0;
    case '-':
      return (left - right) | 0;
    case '*':
      return Math.imul(left, right);
    case '/':
      return (left / right) | 0;
    case '%':
      return (left % right) | 0;
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '<<':
      return left << right;
    case '>>':
      return left >> right;
    case '>>>':
      return (left >>> right) | 0;
    case '<':
      return left < right ? 1 : 0;
    case '<=':
      return left <= right ? 1 : 0;
    case '>':
      return left > right ? 1 : 0;
    case '>=':
      return left >= right ? 1 : 0;
    case '===':
      return left === right ? 1 : 0;
    case '!==':
      return left !== right ? 1 : 0;
  }
}

export function computeUnary(operator: UnaryOperator, value: number): number {
  switch (operator) {
    case '-':
      return -value | 0;
    case '~':
      return ~value;
    case '!':
      return value === 0 ? 1 : 0;
    case '+':
      return value;
  }
}
