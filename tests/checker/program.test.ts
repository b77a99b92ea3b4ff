// The portable subset as the checker runs it, against JavaScript.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Interpreter } from '../../src/checker/program/interpreter.js';
import { lower } from '../../src/checker/program/lower.js';

function evaluate(source: string, name: string, ...inputs: number[]): number {
  const program = lower(source);
  const globals = program.globals.map(() => 0);
  const interpreter = new Interpreter(program);
  interpreter.evaluate(program.initializer, [], globals);
  return interpreter.evaluate(program.exportedFunctions.get(name) as number, inputs, globals);
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
    ['conditional and logical', 'return n > 3 && n < 10 ? 1 : n === 0 || n === 10 ? 2 : 3;', 10, 2],
    ['shadowing', 'let a = 1; { let a = 2; a += n; } return a;', 5, 1],
    ['booleans', 'const yes = n > 0; return !yes === false ? 1 : 0;', 5, 1],
  ])('%s', (_, body, input, expected) => {
    expect(evaluate(`export function f(n) { ${body} }`, 'f', input)).toBe(expected);
  });

  test('calls, globals and their initial values', () => {
    const source =
      'let total = 5; const LIMIT = 1 << 3; function add(n) { total += n; return total; } export function f(n) { add(n); return add(n) + LIMIT; }';
    expect(evaluate(source, 'f', 2)).toBe(17);
  });

  test('an override reaches what is computed from it', () => {
    const program = lower('var WIDTH = 32; var TOP = -1 << WIDTH - 1; export function f() { return TOP; }', {
      WIDTH: 4,
    });
    const globals = program.globals.map(() => 0);
    const interpreter = new Interpreter(program);
    interpreter.evaluate(program.initializer, [], globals);
    expect(interpreter.evaluate(program.exportedFunctions.get('f') as number, [], globals)).toBe(-8);
  });

  test('an override that nothing depends on changes nothing', () => {
    const text = 'export function f() {}';
    expect(lower(text, { WIDTH: 4 })).toEqual(lower(text));
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
        .tuple(
          fc.constantFrom('+', '-', '&', '|', '^', '<<', '>>', '<', '<=', '>', '>=', '===', '!=='),
          tie('expression'),
          tie('expression'),
        )
        .map(([operator, left, right]) => `((${left} ${operator} ${right}) | 0)`),
      fc.tuple(fc.constantFrom('-', '~'), tie('expression')).map(([operator, of]) => `((${operator}${of}) | 0)`),
      fc
        .tuple(tie('expression'), tie('expression'), tie('expression'))
        .map(([c, x, y]) => `(${c} !== 0 ? ${x} : ${y})`),
    ),
  }));
  fc.assert(
    fc.property(expression, fc.integer(), fc.integer(), (text, a, b) => {
      const expected = new Function('a', 'b', `return (${text}) | 0;`)(a, b) as number;
      expect(evaluate(`export function f(a, b) { return ${text}; }`, 'f', a, b)).toBe(expected);
    }),
    { numRuns: 300 },
  );
});

describe('what is refused, and where it is', () => {
  test.each([
    ['an object', 'export function f() { return {}; }', /ObjectExpression/],
    ['a closure', 'export function f() { return (() => 1)(); }', /ArrowFunction|not part/],
    ['a try', 'export function f() { try { return 1; } catch { return 2; } }', /TryStatement/],
    ['a string', "export function f() { return 'x'; }", /Literal/],
    ['an unknown name', 'export function f() { return nobody; }', /nobody/],
    ['an unknown call', 'export function f() { return nobody(); }', /nobody/],
  ])('%s', (_, source, message) => {
    expect(() => lower(source)).toThrow(message);
  });

  test('a function that calls itself', () => {
    expect(() => evaluate('export function f(n) { return n === 0 ? 0 : f(n - 1); }', 'f', 3)).toThrow(/calls itself/);
  });

  test('a loop that looks at nothing shared', () => {
    expect(() => evaluate('export function f() { while (true) {} }', 'f')).toThrow(/loops without/);
  });
});
