// Arithmetic of the portable subset in JavaScript. All values are 32-bit integers, as in AssemblyScript and in the
// checker: results wrap, a condition that is used as a value is 0 or 1, and a division that has no result traps.
//
// In the positions of conditions (`if`, `while`, `for`, `?:`, `!`, `&&`, `||`) comparisons stay as they are: they are what
// V8 compiles best, and only whether they are true matters there.

import { type AnyNode, type Expression, parse, type UpdateExpression } from 'acorn';
import { childrenOf } from './acorn-children.js';
import { TRAPS } from './traps.js';

/** To be defined where rewritten code runs. */
export const I32_DIVISION = `function __i32_divide(left, right) {
  if (right === 0) throw new RangeError('${TRAPS.divideByZero}');
  if (right === -1 && left === -2147483648) throw new RangeError('${TRAPS.unrepresentable}');
  return (left / right) | 0;
}
function __i32_remainder(left, right) {
  if (right === 0) throw new RangeError('${TRAPS.remainderByZero}');
  return (left % right) | 0;
}
`;

const COMPARISONS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '===', '!==']);

/** `text`, a JavaScript module of the portable subset, with the arithmetic of 32-bit integers. @throws SyntaxError */
export function withI32Arithmetic(text: string): string {
  return new Rewriting(text).rewritten(parse(text, { ecmaVersion: 2022, sourceType: 'module' }));
}

class Rewriting {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text of `node`, rewritten. An expression yields its value. */
  rewritten(node: AnyNode): string {
    switch (node.type) {
      case 'Literal':
        // 2147483648 is the operand of a minus.
        return typeof node.value === 'string' ? this.#asWritten(node) : String(Number(node.value) | 0);
      case 'BinaryExpression':
        if (COMPARISONS.has(node.operator)) return `(${this.#condition(node)} ? 1 : 0)`;
        return computed(node.operator, this.rewritten(node.left), this.rewritten(node.right));
      case 'LogicalExpression':
        return `(${this.rewritten(node.left)} ${node.operator} ${this.rewritten(node.right)})`;
      case 'UnaryExpression':
        return this.#unary(node.operator, node.argument);
      case 'AssignmentExpression': {
        const to = this.#asWritten(node.left);
        const value = this.rewritten(node.right);
        return `(${to} = ${node.operator === '=' ? value : computed(node.operator.slice(0, -1), to, value)})`;
      }
      case 'UpdateExpression':
        return node.prefix
          ? this.#updated(node)
          : computed(node.operator === '++' ? '-' : '+', this.#updated(node), '1');
      case 'ExpressionStatement':
        return this.#asWritten(node, (child) => this.#unused(child));
      case 'ConditionalExpression':
        return `(${this.#condition(node.test)} ? ${this.rewritten(node.consequent)} : ${this.rewritten(node.alternate)})`;
      case 'IfStatement':
      case 'WhileStatement':
      case 'ForStatement': {
        const { test } = node;
        const update = node.type === 'ForStatement' ? node.update : undefined;
        return this.#asWritten(node, (child) => {
          if (child === test) return this.#condition(test);
          return child === update ? this.#unused(child) : this.rewritten(child);
        });
      }
      default:
        return this.#asWritten(node);
    }
  }

  /** As rewritten(), where only whether the value is 0 matters. */
  #condition(node: Expression): string {
    if (node.type === 'BinaryExpression' && COMPARISONS.has(node.operator)) {
      return `(${this.rewritten(node.left)} ${node.operator} ${this.rewritten(node.right)})`;
    }
    if (node.type === 'LogicalExpression') {
      return `(${this.#condition(node.left)} ${node.operator} ${this.#condition(node.right)})`;
    }
    if (node.type === 'UnaryExpression' && node.operator === '!') return `!${this.#condition(node.argument)}`;
    return `(${this.rewritten(node)})`;
  }

  /** As rewritten(), of an expression whose value nobody uses. */
  #unused(node: AnyNode): string {
    return node.type === 'UpdateExpression' ? this.#updated(node) : this.rewritten(node);
  }

  /** Of `++` and `--`: the value after. */
  #updated({ operator, argument }: UpdateExpression): string {
    const name = this.#asWritten(argument);
    return `(${name} = ${computed(operator.slice(1), name, '1')})`;
  }

  #unary(operator: string, argument: Expression): string {
    if (operator === '!') return `(${this.#condition(argument)} ? 0 : 1)`;
    const value = this.rewritten(argument);
    return operator === '-' ? computed('-', '0', value) : `(${operator}${value})`;
  }

  /** The text of `node` as it is, but for the nodes below it. */
  #asWritten(node: AnyNode, rewritten = (child: AnyNode): string => this.rewritten(child)): string {
    let written = '';
    let at = node.start;
    for (const child of childrenOf(node)) {
      written += this.#text.slice(at, child.start) + rewritten(child);
      at = child.end;
    }
    return written + this.#text.slice(at, node.end);
  }
}

/** An expression for `left operator right`, which are expressions themselves. */
function computed(operator: string, left: string, right: string): string {
  switch (operator) {
    case '*':
      return `Math.imul(${left}, ${right})`;
    case '/':
      return `__i32_divide(${left}, ${right})`;
    case '%':
      return `__i32_remainder(${left}, ${right})`;
    case '+':
    case '-':
    case '>>>':
      return `((${left} ${operator} ${right}) | 0)`;
    default:
      return `(${left} ${operator} ${right})`;
  }
}
