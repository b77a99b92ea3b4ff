// Random programs of the portable subset: functions over integers and booleans, with every operator and statement,
// extreme values, module variables and calls. Loops are bounded, and a call goes to a function further up alone. Many
// functions are small or ask to be inlined, read their parameters never, once, often or in a loop, assign to them,
// return early, and write what the caller reads beside the call.

import fc from 'fast-check';

/** Values at which 32-bit arithmetic, shifts and comparisons differ from those on numbers. */
export const EXTREMES = [
  0, 1, -1, 2, 31, 32, 33, 255, 65536, 2147483647, -2147483647, -2147483648, 1431655765, -1431655766,
];

export const inputs: fc.Arbitrary<number> = fc.oneof(fc.constantFrom(...EXTREMES), fc.integer());

const literal = inputs.map((value) => (value < 0 ? `(${value})` : `${value}`));
export const BINARY = ['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>', '>>>'];
export const COMPARISONS = ['<', '<=', '>', '>=', '===', '!=='];
/** Local variables of every function, of which some are its parameters; `n` counts loops and is never assigned. */
const INTEGERS = ['a', 'b', 'c', 'd'];
const BOOLEANS = ['flag', 'other'];
const LOCALS = [...INTEGERS, ...BOOLEANS];
const integerVariable = fc.constantFrom(...INTEGERS, 'total', 'last');
const booleanVariable = fc.constantFrom(...BOOLEANS, 'isSet');

/** AssemblyScript makes a boolean of && and || between integers where one is asked for. */
const AS_INTEGER = '/* AssemblyScript: as i32 */';
/** Left of && and ||, it loses assignments of what it takes for constant. */
const UNKNOWN_INTEGER = '/* AssemblyScript: ^ (n ^ n) */';
const UNKNOWN_BOOLEAN = '/* AssemblyScript: !== (n !== n) */';

interface Signature {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly returns: 'i32' | 'boolean' | 'void';
}

interface Parts {
  readonly integer: string;
  readonly condition: string;
  readonly statement: string;
}

const typeOf = (local: string): string => (BOOLEANS.includes(local) ? 'boolean' : 'i32');

/** Texts for a function that returns `returns` and may call `callees`. */
function parts(callees: readonly Signature[], returns: Signature['returns']): fc.LetrecValue<Parts> {
  return fc.letrec((tie: fc.LetrecTypedTie<Parts>) => {
    const integer = tie('integer');
    const condition = tie('condition');
    const statement = tie('statement');
    const inputOf = (local: string): fc.Arbitrary<string> => (typeOf(local) === 'boolean' ? condition : integer);
    /** Calls of what returns that, if there is something. */
    const calls = (wanted: Signature['returns']): fc.Arbitrary<string>[] => {
      const found = callees.filter((callee) => callee.returns === wanted);
      const call = ({ name, parameters }: Signature): fc.Arbitrary<string> =>
        fc.tuple(...parameters.map(inputOf)).map((given) => `${name}(${given.join(', ')})`);
      return found.length === 0 ? [] : [fc.constantFrom(...found).chain(call)];
    };
    const block = fc.array(statement, { minLength: 1, maxLength: 3 }).map((all) => `{ ${all.join(' ')} }`);
    /** Conditions may be integers. */
    const test = fc.oneof({ weight: 4, arbitrary: condition }, { weight: 1, arbitrary: integer });
    const result = returns === 'void' ? fc.constant('') : returns === 'boolean' ? condition : integer;
    return {
      integer: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.oneof(literal, integerVariable, fc.constant('n')),
        fc.tuple(integer, fc.constantFrom(...BINARY), integer).map(([x, operator, y]) => `(${x} ${operator} ${y})`),
        fc.tuple(fc.constantFrom('-', '~', '+'), integer).map(([operator, x]) => `(${operator}(${x}))`),
        fc.tuple(test, integer, integer).map(([decides, x, y]) => `(${decides} ? ${x} : ${y})`),
        fc
          .tuple(integer, fc.constantFrom('&&', '||'), integer)
          .map(([x, operator, y]) => `((${x} ${operator} ${y})${AS_INTEGER})`),
        fc
          .tuple(integerVariable, fc.constantFrom('=', ...BINARY.map((operator) => `${operator}=`)), integer)
          .map(([name, operator, x]) => `(${name} ${operator} ${x}${UNKNOWN_INTEGER})`),
        fc.tuple(integerVariable, fc.constantFrom('++', '--')).map(([name, operator]) => `${name}${operator}`),
        fc.tuple(integerVariable, fc.constantFrom('++', '--')).map(([name, operator]) => `(${operator}${name})`),
        ...calls('i32'),
        ...calls('i32'),
      ),
      condition: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.oneof(fc.constantFrom('true', 'false'), booleanVariable),
        // A name before `<` could begin the type arguments of a call.
        fc
          .tuple(integer, fc.constantFrom(...COMPARISONS), integer)
          .map(([x, operator, y]) => `((${x}) ${operator} ${y})`),
        fc.tuple(integer, fc.constantFrom('===', '!==')).map(([x, operator]) => `(${x} ${operator} 0)`),
        test.map((tested) => `!${tested}`),
        fc
          .tuple(condition, fc.constantFrom('&&', '||', '&&', '||', '===', '!==', '&', '|', '^'), condition)
          .map(([x, operator, y]) => `(${x} ${operator} ${y})`),
        fc.tuple(test, condition, condition).map(([decides, x, y]) => `(${decides} ? ${x} : ${y})`),
        fc.tuple(booleanVariable, condition).map(([name, x]) => `(${name} = ${x}${UNKNOWN_BOOLEAN})`),
        ...calls('boolean'),
        ...calls('boolean'),
      ),
      statement: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.tuple(integerVariable, integer).map(([name, x]) => `${name} = ${x};`),
        fc.tuple(booleanVariable, condition).map(([name, x]) => `${name} = ${x};`),
        fc.tuple(integerVariable, fc.constantFrom('++', '--')).map(([name, operator]) => `${name}${operator};`),
        fc.tuple(test, block, block).map(([decides, yes, no]) => `if (${decides}) ${yes} else ${no}`),
        fc.tuple(test, block).map(([decides, yes]) => `if (${decides}) ${yes}`),
        fc
          .tuple(integer, condition, block)
          .map(
            ([x, y, body]) =>
              `{ const before = ${x}; const had = ${y}; { let a = before ^ 1; let flag = !had; ${body} } }`,
          ),
        fc
          .tuple(fc.nat(4), block, test)
          .map(([times, body, tested]) => `for (let n = 0; n < ${times}; n++) { if (${tested}) continue; ${body} }`),
        fc
          .tuple(fc.nat(3), integer, condition, block)
          .map(([times, x, y, body]) => `for (let i = 0; i < ${times} && ${y}; i += 1 + (${x} & 0)) ${body}`),
        fc
          .tuple(fc.nat(4), block, test)
          .map(([times, body, tested]) => `{ let i = ${times}; while (i > 0) { i--; ${body} if (${tested}) break; } }`),
        fc
          .tuple(integer, literal, literal, block, block, block)
          .map(
            ([x, value, another, one, two, other]) =>
              `switch (${x}) { case ${value}: ${one} break; case 1: case ${another}: ${two} default: ${other} case 2: c++; }`,
          ),
        fc
          .tuple(integer, integer, literal, block, block)
          .map(
            ([x, y, value, one, other]) =>
              `for (let n = 0; n < 3; n++) { switch (n + (${x})) { case ${y}: ${one} continue; case ${value}: break; case ${value}: ${other} } d++; }`,
          ),
        fc
          .tuple(condition, condition, block, block)
          .map(([x, y, one, other]) => `switch (${x}) { case ${y}: ${one} break; case false: ${other} }`),
        fc.tuple(test, result).map(([decides, x]) => `if (${decides}) return ${x};`),
        fc
          .tuple(test, result, result)
          .map(([decides, x, y]) => `if (${decides}) { if (flag) { return ${x}; } else { return ${y}; } c++; }`),
        fc
          .tuple(fc.nat(3), test, result)
          .map(
            ([times, decides, x]) => `for (let n = 0; n < ${times}; n++) { if (${decides}) return ${x}; total += n; }`,
          ),
        ...[...calls('void'), ...calls('boolean'), ...calls('i32')].map((call) => call.map((text) => `${text};`)),
      ),
    };
  });
}

