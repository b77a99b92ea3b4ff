// The C of portable sources: the same values, whatever names, comments and order of operands they have, and
// C that a compiler does not even warn of.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createMemory, instantiate } from '../../src/engines/kernel.js';
import { compileC, nativeCompiler, nativeProblem } from '../../src/engines/native/compiler.js';
import { kernelModule, moduleOf } from '../../src/front-end/front-end.js';
import { SOURCE_ROOT, VARIANTS, type Variant } from '../../src/front-end/sources.js';
import { printC } from '../../src/printers/c/print-module.js';
import { RESERVED } from '../../src/printers/c/reserved.js';
import { Names } from '../../src/printers/names.js';
import { protocols } from '../../src/protocols/index.js';
import { isPlayed } from '../slow.js';
import { type Functions, passesConformance } from './conformance.js';

const V4 = join(SOURCE_ROOT, 'protocols/v4.ts');

const folder = mkdtempSync(join(tmpdir(), 'reftorture-emit-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

/** `source` in C. */
function printed(source: string): string {
  const file = join(folder, `module${++files}.ts`);
  writeFileSync(file, source);
  return printC(moduleOf(file, V4, 'detecting'), { measured: false });
}

function kernel(file: string, variant: Variant): string {
  return printC(kernelModule({ protocolFile: file }, variant), {
    measured: variant === 'counting' || variant === 'bare',
  });
}

/** The warnings of a compiler. Functions of the package that a kernel has no use for are printed all the same. */
function warned(cc: string, text: string): { status: number | null; stderr: string } {
  const flags = ['-std=c11', '-fsyntax-only', '-Wall', '-Wextra', '-Werror', '-Wno-unused-function', '-xc', '-'];
  const { status, stderr } = spawnSync(cc, flags, { input: text, encoding: 'utf8' });
  return { status, stderr };
}

async function compiled(source: string): Promise<{ functions: Functions; words: Int32Array }> {
  const library = join(folder, `module${files + 1}.so`);
  writeFileSync(library, await compileC(printed(source), `module${files}`, folder));
  const memory = createMemory('native', 65536);
  const functions = instantiate({ engine: 'native', library }, memory, () => 0) as unknown as Functions;
  return { functions, words: new Int32Array(memory.buffer) };
}

describe('the text', () => {
  test('has each statement below the line that it comes from', () => {
    const text = kernel(V4, 'detecting');
    expect(text).toMatch(
      /INLINE i32 k_putMany\(KERNEL, i32 word, i32 references\) \{\n {2}\/\* v4\.ts:\d+ {2}if \(fetchSub\(word, references, FULL\) !== references\) return false; \/\/ step 1 \*\/\n {2}if \(fetchSub\(SELF, word, references, k_FULL\) != references\) \{/,
    );
    expect(text).toMatch(/static inline void k_window\(void\) \{\n\}/); // nothing between step 1 and step 2
  });

  test('has loops look whether the run was given up, but for those of the package that count up', () => {
    expect(kernel(V4, 'detecting')).toMatch(/ for \(i32 round = 0; round < rounds; round = add\(round, 1\)\) \{\n/);
    expect(kernel(V4, 'detecting')).toMatch(/ for \(; observe\(.*\) == generation; go_on\(SELF\)\) \{\n/);
    const own = 'export function f(a: i32): void { for (let i: i32 = 0; i < a; i++) {} }';
    expect(printed(own)).toContain(' for (i32 i = 0; i < a; i = add(i, 1), go_on(SELF)) {\n');
  });

  test('nothing of a source becomes C but what it computes', () => {
    const text = printed(
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

test('every name that stands at the top of the intrinsics is kept from sources', () => {
  const text = printed('export function f(a: i32): i32 { return a; }');
  const taken = [
    ...text.matchAll(/^#define (\w+)/gm),
    ...text.matchAll(/^(?:INLINE|VISIBLE|static)\b[^\n]*?\b(\w+)\(/gm),
    ...text.matchAll(/^READ_MODIFY_WRITE\((\w+)/gm),
    ...text.matchAll(/^typedef \w+ (\w+);/gm),
    ...(/^enum \{ (DIVIDE_BY_ZERO.*) \};/m.exec(text)?.[1] ?? '').matchAll(/\b([A-Z_]{3,})\b/g),
  ].map(([, name]) => name as string);
  expect(taken.length).toBeGreaterThan(40);
  const names = new Names(RESERVED, []);
  expect(taken.filter((name) => name !== 'k_f' && names.of({ name }) === name)).toEqual([]);
});

describe.skipIf((await nativeProblem()) !== undefined)('compiled', () => {
  passesConformance(async (source) => (await compiled(source)).functions);

  test('each instance has variables of its own, with their first values', async () => {
    const library = join(folder, 'own.so');
    const text = printed(
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
      export function reads(a: i32): i32 { return load(a, 3); }
      export function writes(a: i32): void { poke(a, 1); }
      export function divides(a: i32): i32 { return 7 / a; }
      export function endless(): void { for (;;) {} }
      export function fine(): i32 { return 42; }
    `);
    for (const address of [-4, 1 << 30, 65536 * 4, 2147483644, 2]) {
      expect(() => functions.reads?.(address)).toThrow(/^memory access out of bounds/);
      expect(() => functions.writes?.(address)).toThrow(/^memory access out of bounds/);
    }
    expect(() => functions.divides?.(0)).toThrow('divide by zero');
    words[1] = 1; // ABANDON
    expect(() => functions.endless?.()).toThrow('the run was given up');
    expect(functions.fine?.()).toBe(42);
  });

  // The variants differ in what protocols import, and are the same text under each: old is emitted in all of them.
  test.each(
    protocols
      .filter(({ mutant }, place) => !mutant && isPlayed(place, 0, 3))
      .map(({ name, file }, place) => ({
        name,
        file,
        variants: name === 'old' ? VARIANTS : [VARIANTS[place % VARIANTS.length] as Variant],
      })),
  )('the C of $name compiles without a warning', async ({ file, variants }) => {
    for (const variant of variants) {
      const text = kernel(join(SOURCE_ROOT, 'protocols', file), variant);
      const [cc] = (await nativeCompiler()).command;
      expect({ variant, ...warned(cc, text) }).toEqual({ variant, status: 0, stderr: '' });
    }
  });

  test.each(['gcc', 'clang'].filter((cc) => spawnSync(cc, ['--version']).status === 0))(
    'what is worth a warning in C has none from %s',
    (cc) => {
      const text = printed(`
        import { load, poke } from '#memory';
        const FLAG: i32 = 4;
        let g: i32 = 3;
        let h: boolean = false;
        export function unused(a: i32, b: i32): i32 { a; a + 1; a === b; g; let y: i32 = 5; y = a; if (a) {} else {} return 7; }
        export function constants(a: i32): i32 { if (FLAG && a || 7) return 1; while (0) g = 2; if (!FLAG || !7) g = 9; return 1 << 40; }
        export function same(a: i32): i32 { a = a; g = g; if (a === a || a < a || g !== g) return 1; h = h; return g; }
        export function masks(a: i32): i32 { if (a | 4) return 1; return (a & 4) === 3 ? 1 : (a | 1) === 0 ? 2 : 3; }
        export function cases(a: i32): i32 {
          switch (a) { case 1: g = 2; case 2: case 3: g = 4; break; case 4: { g = 5; } default: }
          switch (a < 3) { case true: g = 3; }
          return g;
        }
        export function numbers(a: i32): i32 { if (a ? 2 : 3) g = 1; if (!(a ? 2 : 3)) g = 2; return 5 / 0 + 5 % 0 + -2147483648 * -1; }
        export function booleans(a: i32, b: i32): boolean { let c: boolean = a < b; return !c === h && (c && h || !c) === (c || h); }
        export function assigned(a: i32): i32 { a = a > 3 ? (a = 4) : (a = 5); if (g = a) g = 2; while (g = a) break; return a++ + a--; }
        export function reads(a: i32): void { load(a, 0); poke(a, load(a, 3)); for (let i: i32 = 0; i < a; i++) ; }
      `);
      expect(warned(cc, text)).toEqual({ status: 0, stderr: '' });
    },
  );
});
