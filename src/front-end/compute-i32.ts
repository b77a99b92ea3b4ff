// Arithmetic on i32: results wrap at 32 bits, and a comparison yields 0 or 1.

import { TRAPS } from './traps.js';

const BINARY = {
  '+': (left: number, right: number) => (left + right) | 0,
  '-': (left: number, right: number) => (left - right) | 0,
  '*': Math.imul,
  '/': divided,
  '%': remainder,
  '&': (left: number, right: number) => left & right,
  '|': (left: number, right: number) => left | right,
  '^': (left: number, right: number) => left ^ right,
  '<<': (left: number, right: number) => left << right,
  '>>': (left: number, right: number) => left >> right,
  '>>>': (left: number, right: number) => (left >>> right) | 0,
  '<': (left: number, right: number) => Number(left < right),
  '<=': (left: number, right: number) => Number(left <= right),
  '>': (left: number, right: number) => Number(left > right),
  '>=': (left: number, right: number) => Number(left >= right),
  '===': (left: number, right: number) => Number(left === right),
  '!==': (left: number, right: number) => Number(left !== right),
};
export type BinaryOperator = keyof typeof BINARY;

/** Operators that yield 0 or 1. */
export const COMPARISONS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '===', '!==']);

const UNARY = {
  '-': (value: number) => -value | 0,
  '~': (value: number) => ~value,
  '!': (value: number) => Number(value === 0),
};
export type UnaryOperator = keyof typeof UNARY;

/** @throws RangeError for arithmetic without a result: a trap. */
export function compute(operator: BinaryOperator, left: number, right: number): number {
  return BINARY[operator](left, right);
}

export function computeUnary(operator: UnaryOperator, value: number): number {
  return UNARY[operator](value);
}

function divided(left: number, right: number): number {
  if (right === 0) throw new RangeError(TRAPS.divideByZero);
  if (right === -1 && left === -2147483648) throw new RangeError(TRAPS.unrepresentable);
  return (left / right) | 0;
}

function remainder(left: number, right: number): number {
  if (right === 0) throw new RangeError(TRAPS.remainderByZero);
  return (left % right) | 0;
}
