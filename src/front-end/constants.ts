// Constant expressions: what can be computed before anything runs.

import { compute, computeUnary } from './compute-i32.js';
import type { Expression, Local } from './portable-module.js';

const NONE: ReadonlyMap<Local, number> = new Map();

/** Functions may call one another more often than anybody waits for. */
const MOST_STEPS = 10_000;

/**
 * The value of `expression`, if it is made of constants, operators, `locals`, and calls of functions that return such an
 * expression; undefined where it is not, has no result, or takes more `steps`.
 */
export function constantValue(
  expression: Expression,
  locals: ReadonlyMap<Local, number> = NONE,
  steps = { left: MOST_STEPS },
): number | undefined {
  if (steps.left-- <= 0) return undefined;
  const value = (part: Expression): number | undefined => constantValue(part, locals, steps);
  switch (expression.kind) {
    case 'constant':
      return expression.value;
    case 'local':
      return locals.get(expression.local);
    case 'unary': {
      const operand = value(expression.operand);
      return operand === undefined ? undefined : computeUnary(expression.operator, operand);
    }
    case 'binary': {
      const [left, right] = [value(expression.left), value(expression.right)];
      if (left === undefined || right === undefined) return undefined;
      try {
        return compute(expression.operator, left, right);
      } catch {
        return undefined; // a trap
      }
    }
    case 'logical': {
      const left = value(expression.left);
      if (left === undefined) return undefined;
      return (left === 0) === (expression.operator === '&&') ? left : value(expression.right);
    }
    case 'conditional': {
      const test = value(expression.test);
      if (test === undefined) return undefined;
      return value(test === 0 ? expression.alternate : expression.consequent);
    }
    case 'call': {
      const { callee } = expression;
      const [only, ...others] = callee.kind === 'function' ? callee.body : [];
      if (callee.kind !== 'function' || others.length > 0 || only?.kind !== 'return' || !only.value) return undefined;
      const inputs = expression.inputs.map(value);
      const known = callee.parameters.map((parameter, index) => [parameter, inputs[index]] as const);
      if (inputs.includes(undefined)) return undefined;
      return constantValue(only.value, new Map(known as (readonly [Local, number])[]), steps);
    }
    default:
      return undefined;
  }
}

/** Operators of which the right operand 0 changes nothing. */
export const KEEPS_LEFT: ReadonlySet<string> = new Set('+ - | ^ << >> >>>'.split(' '));

function isZero(expression: Expression): boolean {
  return expression.kind === 'constant' && expression.value === 0;
}

/** `expression`, as a constant where it is one that needs no call. Operands are folded already. */
export function folded(expression: Expression): Expression {
  const { kind, at, type } = expression;
  if (kind === 'conditional' && expression.test.kind === 'constant') {
    return expression.test.value === 0 ? expression.alternate : expression.consequent;
  }
  if (kind === 'binary' && KEEPS_LEFT.has(expression.operator) && isZero(expression.right)) return expression.left;
  const operands =
    kind === 'unary' ? [expression.operand] : kind === 'binary' ? [expression.left, expression.right] : undefined;
  if (!operands?.every((operand) => operand.kind === 'constant')) return expression;
  const value = constantValue(expression);
  return value === undefined ? expression : { kind: 'constant', at, type, value };
}
