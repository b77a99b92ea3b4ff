// Expressions in C. Those whose operands C may evaluate in any order are taken apart where the order matters.

import type { Callable, Expression, Local, PortableFunction, Variable } from '../../front-end/portable-module.js';
import { conflict, type Effects, LEVELS, mayTrap } from '../effects.js';
import type { Names } from '../names.js';
import { ExpressionTexts, enclosed } from '../print-statements.js';

type Binary = Extract<Expression, { kind: 'binary' }>;

const EQUALITY: Readonly<Record<string, string>> = { '===': '==', '!==': '!=' };
const SHIFTS: Readonly<Record<string, string>> = {
  '<<': 'shift_left',
  '>>': 'shift_right',
  '>>>': 'shift_right_unsigned',
};
const DIVISIONS: Readonly<Record<string, string>> = { '/': 'divide', '%': 'divide_remainder' };
/** In C their overflow means nothing. */
const WRAPPING: Readonly<Record<string, string>> = { '+': 'add', '-': 'subtract', '*': 'multiply' };

export class ExpressionPrinter extends ExpressionTexts {
  constructor(
    private readonly effects: Effects,
    names: Names,
  ) {
    super(names);
  }

  value(expression: Expression): string {
    switch (expression.kind) {
      case 'constant':
        return expression.variable ? this.names.of(expression.variable) : numberText(expression.value);
      case 'local':
        return this.#target(expression.local);
      case 'variable':
        return this.#target(expression.variable);
      case 'unary': {
        const { operator, operand } = expression;
        if (operator === '-') return `negate(${this.value(operand)})`;
        return `${operator}${operator === '!' ? this.conditionOperand(operand) : this.operand(operand)}`;
      }
      case 'binary':
        return this.#inOrder([expression.left, expression.right], (texts) => this.#binary(expression, texts));
      case 'logical': {
        const { left, right, operator } = expression;
        if (left.type === 'boolean' && right.type === 'boolean') return this.condition(expression);
        if (operator === '&&') return `${this.conditionOperand(left)} ? ${this.operand(right)} : 0`;
        return `${this.operand(left)} ?: ${this.operand(right)}`;
      }
      case 'conditional':
        return this.conditional(expression);
      case 'assign': {
        const to = this.#target(expression.target);
        if (this.effects.of(expression.value).writes.has(expression.target)) {
          return this.names.within(() => {
            const before = this.names.of({ name: 't' });
            return `({ i32 ${before} = ${this.value(expression.value)}; ${to} = ${before}; })`;
          });
        }
        const value = this.value(expression.value);
        return `${to} = ${value === to ? `as_it_is(${value})` : value}`;
      }
      case 'postfix': {
        const to = this.#target(expression.target);
        return this.names.within(() => {
          const before = this.names.of({ name: 't' });
          return `({ i32 ${before} = ${to}; ${to} = ${this.value(expression.value)}; ${before}; })`;
        });
      }
      case 'call':
        return this.#inOrder(expression.inputs, (texts) => this.called(expression.callee, texts));
    }
  }

  condition(expression: Expression): string {
    switch (expression.kind) {
      case 'logical':
        return this.logical(expression);
      case 'assign':
        return `(${this.value(expression)})`;
      case 'conditional':
      case 'constant':
        return expression.type === 'boolean' ? this.value(expression) : `${this.operand(expression)} != 0`;
      default:
        return isMasked(expression, '|') ? `as_it_is(${this.value(expression)})` : this.value(expression);
    }
  }

  unused(expression: Expression): string {
    switch (expression.kind) {
      case 'assign':
      case 'call':
        return this.value(expression);
      case 'postfix':
        return `${this.#target(expression.target)} = ${this.value(expression.value)}`;
      default:
        return `(void)${this.operand(expression)}`;
    }
  }

  #target(target: Local | Variable): string {
    return 'kind' in target ? `my->${this.names.of(target)}` : this.names.of(target);
  }

  called(callee: Callable, inputs: readonly string[]): string {
    const kernel = callee.kind === 'intrinsic' || this.needsKernel(callee) ? ['SELF'] : [];
    const name = callee.kind === 'intrinsic' ? callee.name : this.names.of(callee);
    return `${name}(${[...kernel, ...inputs].join(', ')})`;
  }

  /** Tells whether a function reaches memory or variables, or may trap. */
  needsKernel(declared: PortableFunction): boolean {
    const { level, reads, writes } = this.effects.ofFunction(declared);
    return level > LEVELS.none || reads.size + writes.size > 0;
  }

  #binary(expression: Binary, [left, right]: readonly string[]): string {
    const { operator } = expression;
    const [first, second] = [enclosed(left as string), enclosed(right as string)];
    const shift = SHIFTS[operator];
    if (shift !== undefined) {
      const by = expression.right.kind === 'constant' ? expression.right.value : -1;
      const isPlain = operator === '>>' && by >= 0 && by < 32 && /^[a-z]/i.test(first);
      return isPlain ? `${first} ${operator} ${right}` : `${shift}(${left}, ${right})`;
    }
    const wrapping = WRAPPING[operator];
    if (wrapping !== undefined) return `${wrapping}(${left}, ${right})`;
    if (mayTrap(expression)) return `${DIVISIONS[operator]}(SELF, ${left}, ${right})`;
    return `${isObvious(expression, first, second) ? `as_it_is(${left})` : first} ${EQUALITY[operator] ?? operator} ${second}`;
  }

  /** Returns what `print` makes of the values of `operands`, which are evaluated in their order. */
  #inOrder(operands: readonly Expression[], print: (texts: readonly string[]) => string): string {
    if (!this.#orderMatters(operands)) return print(operands.map((operand) => this.value(operand)));
    return this.names.within(() => {
      let before = '';
      const texts = operands.map((operand, index) => {
        const text = this.value(operand);
        if (index === operands.length - 1 || operand.kind === 'constant') return text;
        const name = this.names.of({ name: 't' });
        before += `i32 ${name} = ${text}; `;
        return name;
      });
      return `({ ${before}${print(texts)}; })`;
    });
  }

  #orderMatters(operands: readonly Expression[]): boolean {
    const effects = operands.map((operand) => this.effects.of(operand));
    return effects.some((one, index) => effects.slice(index + 1).some((other) => conflict(one, other)));
  }
}

/** Tells whether compilers warn of an operation because of what they know of its result. */
function isObvious({ operator, left, right }: Binary, first: string, second: string): boolean {
  if (/[&|]/.test(operator)) return left.type === 'boolean' && right.type === 'boolean';
  const isMask = (isMasked(left) && right.kind === 'constant') || (left.kind === 'constant' && isMasked(right));
  return /[=<>]/.test(operator) && (first === second || (EQUALITY[operator] !== undefined && isMask));
}

function isMasked(expression: Expression, operators = '&|'): boolean {
  return expression.kind === 'binary' && operators.includes(expression.operator);
}

/** `value` as a constant of C, which has no literal for the smallest integer. */
export function numberText(value: number): string {
  return value === -(2 ** 31) ? '(-2147483647 - 1)' : String(value);
}
