// AssemblyScript's front end without Binaryen says of types what the whole of it says.

import { describe, expect, test } from 'vitest';
import { typeErrors } from '../../src/engines/check-types.js';
import type { FrontEnd } from '../../src/engines/front-end.js';
import { frontEndScript } from '../../src/web/assemblyscript/pack.js';

const HEAD =
  'function nothing(): void {}\nfunction one(a: i32): i32 {\n  return a;\n}\nconst A: i32 = -1 << (5 - 1);\n';
const of = (body: string, type = 'i32'): string =>
  `${HEAD}export function f(a: i32, b: boolean): ${type} {\n  ${body}\n}\n`;

/** Each with whether it has an error. */
const FILES: readonly (readonly [name: string, text: string, wrong: boolean])[] = [
  ['arithmetic and calls', of('let n = 0; while (n < A) { n++; if (b) break; } return one(n) + a;'), false],
  ['a path without a return', of('if (b) return 1;'), true],
  ['a loop without an end', of('while (true) { if (b) return 1; }'), false],
  ['a loop without an end, computed', of('while (2 + 3 === 5) { if (b) return 1; }'), false],
  ['a condition that always holds', of('if (true) return 1;'), false],
  ['a condition that never holds', of('if (1 > 2) return 1;'), true],
  ['a loop that ends', of('for (;;) { if (b) break; }'), true],
  ['a switch with a default', of('switch (a) { case 1: return 2; default: return 3; }'), false],
  ['a switch without one', of('switch (a) { case 1: return 2; }'), true],
  ['an integer for a boolean', of('return a;', 'boolean'), true],
  ['a boolean for an integer', of('return b;'), false],
  ['an integer for a boolean variable', of('let c = b; c = a; return a;'), true],
  ['too many arguments', of('return one(a, a);'), true],
  ['too few arguments', of('return one();'), true],
  ['an argument of another type', of('return one(nothing());'), true],
  ['a constant that is assigned', of('A = 1; return a;'), true],
  ['a local constant that is assigned', of('const c = a; c = 1; return c;'), true],
  ['a local constant', of('const c = a; return c;'), false],
  ['two variables of one name', of('let c = a; let c = 2; return c;'), true],
  ['a parameter that is declared again', of('let a = 2; return a;'), true],
  ['nothing as a value', of('const c = nothing(); return a;'), true],
  ['nothing as a condition', of('if (nothing()) return 1; return 2;'), true],
  ['a function as a value', of('return one;'), true],
  ['a call of a variable', of('return a();'), true],
  ['a break in no loop', of('break;', 'void'), true],
  ['recursion', of('return b ? f(a - 1, b) : 0;'), false],
];

describe('the front end without Binaryen', async () => {
  const make = (async () => {}).constructor as new (text: string) => () => Promise<FrontEnd>;
  const whole = (await import('assemblyscript')) as unknown as FrontEnd;
  const part = await new make(await frontEndScript())();

  test.each(FILES)('%s', (_, text, wrong) => {
    const entry = 'types.ts';
    const said = typeErrors(part, entry, (name) => (name === entry ? text : null));
    expect(said).toEqual(typeErrors(whole, entry, (name) => (name === entry ? text : null)));
    expect(said.length > 0).toBe(wrong);
  });
});
