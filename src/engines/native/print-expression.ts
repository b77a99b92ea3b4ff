// Expressions of the portable subset in C. What they compute is the same: operands are evaluated in the order of the text,
// which C leaves open, `&&` and `||` yield an operand, arithmetic wraps, and a division without a result traps.

import type { AnyNode, AssignmentExpression, CallExpression, Expression, Identifier, LogicalExpression } from 'acorn';
import { literalOf } from './constants.js';
import { EFFECTS, type Effects, type ModuleView, mayTrap, unportable } from './module.js';
import type { Names } from './names.js';

const COMPARISONS: ReadonlyMap<string, string> = new Map([
  ...['<', '<=', '>', '>='].map((operator) => [operator, operator] as const),
  ['===', '=='],
  ['!==', '!='],
]);
const SHIFTS: ReadonlyMap<string, string> = new Map([
  ['<<', 'shift_left'],
  ['>>', 'shift_right'],
  ['>>>', 'shift_right_unsigned'],
]);
const DIVISIONS: ReadonlyMap<string, string> = new Map([
  ['/', 'divide'],
  ['%', 'divide_remainder'],
]);
const PLAIN: ReadonlySet<string> = new Set('+ - * & | ^'.split(' '));
const UNARY: ReadonlySet<string> = new Set('- ~ ! +'.split(' '));

/** A text that needs no parentheses as an operand: a name, a number, a call. */
const ATOM = /^(?:my->)?\w+$|^\w+\([^()]*\)$/;

export class ExpressionPrinter {
  readonly #scopes: Set<string>[] = [];
  #temporaries = 0;

  constructor(
    protected readonly module: ModuleView,
    protected readonly names: Names,
  ) {}

  /** Prints what `print` does within a scope of its own. */
  protected within<T>(print: () => T): T {
    this.#scopes.push(new Set());
    try {
      return print();
    } finally {
      this.#scopes.pop();
    }
  }

  /** The name in C of a local variable that begins here. */
  protected declare(name: string): string {
    this.#scopes.at(-1)?.add(name);
    return this.names.of(name);
  }

