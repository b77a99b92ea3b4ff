// A user's protocol that cannot be used says so in one line, with the place and what to write instead, on every engine.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { make } from '../../../src/engines/make.js';
import { SOURCE_ROOT } from '../../../src/engines/sources.js';
import { kernelBytes } from '../../../src/engines/store.js';
import { againstContract } from '../../../src/engines/vet/contract.js';
import { exportsOf } from '../../../src/engines/vet/exports.js';
import { againstSubset } from '../../../src/engines/vet/portable-subset.js';
import { parsePortable } from '../../../src/engines/vet/syntax.js';
import { protocols } from '../../../src/protocols/index.js';

const folder = mkdtempSync(join(tmpdir(), 'reftorture-vet-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

/** Compiles a file with `text` and returns what was wrong with it. */
async function complaintOf(text: string, engine: 'wasm' | 'js' = 'js'): Promise<string> {
  const place = join(folder, `${files++}`);
  mkdirSync(place);
  writeFileSync(join(place, 'mine.ts'), text);
  return kernelBytes({ protocolFile: join(place, 'mine.ts') }, engine, 'detecting', { make, folder: place }).then(
    () => 'nothing',
    (error: Error) => error.message,
  );
}

const HEAD = `import { fetchSub, load } from 'reftorture/memory';
import { FULL } from 'reftorture/order';
export { count, FREE, freeze, get, init, tryGet, unfreeze } from 'reftorture/protocols/v4';
`;

const DEEP = /^mine\.ts:\d+:\d+: nested too deeply: at most 400 levels are read$/;

const put = (body: string): string => `${HEAD}export function put(word: i32): boolean {\n  ${body}\n}\n`;

const nested = (text: string): string => `${HEAD}function deep(v: i32): i32 {\n  return ${text};\n}\n`;

const asserting = (call: string): string =>
  `import { assert } from 'reftorture/journal';\n${put(`${call}; return fetchSub(word, 1, FULL) === 1;`)}`;

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
    `${put('return fetchSub(word, 1, FULL) === 1;')}export const WORKER_WORDS: i32 = 1;\n`,
    /^mine\.ts:\d+:\d+: the export countAt is missing: write export function countAt\(word: i32\): i32/,
  ],
  [
    'a count in all words without any of each worker',
    `${put('return fetchSub(word, 1, FULL) === 1;')}export { countAt } from 'reftorture/protocols/percpu';\n`,
    /^mine\.ts:\d+:\d+: the export WORKER_WORDS is missing: write export const WORKER_WORDS: i32 = 1; \/\/ words of each worker/,
  ],
  ...['0', '5', 'FULL', '1 + 1'].map(
    (words) =>
      [
        `${words} words of each worker`,
        `${put('return fetchSub(word, 1, FULL) === 1;')}export const WORKER_WORDS: i32 = ${words};\nexport { countAt } from 'reftorture/protocols/percpu';\n`,
        'mine.ts:7:14: WORKER_WORDS is no number from 1 to 4 that is written out: write export const WORKER_WORDS: i32 = 1; // words of each worker for a page',
      ] as const,
  ),
  [
    'a function that is only declared',
    `${HEAD}declare function f(): i32;\n`,
    /^mine\.ts:4:1: a function without a body: write functions at the top level/,
  ],
  [
    'a name of the compilers',
    `${HEAD}function __i32_divide(a: i32, b: i32): i32 { return a; }\n`,
    'mine.ts:4:1: the name __i32_divide: the compilers have a use for it',
  ],
  [
    'another one',
    put('let Math: i32 = word; return Math * 2 === 4;'),
    'mine.ts:5:7: the name Math: the compilers have a use for it',
  ],
  [
    'one as a parameter',
    `${HEAD}export function put(Math: i32): boolean {\n  return Math * 2 === 4;\n}\n`,
    /^mine\.ts:4:21: the name Math: the compilers have a use for it$/,
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
    'mine.ts:4:1: put is (i32): i32: write export function put(word: i32): boolean',
  ],
  [
    'a wrong parameter',
    `${HEAD}export function put(word: boolean): boolean {\n  return word;\n}\n`,
    'mine.ts:4:1: put is (boolean): boolean: write export function put(word: i32): boolean',
  ],
  [
    'a function for a constant',
    `export { count, freeze, get, init, put, tryGet, unfreeze } from 'reftorture/protocols/v4';
export function FREE(): i32 { return 0; }`,
    /^mine\.ts:2:1: FREE is \(\): i32: write export const FREE: i32 = /,
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
    'mine.ts:5:7: last has no value: write `= 0`',
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
    'a call outside of functions',
    `${put('return word === X;')}function one(): i32 {\n  return 1;\n}\nexport const X: i32 = 1 + one();\n`,
    'mine.ts:10:14: a call outside of functions: X must be computed from constants',
  ],
  [
    'a loop outside of functions',
    `${put('return true;')}while (true) {}\n`,
    /^mine\.ts:7:1: a statement outside of functions/,
  ],
  ['loose equality', put('return fetchSub(word, 1, FULL) == 1;'), 'mine.ts:5:10: ==: write ==='],
  ['a property', put('return Math.abs(word) === 1;'), /^mine\.ts:5:10: a property: call the vocabulary/],
  [
    'an unknown name',
    put('return wrap(word) === 1;'),
    'mine.ts:5:10: wrap is not known here: import it, or declare it',
  ],
  [
    'a foreign import',
    `import { x } from 'lodash';\n${put('return true;')}`,
    /^mine\.ts:1:1: nothing to import at 'lodash': there is reftorture\/memory/,
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
  ['two things', put('const s = "a";\n  const t = 0.5;\n  return true;'), /^mine\.ts:5:13: a string.* \(and 1 more\)$/],
  ['too few arguments', put('return fetchSub(word, 1) === 1;'), 'mine.ts:5:10: Expected 3 arguments, but got 2.'],
  ['an integer for a boolean', put('const seen: boolean = load(word, FULL);\n  return seen;'), /^mine\.ts:5:25: /],
];

test.each(WRONG)('%s', async (_name, text, complaint) => {
  const said = await complaintOf(text);
  if (typeof complaint === 'string') expect(said).toBe(complaint);
  else expect(said).toMatch(complaint);
});

test('the wasm engine says of types what the js engine says', async () => {
  const text = put('return fetchSub(word, 1) === 1;');
  expect(await complaintOf(text, 'wasm')).toBe(await complaintOf(text, 'js'));
});

test('a file next to the protocol is held to the subset too', async () => {
  writeFileSync(join(folder, 'beside.ts'), 'export function one(): i32 {\n  return 1.5;\n}\n');
  const text = `import { one } from '../beside.js';\n${put('return fetchSub(word, one(), FULL) === 1;')}`;
  expect(await complaintOf(text)).toMatch(/^beside\.ts:2:10: a floating-point number/);
});

test('a right one compiles, from any folder', async () => {
  expect(await complaintOf(put('return fetchSub(word, 1, FULL) === 1;'), 'js')).toBe('nothing');
  expect(await complaintOf(put('return fetchSub(word, 1, FULL) === 1;'), 'wasm')).toBe('nothing');
});

describe('the registry', () => {
  test.each(protocols.map(({ file }) => file))('%s passes', async (file) => {
    const parsed = await parsePortable(join(SOURCE_ROOT, 'protocols', file));
    expect([
      ...parsed.complaints,
      ...(await againstSubset(parsed)),
      ...againstContract(await exportsOf(parsed), 0),
    ]).toEqual([]);
  });
});
