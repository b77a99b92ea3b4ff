// What the emitter makes of portable sources: the same values, whatever names, comments and order of operands they have, and
// C that a compiler does not even warn of.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bindingsFor } from '../../../src/engines/bindings.js';
import { createMemory, instantiate } from '../../../src/engines/kernel.js';
import { compileC, nativeCompiler, nativeProblem } from '../../../src/engines/native/compiler.js';
import { linkNative } from '../../../src/engines/native/link-native.js';
import { Names } from '../../../src/engines/native/names.js';
import { SOURCE_ROOT, VARIANTS, type Variant } from '../../../src/engines/sources.js';
import { protocols } from '../../../src/protocols/index.js';

const folder = mkdtempSync(join(tmpdir(), 'reftorture-emit-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

/** `source` in C. */
async function emitted(source: string): Promise<string> {
  const file = join(folder, `module${++files}.ts`);
  writeFileSync(file, source);
  return linkNative(
    bindingsFor(join(SOURCE_ROOT, 'protocols/v4.ts'), 'native', 'detecting'),
    relative(SOURCE_ROOT, file),
  );
}

type Functions = Record<string, (...values: number[]) => number>;

async function compiled(source: string): Promise<{ functions: Functions; words: Int32Array }> {
  const library = join(folder, `module${files + 1}.so`);
  writeFileSync(library, await compileC(await emitted(source), `module${files}`, folder));
  const memory = createMemory('native', 65536);
  const functions = instantiate({ engine: 'native', library }, memory, () => 0) as unknown as Functions;
  return { functions, words: new Int32Array(memory.buffer) };
}

describe('the text', () => {
  test('has each statement below the line that it comes from', async () => {
    const text = await linkNative(bindingsFor(join(SOURCE_ROOT, 'protocols/v4.ts'), 'native', 'detecting'));
    expect(text).toMatch(
      /static inline i32 putMany\(KERNEL, i32 word, i32 references\) \{\n {2}\/\* v4\.ts:\d+ {2}if \(fetchSub\(word, references, FULL\) !== references\) return false; \/\/ step 1 \*\/\n {2}if \(fetchSub\(SELF, word, references, FULL\) != references\) \{/,
    );
    expect(text).toMatch(/static inline void window\(void\) \{\n\}/); // nothing between step 1 and step 2
  });

  test('nothing of a source becomes C but what it computes', async () => {
    const text = await emitted(
      [
        'export function f(größe: i32, $int: i32): i32 { return größe + $int; } // */ int evil; /* \\',
        'export function g(): i32 { return 1; } // ??/ \\ \' " #include <evil.h>',
      ].join('\n'),
    );
    expect(text).toContain('evil');
    const withoutComments = text.replace(/\/\*[\s\S]*?\*\//g, '');
    expect(withoutComments).not.toContain('evil');
    expect(withoutComments).not.toMatch(/[^ -~\n]/);
  });
});

test('every name that stands at the top of the vocabulary is kept from sources', async () => {
  const text = await emitted('export function f(a: i32): i32 { return a; }');
  const taken = [
    ...text.matchAll(/^#define (\w+)/gm),
    ...text.matchAll(/^(?:INLINE|VISIBLE|static)\b[^\n]*?\b(\w+)\(/gm),
    ...text.matchAll(/^READ_MODIFY_WRITE\((\w+)/gm),
    ...text.matchAll(/^typedef \w+ (\w+);/gm),
    ...(/^enum \{ (DIVIDE_BY_ZERO.*) \};/m.exec(text)?.[1] ?? '').matchAll(/\b([A-Z_]{3,})\b/g),
  ].map(([, name]) => name as string);
  expect(taken.length).toBeGreaterThan(40);
  const names = new Names();
  expect(taken.filter((name) => name !== 'f' && names.of(name) === name)).toEqual([]);
});

describe.skipIf((await nativeProblem()) !== undefined)('compiled', () => {
  test('names that C or the emitter has a use for are names all the same', async () => {
    const names = [
      ...['int', 'main', 'printf', 'abs', 'linux', 'register', 'größe', '$', '_x'],
      ...['memory', 'my', 'load', 'trap', 'KERNEL', 't1', 'subject', 'host', 'unused_x'],
    ];
    const { functions } = await compiled(`
      ${names.map((name, index) => `function ${name}(a: i32): i32 { return a + ${index}; }`).join('\n')}
      let signed: i32 = 5;
      export function all(auto: i32): i32 {
        ${names.map((name) => `let ${name}1: i32 = auto; signed += ${name}1 + ${name}(1);`).join('\n')}
        return signed;
      }
    `);
    const expected = names.reduce((sum, _, index) => sum + 3 + 1 + index, 5);
    expect(functions.all?.(3)).toBe(expected);
  });

  test('operands are evaluated in the order of the text', async () => {
    const { functions } = await compiled(`
      import { fetchAdd, load } from '#memory';
      let trace: i32 = 0;
      function noted(value: i32): i32 { trace = trace * 10 + value; return value; }
      function three(a: i32, b: i32, c: i32): i32 { return a * 100 + b * 10 + c; }
      export function sum(): i32 { trace = 0; return noted(1) - noted(2) * noted(3) + trace * 0; }
      export function traced(): i32 { return trace; }
      export function called(): i32 { trace = 0; return three(noted(3), noted(1), noted(2)); }
      export function stale(a: i32): i32 { return a + (a = a * 2) + a; }
      export function shared(): i32 { trace = 7; return trace + noted(1) * 0; }
      export function compound(a: i32): i32 { a += (a = 10) + 1; return a; }
      export function counted(): i32 { let i: i32 = 1; return i++ * 100 + i * 10 + ++i; }
      export function accesses(word: i32): i32 { return fetchAdd(word, 1, 3) * 100 + fetchAdd(word, 1, 3) * 10 + load(word, 0); }
    `);
    expect(functions.sum?.()).toBe(1 - 2 * 3);
    expect(functions.traced?.()).toBe(123);
    expect(functions.called?.()).toBe(312);
    expect(functions.traced?.()).toBe(312);
    expect(functions.stale?.(3)).toBe(3 + 6 + 6);
    expect(functions.shared?.()).toBe(7);
    expect(functions.compound?.(1)).toBe(1 + 11);
    expect(functions.counted?.()).toBe(1 * 100 + 2 * 10 + 3);
    expect(functions.accesses?.(128)).toBe(0 * 100 + 1 * 10 + 2);
  });

  test('a switch looks at its cases in their order, constant or not, and falls through', async () => {
    const { functions } = await compiled(`
      let last: i32 = 0;
      function at(value: i32): i32 { last = value; return value; }
      export function f(a: i32): i32 {
        let sum: i32 = 0;
        switch (a) {
          case at(1): sum += 1;
          case 2: { sum += 10; break; }
          case at(3): let own: i32 = 5; sum += own; break;
          default: sum += 100;
          case 3: sum += 1000;
        }
        return sum;
      }
      export function seen(): i32 { return last; }
    `);
    expect([1, 2, 3, 4].map((value) => functions.f?.(value))).toEqual([11, 10, 5, 1100]);
    expect([functions.f?.(2), functions.seen?.()]).toEqual([10, 1]);
  });

  test('each instance has variables of its own, with their first values', async () => {
    const library = join(folder, 'own.so');
    const text = await emitted(
      'let n: i32 = 40 + 1;\nlet half: i32 = 10 / 2;\nexport function next(): i32 { n++; return n + half; }',
    );
    writeFileSync(library, await compileC(text, 'own', folder));
    const memory = createMemory('native', 65536);
    const [one, other] = [0, 1].map(
      () => instantiate({ engine: 'native', library }, memory, () => 0) as unknown as Functions,
    );
    expect([one?.next?.(), one?.next?.(), other?.next?.()]).toEqual([47, 48, 47]);
  });

  test('what a call cannot do ends it, and the next one is made', async () => {
    const { functions, words } = await compiled(`
      import { load, poke } from '#memory';
      export function deep(a: i32): i32 { return a === 0 ? 0 : deep(a + 1) + load(0, 0); }
      export function reads(a: i32): i32 { return load(a, 3); }
      export function writes(a: i32): void { poke(a, 1); }
      export function divides(a: i32): i32 { return 7 / a; }
      export function endless(): void { for (;;) {} }
      export function fine(): i32 { return 42; }
    `);
    expect(() => functions.deep?.(1)).toThrow('Maximum call stack size exceeded');
    for (const address of [-4, 1 << 30, 65536 * 4, 2147483644, 2]) {
      expect(() => functions.reads?.(address)).toThrow(/^memory access out of bounds/);
      expect(() => functions.writes?.(address)).toThrow(/^memory access out of bounds/);
    }
    expect(() => functions.divides?.(0)).toThrow('divide by zero');
    words[1] = 1; // ABANDON
    expect(() => functions.endless?.()).toThrow('the run was given up');
    expect(functions.fine?.()).toBe(42);
  });

  // The variants differ in what protocols import, and are the same text under each: v4 is emitted in all of them.
  test.each(
    protocols
      .filter(({ mutant }) => !mutant)
      .map(({ name, file }, place) => ({
        name,
        file,
        variants: name === 'v4' ? VARIANTS : [VARIANTS[place % VARIANTS.length] as Variant],
      })),
  )('the C of $name compiles without a warning', async ({ file, variants }) => {
    for (const variant of variants) {
      const text = await linkNative(bindingsFor(join(SOURCE_ROOT, 'protocols', file), 'native', variant));
      const flags = [
        '-std=c11',
        '-fwrapv',
        '-fno-builtin',
        '-fsyntax-only',
        '-Wall',
        '-Wextra',
        '-Werror',
        '-Wno-unused',
        '-xc',
        '-',
      ];
      const [cc] = (await nativeCompiler()).command;
      const { status, stderr } = spawnSync(cc, flags, { input: text, encoding: 'utf8' });
      expect({ variant, stderr }).toEqual({ variant, stderr: '' });
      expect(status).toBe(0);
    }
  });
});
