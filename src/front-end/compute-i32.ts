// Arithmetic on i32: results wrap at 32 bits, and a comparison yields 0 or 1.

import { TRAPS } from './traps.js';

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '&'
  | '|'
  | '^'
  | '<<'
  | '>>'
  | '>>>'
  | '<'
  | '<='
  | '>'
  | '>='
  | '==='
  | '!==';

export type UnaryOperator = '-' | '~' | '!';

/** @throws RangeError for arithmetic without a result: a trap. */
export function compute(operator: BinaryOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return (left + right) | 0;
    case '-':
      return (left - right) | 0;
    case '*':
      return Math.imul(left, right);
    case '/':
      return divided(left, right);
    case '%':
      if (right === 0) throw new RangeError(TRAPS.remainderByZero);
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
  }
}

function divided(left: number, right: number): number {
  if (right === 0) throw new RangeError(TRAPS.divideByZero);
  if (right === -1 && left === -2147483648) throw new RangeError(TRAPS.unrepresentable);
  return (left / right) | 0;
}
