// A kernel in JavaScript: the body of a function of the shared words and of the host, with one function for each function
// of the module. There is one kernel for each memory, and between the roles and Atomics there are only calls that V8
// inlines.

import { COMPARISONS } from '../../front-end/compute-i32.js';
import type { Case, Expression, PortableFunction, PortableModule } from '../../front-end/portable-module.js';
import { TRAPS } from '../../front-end/traps.js';
import { Names } from '../names.js';
import { ExpressionTexts, StatementPrinter } from '../print-statements.js';

const DIVISION = `function divide(left, right) {
  if (right === 0) throw new RangeError('${TRAPS.divideByZero}');
  if (right === -1 && left === -2147483648) throw new RangeError('${TRAPS.unrepresentable}');
  return (left / right) | 0;
}

function divide_remainder(left, right) {
  if (right === 0) throw new RangeError('${TRAPS.remainderByZero}');
  return (left % right) | 0;
}
`;

/**
 * The body of a function of `words` (Int32Array) and `host` that returns what `module` exports. `intrinsics` has a function
 * for each intrinsic.
 */
export function printJs(module: PortableModule, intrinsics: string): string {
  const head = `"use strict";\n\n${DIVISION}${intrinsics}`;
  const names = new Names(reservedIn(head), [...module.variables, ...module.functions]);
  const printer = new FunctionPrinter(names);
  const constants = module.variables.filter(({ isConstant }) => isConstant);
  const variables = module.variables.filter(({ isConstant }) => !isConstant);
  const properties = [...module.exports].flatMap(([name, one]) => {
    if (one.kind === 'variable' && !one.isConstant) return [];
    return `${name}: ${one.kind === 'intrinsic' ? one.name : names.of(one)}`;
  });
  return [
    head,
    constants.map((one) => `const ${names.of(one)} = ${one.initial};\n`).join(''),
    variables.map((one) => `let ${names.of(one)} = ${one.initial};\n`).join(''),
    ...module.functions.map((one) => printer.print(one)),
    `return { ${properties.join(', ')} };\n`,
  ].join('\n');
}

class FunctionPrinter extends StatementPrinter<ExpressionPrinter> {
  constructor(names: Names) {
    super(names, new ExpressionPrinter(names), 'let');
  }

  protected head(declared: PortableFunction): string {
    const parameters = declared.parameters.map((parameter) => this.names.of(parameter));
    return `function ${this.names.of(declared)}(${parameters.join(', ')})`;
  }

  protected tests(subject: Expression, cases: readonly Case[]): [string, (string | undefined)[]] {
    return [this.expressions.value(subject), cases.map(({ test }) => test && this.expressions.value(test))];
  }
}

/**
 * Prints expressions. All values are 32-bit integers: results wrap, a condition that is used as a value is 0 or 1, and a
 * division that has no result traps.
 *
 * In the positions of conditions (`if`, `while`, `for`, `?:`, `!`, `&&`, `||`) comparisons stay as they are: they are what
 * V8 compiles best, and only whether they are true matters there.
 */
class ExpressionPrinter extends ExpressionTexts {
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
        if (operator === '!') return `${this.conditionOperand(operand)} ? 0 : 1`;
        return operator === '-' ? `(0 - ${this.operand(operand)}) | 0` : `${operator}${this.operand(operand)}`;
      }
      case 'binary':
        return this.#binary(expression.operator, this.operand(expression.left), this.operand(expression.right));
      case 'logical':
        if (expression.type === 'boolean') return `${this.condition(expression)} ? 1 : 0`;
        return `${this.operand(expression.left)} ${expression.operator} ${this.operand(expression.right)}`;
      case 'conditional':
        return this.conditional(expression);
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
      return `${this.operand(expression.left)} ${expression.operator} ${this.operand(expression.right)}`;
    }
    if (expression.kind === 'logical') return this.logical(expression);
    const isNot = expression.kind === 'unary' && expression.operator === '!';
    return isNot ? `!${this.conditionOperand(expression.operand)}` : this.value(expression);
  }

  unused(expression: Expression): string {
    if (expression.kind !== 'postfix') return this.value(expression);
    return `${this.names.of(expression.target)} = ${this.value(expression.value)}`;
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

/** Words of JavaScript. */
const WORDS = `
  arguments await break case catch class const continue debugger default delete do else enum eval export extends false
  finally for function if implements import in instanceof interface let new null package private protected public return
  static super switch this throw true try typeof undefined var void while with yield

  Atomics Math RangeError words host`;

/** Those in a kernel that begins with `text`. */
function reservedIn(text: string): ReadonlySet<string> {
  const declared = [...text.matchAll(/^function (\w+)/gm)].map(([, name]) => name as string);
  return new Set([...WORDS.trim().split(/\s+/), ...declared]);
}
