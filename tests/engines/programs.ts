// Random programs of the portable subset: functions over two integers, with every operator and statement, extreme
// values, module variables and calls. Loops are bounded, and a call goes to a function further up alone.

import fc from 'fast-check';

/** Values at which 32-bit arithmetic, shifts and comparisons differ from those on numbers. */
export const EXTREMES = [
  0, 1, -1, 2, 31, 32, 33, 255, 65536, 2147483647, -2147483647, -2147483648, 1431655765, -1431655766,
];

export const inputs: fc.Arbitrary<number> = fc.oneof(fc.constantFrom(...EXTREMES), fc.integer());

const literal = inputs.map((value) => (value < 0 ? `(${value})` : `${value}`));
export const BINARY = ['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>', '>>>'];
export const COMPARISONS = ['<', '<=', '>', '>=', '===', '!=='];
/** Local variables of every function; `n` counts loops and is never assigned. */
const LOCALS = ['a', 'b', 'c', 'd'];
const GLOBALS = ['total', 'last'];
const variable = fc.constantFrom(...LOCALS, ...GLOBALS);

interface Parts {
  readonly integer: string;
  readonly condition: string;
  readonly statement: string;
}

/** Texts for a function that may call the functions f0 to f(callees - 1). */
function parts(callees: number): fc.LetrecValue<Parts> {
  return fc.letrec<Parts>((tie) => {
    const integer = tie('integer');
    const condition = tie('condition');
    const statement = tie('statement');
    const call = fc.tuple(fc.nat(Math.max(0, callees - 1)), integer, integer).map(([f, x, y]) => `f${f}(${x}, ${y})`);
    const block = fc.array(statement, { minLength: 1, maxLength: 3 }).map((all) => `{ ${all.join(' ')} }`);
    return {
      integer: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.oneof(literal, variable, fc.constant('n')),
        fc.tuple(integer, fc.constantFrom(...BINARY), integer).map(([x, operator, y]) => `(${x} ${operator} ${y})`),
        fc.tuple(fc.constantFrom('-', '~', '+'), integer).map(([operator, x]) => `(${operator}(${x}))`),
        fc.tuple(condition, integer, integer).map(([test, x, y]) => `(${test} ? ${x} : ${y})`),
        fc
          .tuple(variable, fc.constantFrom('=', ...BINARY.map((operator) => `${operator}=`)), integer)
          .map(([name, operator, x]) => `(${name} ${operator} ${x})`),
        fc.tuple(variable, fc.constantFrom('++', '--')).map(([name, operator]) => `${name}${operator}`),
        fc.tuple(variable, fc.constantFrom('++', '--')).map(([name, operator]) => `(${operator}${name})`),
        ...(callees > 0 ? [call] : []),
      ),
      condition: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom('true', 'false', 'flag'),
        // A name before `<` could begin the type arguments of a call.
        fc
          .tuple(integer, fc.constantFrom(...COMPARISONS), integer)
          .map(([x, operator, y]) => `((${x}) ${operator} ${y})`),
        condition.map((test) => `!${test}`),
        fc
          .tuple(condition, fc.constantFrom('&&', '||', '===', '!==', '&', '|', '^'), condition)
          .map(([x, operator, y]) => `(${x} ${operator} ${y})`),
        fc.tuple(condition, condition, condition).map(([test, x, y]) => `(${test} ? ${x} : ${y})`),
      ),
      statement: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.tuple(variable, integer).map(([name, x]) => `${name} = ${x};`),
        condition.map((test) => `flag = ${test};`),
        fc.tuple(variable, fc.constantFrom('++', '--')).map(([name, operator]) => `${name}${operator};`),
        fc.tuple(condition, block, block).map(([test, yes, no]) => `if (${test}) ${yes} else ${no}`),
        fc.tuple(integer, block).map(([x, body]) => `{ const before = ${x}; { let a = before ^ 1; ${body} } }`),
        fc
          .tuple(fc.nat(4), block, condition)
          .map(([times, body, test]) => `for (let n = 0; n < ${times}; n++) { if (${test}) continue; ${body} }`),
        fc
          .tuple(fc.nat(4), block, condition)
          .map(([times, body, test]) => `{ let i = ${times}; while (i > 0) { i--; ${body} if (${test}) break; } }`),
        fc
          .tuple(integer, literal, block, block, block)
          .map(
            ([x, value, one, two, other]) =>
              `switch (${x}) { case ${value}: ${one} break; case 1: ${two} default: ${other} }`,
          ),
        fc.tuple(condition, integer).map(([test, x]) => `if (${test}) return ${x};`),
      ),
    };
  });
}

/** A module that exports the functions f0 to f(functions - 1), each (i32, i32): i32. */
export function moduleOf(functions: number): fc.Arbitrary<string> {
  const bodies = Array.from({ length: functions }, (_, index) => {
    const { integer, statement } = parts(index);
    return fc.tuple(fc.array(statement, { minLength: 1, maxLength: 6 }), integer).map(
      ([statements, result]) => `export function f${index}(a: i32, b: i32): i32 {
  const n: i32 = a - b;
  let c = a;
  let d: i32 = ${index};
  let flag: boolean = b < 0;
  ${statements.join('\n  ')}
  return flag ? (${result}) : c + d;
}
`,
    );
  });
  return fc
    .tuple(literal, literal, ...bodies)
    .map(([total, last, ...texts]) => `let total: i32 = ${total};\nlet last: i32 = ${last} >> 1;\n${texts.join('')}`);
}