/** A function with that signature. `most`: its statements. */
function functionOf(
  { name, parameters, returns }: Signature,
  callees: readonly Signature[],
  most: number,
): fc.Arbitrary<string> {
  const { integer, condition, statement } = parts(callees, returns);
  const locals = LOCALS.filter((local) => !parameters.includes(local));
  const firsts = fc.tuple(
    ...locals.map((local) =>
      typeOf(local) === 'boolean' ? fc.constantFrom('a > b', 'false', 'isSet') : fc.constantFrom('7', 'last', '-1'),
    ),
  );
  const result = returns === 'void' ? fc.constant('') : returns === 'boolean' ? condition : integer;
  return fc
    .tuple(firsts, fc.array(statement, { minLength: 0, maxLength: most }), result)
    .map(([values, statements, value]) => {
      const declared = locals.map((local, index) => `let ${local}: ${typeOf(local)} = ${values[index]};`);
      const list = parameters.map((parameter) => `${parameter}: ${typeOf(parameter)}`).join(', ');
      const lines = [...declared, 'const n: i32 = a - b;', ...statements, returns === 'void' ? '' : `return ${value};`];
      return `function ${name}(${list}): ${returns} {\n  ${lines.join('\n  ')}\n}\n`;
    });
}

const signatures: fc.Arbitrary<Omit<Signature, 'name'>> = fc.record({
  parameters: fc.constantFrom(['a', 'b'], ['a'], ['flag', 'a'], ['a', 'flag', 'b'], ['flag', 'other'], [] as string[]),
  returns: fc.constantFrom('i32', 'boolean', 'void'),
});

/** Number of small functions above those that are called. */
const HELPERS = 8;

/** A module that exports the functions f0 to f(functions - 1), each (i32, i32): i32. */
export function moduleOf(functions: number): fc.Arbitrary<string> {
  return fc.array(signatures, { minLength: HELPERS, maxLength: HELPERS }).chain((drawn) => {
    const helpers = drawn.map((one, index): Signature => ({ ...one, name: `g${index}` }));
    const main = Array.from({ length: functions }, (_, index): Signature => {
      return { name: `f${index}`, parameters: ['a', 'b'], returns: 'i32' };
    });
    const all = [...helpers, ...main];
    const texts = all.map((one, index) => {
      const isHelper = index < HELPERS;
      const text = functionOf(one, all.slice(Math.max(0, index - 12), index), isHelper ? 2 : 6);
      const tagged = fc
        .tuple(fc.boolean(), text)
        .map(([isInline, printed]) => `${isInline ? '/** @inline */\n' : ''}${printed}`);
      return isHelper ? tagged : text.map((printed) => `export ${printed}`);
    });
    return fc
      .tuple(literal, literal, ...texts)
      .map(
        ([total, last, ...printed]) =>
          `let total: i32 = ${total};\nlet last: i32 = ${last} >> 1;\nlet isSet: boolean = false;\n${printed.join('')}`,
      );
  });
}
