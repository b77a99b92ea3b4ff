// A user's protocol that cannot be used says so in one line, with the place and what to write instead, on every engine.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { kernelModule } from '../../src/front-end/front-end.js';

const folder = mkdtempSync(join(tmpdir(), 'reftorture-vet-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

/** Returns what is wrong with a protocol of this text. */
function complaintOf(text: string): string {
  const place = join(folder, `${files++}`);
  mkdirSync(place);
  writeFileSync(join(place, 'mine.ts'), text);
  try {
    kernelModule({ protocolFile: join(place, 'mine.ts') }, 'detecting');
    return 'nothing';
  } catch (error) {
    return (error as Error).message;
  }
}

const HEAD = `import { fetchSub, load } from 'reftorture/memory';
import { FULL } from 'reftorture/order';
export { count, FREE, freeze, get, init, tryGet, unfreeze } from 'reftorture/protocols/v4';
`;

const DEEP = /^mine\.ts:\d+:\d+: nested too deeply: at most 400 levels are read$/;

const put = (body: string): string => `${HEAD}export function put(word: i32): boolean {\n  ${body}\n}\n`;

const nested = (text: string): string => `${HEAD}function deep(v: i32): i32 {\n  return ${text};\n}\n`;

const asserting = (call: string): string =>
  `import { assert } from 'reftorture/probes';\n${put(`${call}; return fetchSub(word, 1, FULL) === 1;`)}`;

const WRONG: readonly (readonly [name: string, text: string, complaint: string | RegExp])[] = [
  [
    'an assertion that accesses memory',
    asserting('assert(1 < load(word, FULL), 1)'),
    'mine.ts:6:3: load() in the condition of assert(): access memory before, and compare what was found',
  ],
  [
    'an assertion without a number of its own',
    asserting('assert(word > 0, word)'),
    'mine.ts:6:3: assert() without a number: give each of a file its own, as in assert(count > 0, 1)',
  ],
  [
    'putMany without tryGetMany',
    `${put('return fetchSub(word, 1, FULL) === 1;')}export { putMany } from 'reftorture/protocols/old';\n`,
    /^mine\.ts:\d+:\d+: the export tryGetMany is missing: write export function tryGetMany\(word: i32, references: i32\)/,
  ],
  [
    'words of each worker without a count in all of them',
    `${put('return fetchSub(word, 1, FULL) === 1;')}export const PER_THREAD_WORDS: i32 = 1;\n`,
    /^mine\.ts:\d+:\d+: the export countAt is missing: write export function countAt\(word: i32\): i32/,
  ],
  [
    'a count in all words without any of each worker',
    `${put('return fetchSub(word, 1, FULL) === 1;')}export { countAt } from 'reftorture/protocols/percpu';\n`,
    /^mine\.ts:\d+:\d+: the export PER_THREAD_WORDS is missing: write export const PER_THREAD_WORDS: i32 = 1; \/\/ words of each worker/,
  ],
  ...['0', '5', '4 - FULL - 1'].map(
    (words) =>
      [
        `${words} words of each worker`,
        `${put('return fetchSub(word, 1, FULL) === 1;')}export const PER_THREAD_WORDS: i32 = ${words};\nexport { countAt } from 'reftorture/protocols/percpu';\n`,
        /^mine\.ts:7:14: PER_THREAD_WORDS is [05], not one of 1 to 4: write export const PER_THREAD_WORDS: i32 = 1; /,
      ] as const,
  ),
  [
    'a function that is only declared',
    `${HEAD}declare function f(): i32;\n`,
    /^mine\.ts:4:1: a function without a body: write functions at the top level/,
  ],
  ['parentheses that the parser cannot read', nested(`${'('.repeat(20_000)}v${')'.repeat(20_000)}`), DEEP],
  ['a sum that is too long', nested(`v${' + v'.repeat(20_000)}`), DEEP],
  [
    'blocks that are too deep',
    nested('v').replace('return', `${'if (v > 0) {'.repeat(500)}${'}'.repeat(500)} return`),
    DEEP,
  ],
  [
    'a missing export',
    `${HEAD}export function putt(word: i32): boolean {\n  return true;\n}\n`,
    'mine.ts:6:2: the export put is missing (there is putt): write export function put(word: i32): boolean',
  ],
  [
    'a wrong result',
    `${HEAD}export function put(word: i32): i32 {\n  return fetchSub(word, 1, FULL);\n}\n`,
    'mine.ts:4:8: put is (i32): i32: write export function put(word: i32): boolean',
  ],
  [
    'a wrong parameter',
    `${HEAD}export function put(word: boolean): boolean {\n  return word;\n}\n`,
    'mine.ts:4:8: put is (boolean): boolean: write export function put(word: i32): boolean',
  ],
  [
    'a function for a constant',
    `export { count, freeze, get, init, put, tryGet, unfreeze } from 'reftorture/protocols/v4';
export function FREE(): i32 { return 0; }`,
    /^mine\.ts:2:8: FREE is \(\): i32: write export const FREE: i32 = /,
  ],
  [
    'a wrong type',
    `${HEAD}export function put(word: number): boolean {\n  return word === 1;\n}\n`,
    /^mine\.ts:4:27: the type number: write i32/,
  ],
  [
    'no type',
    `${HEAD}export function put(word): boolean {\n  return word === 1;\n}\n`,
    'mine.ts:4:25: the type that is missing here: write i32, boolean or void',
  ],
  [
    'a closure',
    put('const f = (x: i32): i32 => x;\n  return f(word) === 1;'),
    /^mine\.ts:5:13: a function within a function: /,
  ],
  ['a class', `${put('return true;')}class A {}`, /^mine\.ts:7:1: a class: write functions at the top level/],
  ['an object', put('const o = { a: 1 };\n  return true;'), /^mine\.ts:5:13: an object: /],
  ['an array', put('const a = [1];\n  return true;'), /^mine\.ts:5:13: an array: /],
  ['an exception', put("throw new Error('no');"), /^mine\.ts:5:3: an exception: return a value that says so/],
  ['a string', put("const s = 'no';\n  return true;"), /^mine\.ts:5:13: a string: /],
  ['floating point', put('const half = 0.5;\n  return true;'), /^mine\.ts:5:16: a floating-point number: /],
  [
    'arithmetic on a boolean',
    put('return (word > 0) + 1 === 1;'),
    /^mine\.ts:5:10: arithmetic on a boolean: write `con/,
  ],
  [
    'arithmetic on a boolean variable',
    put('let last = fetchSub(word, 1, FULL) === 1;\n  last++;\n  return last;'),
    /^mine\.ts:6:3: arithmetic on a boolean/,
  ],
  [
    'arithmetic on what an imported function returns',
    `import { tryGet as take } from 'reftorture/protocols/old';\n${put('return -take(word) === 1;')}`,
    /^mine\.ts:6:10: arithmetic on a boolean/,
  ],
  [
    'a number beyond 32 bits',
    put('return word === 0xffffffff;'),
    'mine.ts:5:19: a number beyond the signed 32-bit integers: write -1, which has the same bits',
  ],
  [
    'a number beyond all',
    put('return word === 4294967296;'),
    'mine.ts:5:19: a number beyond the signed 32-bit integers',
  ],
  ['a negated one', put('return word === -(2147483648);'), /^mine\.ts:5:21: a number beyond/],
  [
    'a variable without a value',
    put('let last: boolean;\n  return last;'),
    'mine.ts:5:7: last has no value: write `= false`',
  ],
  [
    'a use above the declaration in the same block',
    put(
      'const left = fetchSub(word, 1, FULL);\n  if (word > 0) {\n    const right = left;\n    const left = right;\n  }\n  return true;',
    ),
    'mine.ts:7:19: left is used above its declaration: move that up',
  ],
  [
    'a use in its own declaration',
    put('let left = 1;\n  {\n    let left = left + 1;\n  }\n  return left === 1;'),
    'mine.ts:7:16: left is used above its declaration: move that up',
  ],
  [
    'a use in the head of its own loop',
    put('const i = 1;\n  for (let i = i; i < word; i++) {}\n  return true;'),
    'mine.ts:6:16: i is used above its declaration: move that up',
  ],
  [
    'an access outside of functions',
    `${put('return word === X;')}export const X: i32 = 1 + load(0, FULL);\n`,
    'mine.ts:7:14: X must be computed from constants: move the rest into a function',
  ],
  [
    'a loop outside of functions',
    `${put('return true;')}while (true) {}\n`,
    /^mine\.ts:7:1: a statement outside of functions/,
  ],
  ['loose equality', put('return fetchSub(word, 1, FULL) == 1;'), 'mine.ts:5:10: ==: write ==='],
  ['a property', put('return Math.abs(word) === 1;'), /^mine\.ts:5:10: a property: call an intrinsic/],
  [
    'an unknown name',
    put('return wrap(word) === 1;'),
    'mine.ts:5:10: wrap is not known here: import it, or declare it',
  ],
  [
    'a foreign import',
    `import { x } from 'lodash';\n${put('return true;')}`,
    /^mine\.ts:1:10: nothing to import at 'lodash': there is reftorture\/memory/,
  ],
  [
    'a wrong import',
    `import { fetchAnd } from 'reftorture/memory';\n${put('return true;')}`,
    /^mine\.ts:1:10: 'reftorture\/memory' has no fetchAnd: it has load, store, /,
  ],
  [
    'a loop of another kind',
    put('do {} while (word === 0);\n  return true;'),
    'mine.ts:5:3: do ... while: write `while`',
  ],
  ['a comma', put('return (word, 1) === 1;'), /^mine\.ts:5:11: a comma expression/],
  ['two things', put('const s = "a";\n  const t = 0.5;\n  return true;'), /^mine\.ts:5:13: a string.* \(and 1 more\)$/],
  ['too few arguments', put('return fetchSub(word, 1) === 1;'), 'mine.ts:5:10: fetchSub() takes 3 arguments, not 2'],
  // Types: an i32 is no boolean, and a boolean no i32.
  [
    'an integer for a boolean variable',
    put('const seen: boolean = load(word, FULL);\n  return seen;'),
    'mine.ts:5:25: i32 where boolean is asked for, for seen: write `value !== 0`',
  ],
  [
    'an integer for a boolean argument',
    `${put('return both(word, true);')}function both(a: boolean, b: boolean): boolean {\n  return a && b;\n}\n`,
    'mine.ts:5:15: i32 where boolean is asked for, as argument 1 of both(): write `value !== 0`',
  ],
  [
    'an integer as a boolean result',
    put('return fetchSub(word, 1, FULL);'),
    'mine.ts:5:10: i32 where boolean is asked for, as the result: write `value !== 0`',
  ],
  [
    'integers behind && as a boolean result',
    put('return fetchSub(word, 1, FULL) && load(word, FULL);'),
    'mine.ts:5:10: i32 where boolean is asked for, as the result: write `value !== 0`',
  ],
  [
    'a boolean for an integer',
    put('let left: i32 = fetchSub(word, 1, FULL);\n  left = left === 1;\n  return left === 1;'),
    'mine.ts:6:10: boolean where i32 is asked for, for left: write `condition ? 1 : 0`',
  ],
  [
    'branches of two types',
    put('return (word > 0 ? 1 : false) === 1;'),
    'mine.ts:5:26: boolean where i32 is asked for, as in front of the colon: write `condition ? 1 : 0`',
  ],
  [
    'a case of another type',
    put('switch (word) {\n    case true:\n      return true;\n  }\n  return false;'),
    'mine.ts:6:10: boolean where i32 is asked for, as the subject of the switch: write `condition ? 1 : 0`',
  ],
  [
    'a boolean compared with an integer',
    put('return (word > 0) === 1;'),
    'mine.ts:5:10: === of a boolean and an i32: write `condition ? 1 : 0`, or compare the i32 with 0',
  ],
  ['a boolean that is larger', put('return (word > 0) < (word > 1);'), /^mine\.ts:5:10: < on a boolean: write /],
  [
    'a result that nobody gave',
    put('return init(word) === 0;').replace(
      'export { count',
      "import { init } from 'reftorture/protocols/v4';\nexport { count",
    ),
    'mine.ts:6:10: init() returns nothing: it has no value to use',
  ],
  [
    'nothing as a condition',
    put('if (init(word)) return true;\n  return false;').replace(
      'export { count',
      "import { init } from 'reftorture/protocols/v4';\nexport { count",
    ),
    'mine.ts:6:7: init() returns nothing: it has no value to use',
  ],
  [
    'a way without a result',
    put('if (word > 0) return true;'),
    /^mine\.ts:6:1: put\(\) may end without a value: write return/,
  ],
  [
    'a return without a value',
    put('if (word > 0) return;\n  return true;'),
    /^mine\.ts:5:17: return without a value: boolean/,
  ],
  [
    'a value from a function of none',
    `${put('return true;')}function nothing(): void {\n  return 1;\n}\n`,
    'mine.ts:8:10: a value that nobody asked for: the function returns void',
  ],
  ['too many arguments', put('return load(word, FULL, 1) === 1;'), 'mine.ts:5:10: load() takes 2 arguments, not 3'],
  // Names.
  [
    'an assignment to a constant',
    put('const seen = 1;\n  seen = word;\n  return true;'),
    /^mine\.ts:6:3: seen is a constant: /,
  ],
  [
    'an assignment to a function',
    put('load = word;\n  return true;'),
    /^mine\.ts:5:3: an assignment to the intrinsic load: /,
  ],
  [
    'an assignment to an import',
    put('FULL = word;\n  return true;'),
    'mine.ts:5:3: an assignment to FULL of another file: export a function there that assigns',
  ],
  ['a call of a variable', put('return word(1) === 1;'), 'mine.ts:5:10: word is no function: call one by its name'],
  ['a function as a value', put('return load === 1;'), /^mine\.ts:5:10: load is a function, and no value: call it/],
  [
    'a name twice',
    put('let seen = 1;\n  let seen = word;\n  return seen === 1;'),
    /^mine\.ts:6:7: syntax: identifier 'seen' has already/,
  ],
  [
    'a parameter again',
    put('let word = 1;\n  return word === 1;'),
    /^mine\.ts:5:7: syntax: identifier 'word' has already/,
  ],
  [
    'a constant from itself',
    `${put('return A === 1;')}const A: i32 = B;\nconst B: i32 = A;\n`,
    /^mine\.ts:7:7: A is computed from itself: give it a value/,
  ],
  ['a constant without a value', `${put('return true;')}let a: i32;\n`, 'mine.ts:7:5: a has no value: write `= 0`'],
  ['an unknown export', `${put('return true;')}export { nobody };\n`, /^mine\.ts:7:10: .*nobody/],
  [
    'a name that JavaScript keeps',
    put('let eval = 1;\n  return eval === word;'),
    /^mine\.ts:5:7: syntax: binding eval in strict mode/,
  ],
  [
    'another one',
    put('return arguments === 1;'),
    'mine.ts:5:10: arguments is not known here: import it, or declare it',
  ],
  // Control.
  ['a stray break', put('break;'), /^mine\.ts:5:3: (syntax: unsyntactic break|break outside of a loop)/],
  [
    'a stray continue',
    put('switch (word) {\n    default:\n      continue;\n  }'),
    /^mine\.ts:7:7: (syntax: unsyntactic continue|continue outside)/,
  ],
  [
    'two defaults',
    put('switch (word) {\n    default:\n    default:\n  }\n  return true;'),
    /^mine\.ts:7:5: (syntax: multiple default|a second default)/,
  ],
  [
    'a variable of another case',
    put(
      'switch (word) {\n    case 1:\n      const x = 5;\n      break;\n    case 2:\n      return x === 5;\n  }\n  return true;',
    ),
    'mine.ts:10:14: x is used above its declaration: move that up',
  ],
  [
    'a label',
    put('around: while (true) break around;\n  return true;'),
    /^mine\.ts:5:3: a label: leave the inner loop by a variable/,
  ],
  [
    'recursion',
    `${put('return down(word) === 0;')}function down(n: i32): i32 {\n  return n === 0 ? 0 : down(n - 1);\n}\n`,
    'mine.ts:8:24: down() calls itself: write a loop',
  ],
  [
    'recursion through another function',
    `${put('return even(word);')}function even(n: i32): boolean {\n  return n === 0 || odd(n - 1);\n}\nfunction odd(n: i32): boolean {\n  return n !== 0 && even(n - 1);\n}\n`,
    'mine.ts:11:21: even() calls itself through odd(): write a loop',
  ],
  // Syntax.
  [
    'a default parameter',
    `${put('return true;')}function f(a: i32 = 1): i32 {\n  return a;\n}\n`,
    /^mine\.ts:7:12: a default parameter: give the argument/,
  ],
  [
    'an optional parameter',
    `${put('return true;')}function f(a?: i32): i32 {\n  return 1;\n}\n`,
    /^mine\.ts:7:12: a default parameter: give the argument/,
  ],
  ['??', put('return (word ?? 1) === 1;'), 'mine.ts:5:11: ??: no value is missing here'],
  ['||=', put('let a = word;\n  a ||= 1;\n  return a === 1;'), 'mine.ts:6:3: ||=: write `if (!x) x = ...`'],
  ['var', put('var a = word;\n  return a === 1;'), /^mine\.ts:5:3: var: write let or const/],
  ['a cast', put('return (word as i32) === 1;'), /^mine\.ts:5:11: a cast: leave it out/],
  [
    'a type parameter',
    `${put('return true;')}function f<T>(a: i32): i32 {\n  return a;\n}\n`,
    /^mine\.ts:7:11: a type parameter/,
  ],
  ['a name for a type', `${put('return true;')}type Word = i32;\n`, /^mine\.ts:7:1: a name for a type/],
  ['for ... in', put('for (const k in word) {}\n  return true;'), /^mine\.ts:5:3: for \.\.\. in: write/],
  ['a spread', put('return load(...word) === 1;'), /^mine\.ts:5:1\d: /],
  ['nonsense', put('return word ===;'), /^mine\.ts:5:18: syntax: unexpected token$/],
];

test.each(WRONG)('%s', (_name, text, complaint) => {
  const said = complaintOf(text);
  if (typeof complaint === 'string') expect(said).toBe(complaint);
  else expect(said).toMatch(complaint);
});

test('a file next to the protocol is held to the subset too', () => {
  writeFileSync(join(folder, 'beside.ts'), 'export function one(): i32 {\n  return 1.5;\n}\n');
  const text = `import { one } from '../beside.js';\n${put('return fetchSub(word, one(), FULL) === 1;')}`;
  expect(complaintOf(text)).toMatch(/^beside\.ts:2:10: a floating-point number/);
});

test('a right one compiles, from any folder', () => {
  expect(complaintOf(put('return fetchSub(word, 1, FULL) === 1;'))).toBe('nothing');
});
