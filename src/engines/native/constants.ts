// Constants of a module, computed when it is printed: C takes only such as numbers of an enumeration.

import type { AnyNode } from 'acorn';

/** The value of `node`, if it is computed from numbers and `known` constants by the operators that constants need. */
export function constantOf(node: AnyNode, known: ReadonlyMap<string, number>): number | undefined {
  switch (node.type) {
    case 'Literal':
      return literalOf(node.value);
    case 'Identifier':
      return known.get(node.name);
    case 'UnaryExpression': {
      const value = constantOf(node.argument, known);
      return value === undefined ? undefined : ofOne(node.operator, value);
    }
    case 'BinaryExpression': {
      const [left, right] = [constantOf(node.left, known), constantOf(node.right, known)];
      return left === undefined || right === undefined ? undefined : ofTwo(node.operator, left, right);
    }
    default:
      return undefined;
  }
}

/** The 32-bit integer that a literal of the portable subset stands for. */
export function literalOf(value: unknown): number | undefined {
  return typeof value === 'number' || typeof value === 'boolean' ? Number(value) | 0 : undefined;
}

function ofOne(operator: string, value: number): number | undefined {
  if (operator === '-') return -value | 0;
  if (operator === '~') return ~value;
  return operator === '+' ? value : undefined;
}

function ofTwo(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return (left + right) | 0;
    case '-':
      return (left - right) | 0;
    case '*':
      return Math.imul(left, right);
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
    default:
      return undefined;
  }
}