  #isLocal(name: string): boolean {
    return this.#scopes.some((scope) => scope.has(name));
  }

  /** The value of `node`. */
  value(node: AnyNode): string {
    switch (node.type) {
      case 'Literal':
        return numberText(literalOf(node.value) ?? refuse(node));
      case 'Identifier':
        return this.#variable(node.name);
      case 'UnaryExpression':
        if (!UNARY.has(node.operator)) throw unportable(node);
        return node.operator === '!'
          ? `!${this.operand(node.argument, true)}`
          : `${node.operator}${this.operand(node.argument)}`;
      case 'BinaryExpression':
        return this.#inOrder([node.left, node.right], (texts) => this.#binary(node, node.operator, texts));
      case 'LogicalExpression':
        return this.#logical(node);
      case 'ConditionalExpression':
        return `${this.operand(node.test, true)} ? ${this.operand(node.consequent)} : ${this.operand(node.alternate)}`;
      case 'AssignmentExpression':
        return this.#assignment(node);
      case 'UpdateExpression': {
        const name = this.#variable((node.argument as Identifier).name);
        return node.prefix ? `${node.operator}${name}` : `${name}${node.operator}`;
      }
      case 'CallExpression':
        return this.#call(node);
      default:
        throw unportable(node);
    }
  }

  /** As value(), where only whether it is 0 matters. */
  condition(node: AnyNode): string {
    if (node.type !== 'LogicalExpression') return this.value(node);
    return `${this.operand(node.left, true)} ${node.operator} ${this.operand(node.right, true)}`;
  }

  /** As value() or condition(), with parentheses where an operand needs them. */
  protected operand(node: AnyNode, asCondition = false): string {
    return enclosed(asCondition ? this.condition(node) : this.value(node));
  }

  #variable(name: string): string {
    if (this.#isLocal(name) || this.module.constants.has(name)) return this.names.of(name);
    if (this.module.variables.has(name)) return `my->${this.names.of(name)}`;
    throw new Error(`${name} is declared nowhere`);
  }

  #binary(node: AnyNode & { right: AnyNode }, operator: string, [left, right]: readonly string[]): string {
    const [first, second] = [enclosed(left as string), enclosed(right as string)];
    const comparison = COMPARISONS.get(operator);
    if (comparison !== undefined) return `${first} ${comparison} ${second}`;
    if (PLAIN.has(operator)) return `${first} ${operator} ${second}`;
    if (SHIFTS.has(operator)) {
      const by = node.right.type === 'Literal' ? Number(node.right.value) : -1;
      if (operator !== '>>>' && by >= 0 && by < 32 && !/^[-\d(]/.test(first)) return `${first} ${operator} ${by}`;
      return `${SHIFTS.get(operator)}(${left}, ${right})`;
    }
    if (!DIVISIONS.has(operator)) throw unportable(node);
    return mayTrap(node) ? `${DIVISIONS.get(operator)}(SELF, ${left}, ${right})` : `${first} ${operator} ${second}`;
  }

  /** `a && b` is b, or else 0; `a || b` is a, or else b. */
  #logical(node: LogicalExpression): string {
    if (isBoolean(node)) return this.condition(node);
    if (node.operator === '??') throw unportable(node);
    const isAnd = node.operator === '&&';
    const [left, right] = [this.operand(node.left, isAnd), this.operand(node.right)];
    return isAnd ? `${left} ? ${right} : 0` : `${left} ?: ${right}`;
  }

  #assignment(node: AssignmentExpression): string {
    const target = node.left as Identifier;
    const to = this.#variable(target.name);
    if (node.operator === '=') return `${to} = ${this.value(node.right)}`;
    const operator = node.operator.slice(0, -1);
    return `${to} = ${this.#inOrder([target, node.right], (texts) => this.#binary(node, operator, texts))}`;
  }

  #call(node: CallExpression): string {
    const text = this.called(node);
    const called = this.module.functions.get((node.callee as Identifier).name);
    return called && !called.returnsValue ? `(${text}, 0)` : text;
  }

  /** A call whose value nobody uses. */
  protected called(node: CallExpression): string {
    const { name } = node.callee as Identifier;
    const word = this.module.vocabulary.get(name);
    if (word === undefined && !this.module.functions.has(name)) throw new Error(`${name} is declared nowhere`);
    const kernel = word !== undefined || this.module.needsKernel(name) ? ['SELF'] : [];
    const callee = word ?? this.names.of(name);
    return this.#inOrder(node.arguments as Expression[], (texts) => `${callee}(${[...kernel, ...texts].join(', ')})`);
  }

  /** What `print` makes of the values of `nodes`, which are evaluated in their order. */
  #inOrder(nodes: readonly AnyNode[], print: (texts: readonly string[]) => string): string {
    if (!this.#orderMatters(nodes)) return print(nodes.map((node) => this.value(node)));
    const last = nodes.length - 1;
    let before = '';
    const texts = nodes.map((node, index) => {
      const text = this.value(node);
      if (index === last || node.type === 'Literal') return text;
      const name = `t${++this.#temporaries}`;
      before += `i32 ${name} = ${text}; `;
      return name;
    });
    return `({ ${before}${print(texts)}; })`;
  }

  #orderMatters(nodes: readonly AnyNode[]): boolean {
    const effects = nodes.map((node) => this.module.effectsOf(node));
    return effects.some((one, index) => effects.slice(index + 1).some((other) => conflict(one, other)));
  }
}

function conflict(one: Effects, other: Effects): boolean {
  if (Math.max(one.level, other.level) === EFFECTS.acts && Math.min(one.level, other.level) > EFFECTS.none) return true;
  const touched = new Set([...other.reads, ...other.writes]);
  return [...one.writes].some((name) => touched.has(name)) || [...other.writes].some((name) => one.reads.has(name));
}

function isBoolean(node: AnyNode): boolean {
  if (node.type === 'LogicalExpression') return isBoolean(node.left) && isBoolean(node.right);
  if (node.type === 'BinaryExpression') return COMPARISONS.has(node.operator);
  if (node.type === 'UnaryExpression') return node.operator === '!';
  return node.type === 'Literal' && typeof node.value === 'boolean';
}

function enclosed(text: string): string {
  return ATOM.test(text) ? text : `(${text})`;
}

/** `value` as a constant of C, which has no literal for the smallest integer. */
export function numberText(value: number): string {
  return value === -(2 ** 31) ? '(-2147483647 - 1)' : String(value);
}

function refuse(node: AnyNode): never {
  throw unportable(node);
}
