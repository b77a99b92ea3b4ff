// The portable subset as the checker runs it, against JavaScript.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Interpreter } from '../../src/checker/program/interpreter.js';
import type { Program } from '../../src/printers/model/instructions.js';
import { programOfText } from './portable.js';

function evaluate(program: Program, name: string, ...inputs: number[]): number {
  const globals = program.globals.map(({ initial }) => initial);
  return new Interpreter(program).evaluate(program.exportedFunctions.get(name) as number, inputs, globals);
}

describe('statements', () => {
  test.each([
    [
      'for with continue and break',
      'let s = 0; for (let i = 0; i < n; i++) { if (i === 2) continue; if (i > 5) break; s += i; } return s;',
      10,
      13,
    ],
    ['while', 'let s = 1; while (s < n) s = s << 1; return s;', 100, 128],
    [
      'switch with fallthrough',
      'let s = 0; switch (n) { case 1: s += 1; case 2: s += 2; break; case 3: s = 9; } return s;',
      1,
      3,
    ],
    ['switch without a match', 'switch (n) { case 1: return 1; } return 7;', 5, 7],
    [
      'switch with a default in the middle',
      'switch (n) { case 1: return 1; default: return 2; case 3: return 3; }',
      8,
      2,
    ],
    [
      'break of a switch in a loop',
      'let s = 0; for (let i = 0; i < n; i++) { switch (i) { case 1: break; default: s += 1; } } return s;',
      4,
      3,
    ],
    [
      'continue in a switch in a loop',
      'let s = 0; for (let i = 0; i < n; i++) { switch (i) { case 1: continue; default: } s += i; } return s;',
      4,
      5,
    ],
    ['conditional and logical', 'return n > 3 && n < 10 ? 1 : n === 0 || n === 10 ? 2 : 3;', 10, 2],
    ['shadowing', 'let a = 1; { let a = 2; a += n; } return a;', 5, 1],
    ['booleans', 'const yes = n > 0; return !yes === false ? 1 : 0;', 5, 1],
    ['an operand that a later one assigns to', 'return n - (n = 2) + n * (n++ + n);', 7, 15],
    ['an assignment as an operand', 'let s = 0; return (s = n) + (s = 1) * 10;', 3, 13],
    ['an input that a later one assigns to', 'return minus(n, n = 1);', 4, 3],
    ['prefix and postfix', 'let s = n++ * 100; s += n; return s + --n;', 4, 409],
  ])('%s', (_, body, input, expected) => {
    const source = `function minus(a: i32, b: i32): i32 { return a - b; }\nexport function f(n: i32): i32 { ${body} }\nexport function g(): i32 { return minus(1, 1); }`;
    expect(evaluate(programOfText(source), 'f', input)).toBe(expected);
  });

  test('calls, globals and their initial values', () => {
    const source =
      'let total: i32 = 5; const LIMIT: i32 = 1 << 3; function add(n: i32): i32 { total += n; return total; } export function f(n: i32): i32 { add(n); return add(n) + LIMIT; }';
    expect(evaluate(programOfText(source), 'f', 2)).toBe(17);
  });

  test('another value of a constant reaches what is computed from it', () => {
    const source =
      "import { WIDTH } from './runtime/width.js'; const TOP: i32 = -1 << (WIDTH - 1); export function f(): i32 { return TOP; }";
    expect(evaluate(programOfText(source, { WIDTH: 4 }), 'f')).toBe(-8);
  });
});

test('random expressions agree with JavaScript on 32 bits', () => {
  const leaf = fc.oneof(
    fc.integer({ min: -100, max: 100 }).map((value) => `(${value})`),
    fc.constantFrom('a', 'b'),
  );
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc
        .tuple(fc.constantFrom('+', '-', '&', '|', '^', '<<', '>>'), tie('expression'), tie('expression'))
        .map(([operator, left, right]) => `((${left} ${operator} ${right}) | 0)`),
      fc
        .tuple(fc.constantFrom('<', '<=', '>', '>=', '===', '!=='), tie('expression'), tie('expression'))
        .map(([operator, left, right]) => `(${left} ${operator} ${right} ? 1 : 0)`),
      fc.tuple(fc.constantFrom('-', '~'), tie('expression')).map(([operator, of]) => `((${operator}${of}) | 0)`),
      fc
        .tuple(tie('expression'), tie('expression'), tie('expression'))
        .map(([c, x, y]) => `(${c} !== 0 ? ${x} : ${y})`),
    ),
  }));
  fc.assert(
    fc.property(expression, fc.integer(), fc.integer(), (text, a, b) => {
      const expected = new Function('a', 'b', `return (${text}) | 0;`)(a, b) as number;
      const program = programOfText(`export function f(a: i32, b: i32): i32 { return ${text}; }`);
      expect(evaluate(program, 'f', a, b)).toBe(expected);
    }),
    { numRuns: 300 },
  );
});

test('a loop that looks at nothing shared is refused where it runs', () => {
  const program = programOfText('export function f(): void { while (true) {} }');
  expect(() => evaluate(program, 'f')).toThrow(/f\(\) passed the limit of 100000 instructions without/);
});
