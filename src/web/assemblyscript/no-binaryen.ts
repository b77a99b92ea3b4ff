// What AssemblyScript's front end needs of Binaryen when nothing is emitted: megabytes are not sent to a page that only checks
// types. Expressions are numbers, and those whose value is known are computed: on it depends whether a condition is always
// true, after which a function needs no `return`.

import { type BinaryOperator, compute } from '../../engines/compute-i32.js';

// The numbers that Binaryen gives types, kinds of expressions, and operators: AssemblyScript has them written out, too.
const INT32 = 2;
const CONSTANT = 14;
const IS_ZERO = 20;
const OPERATORS: Readonly<Record<number, BinaryOperator>> = {
  ...{ 0: '+', 1: '-', 2: '*', 7: '&', 8: '|', 9: '^', 10: '<<', 11: '>>', 12: '>>>' },
  ...{ 15: '===', 16: '!==', 17: '<', 19: '<=', 21: '>', 23: '>=' },
};

const EXPRESSIONS = [
  ...['LocalGet', 'LocalSet', 'LocalTee', 'GlobalGet', 'GlobalSet', 'Call', 'If', 'Loop', 'Block', 'Break', 'Switch'],
  ...['Return', 'Nop', 'Drop', 'Select', 'Unreachable', 'Load', 'Store'],
];

/** Of expressions whose value is known. */
const values = new Map<number, number>();
let expressions = 0;
let literal = 0;

function expression(value?: number): number {
  expressions++;
  if (value !== undefined) values.set(expressions, value);
  return expressions;
}

function binary(_module: number, operator: number, left: number, right: number): number {
  const [one, other] = [values.get(left), values.get(right)];
  const computed = OPERATORS[operator];
  return expression(computed && one !== undefined && other !== undefined ? compute(computed, one, other) : undefined);
}

function unary(_module: number, operator: number, operand: number): number {
  const value = values.get(operand);
  return expression(operator === IS_ZERO && value !== undefined ? Number(value === 0) : undefined);
}

const functions: Record<string, (...values: number[]) => number> = {
  ...Object.fromEntries(EXPRESSIONS.map((name) => [`_Binaryen${name}`, () => expression()])),
  _BinaryenModuleCreate: () => {
    values.clear(); // those of another file
    return 0;
  },
  _BinaryenExpressionGetType: () => INT32,
  _BinaryenExpressionGetId: (of = 0) => (values.has(of) ? CONSTANT : 0),
  _BinaryenConstGetValueI32: (of = 0) => values.get(of) ?? 0,
  _BinaryenLiteralInt32: (_place = 0, value = 0) => {
    literal = value;
    return 0;
  },
  _BinaryenConst: () => expression(literal),
  _BinaryenBinary: (module = 0, operator = 0, left = 0, right = 0) => binary(module, operator, left, right),
  _BinaryenUnary: (module = 0, operator = 0, operand = 0) => unary(module, operator, operand),
  _ExpressionRunnerRunAndDispose: (_runner = 0, of = 0) => (values.has(of) ? of : 0),
};

/** Whatever else is asked for does nothing. */
export default new Proxy(functions, {
  get: (known, name) => (typeof name === 'symbol' || name === 'then' ? undefined : (known[name] ?? (() => 0))),
});
