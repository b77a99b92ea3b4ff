// Constants of a module, computed when it is printed: C takes only such as numbers of an enumeration.

import type { AnyNode } from 'acorn';
import { type BinaryOperator, compute, computeUnary, type UnaryOperator } from '../compute-i32.js';

// Those that always have a result, and that constants need.
const UNARY: readonly string[] = ['-', '~', '+'] satisfies UnaryOperator[];
const BINARY: readonly string[] = ['+', '-', '*', '&', '|', '^', '<<', '>>', '>>>'] satisfies BinaryOperator[];

function isUnary(operator: string): operator is UnaryOperator {
  return UNARY.includes(operator);
}

function isBinary(operator: string): operator is BinaryOperator {
  return BINARY.includes(operator);
}

/** The value of `node`, if it is computed from numbers and `known` constants by the operators that constants need. */
export function constantOf(node: AnyNode, known: ReadonlyMap<string, number>): number | undefined {
  switch (node.type) {
    case 'Literal':
      return literalOf(node.value);
    case 'Identifier':
      return known.get(node.name);
    case 'UnaryExpression': {
      const value = constantOf(node.argument, known);
      return value === undefined || !isUnary(node.operator) ? undefined : computeUnary(node.operator, value);
    }
    case 'BinaryExpression': {
      const [left, right] = [constantOf(node.left, known), constantOf(node.right, known)];
      if (left === undefined || right === undefined || !isBinary(node.operator)) return undefined;
      return compute(node.operator, left, right);
    }
    default:
      return undefined;
  }
}

/** The 32-bit integer that a literal of the portable subset stands for. */
export function literalOf(value: unknown): number | undefined {
  return typeof value === 'number' || typeof value === 'boolean' ? Number(value) | 0 : undefined;
}
