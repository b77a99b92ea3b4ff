// Tests of what the compiler makes of a kernel's C on x64: accesses that nobody uses stay, loops that compute nothing
// stay, and an access is the one instruction that its order needs.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scaleProgram } from '../../../src/emit/scale.js';
import { make } from '../../../src/engines/make.js';
import { nativeCompiler, nativeProblem } from '../../../src/engines/native/compiler.js';
import { moduleOf } from '../../../src/front-end/front-end.js';
import { SOURCE_ROOT } from '../../../src/front-end/sources.js';
import { printC } from '../../../src/printers/c/print-module.js';
import { resolveScale } from '../../../src/requests/scale-request.js';
import { slice } from '../../slow.js';

const FLAGS = '-std=c11 -O2 -w -S -xc -o - -'.split(' ');

const compiled = new Map<string, Promise<Map<string, string[]>>>();

/** The lines of each function of `entry`, compiled as it is measured, but for functions that stay apart. */
function functionsOf(entry: string, protocol = 'v4'): Promise<Map<string, string[]>> {
  const key = `${entry} ${protocol}`;
  const functions = compiled.get(key) ?? compile(entry, protocol);
  compiled.set(key, functions);
  return functions;
}

async function compile(entry: string, protocol: string): Promise<Map<string, string[]>> {
  const file = join(SOURCE_ROOT, 'protocols', `${protocol}.ts`);
  const text = printC(moduleOf(join(SOURCE_ROOT, entry), file, 'counting'), { measured: true });
  return assembled(text.replace(/^INLINE (?=\w+ k_)/gm, 'static inline '), ['-fno-inline']);
}

async function assembled(text: string, more: readonly string[]): Promise<Map<string, string[]>> {
  const [cc] = (await nativeCompiler()).command;
  const { stdout } = spawnSync(cc, [...more, ...FLAGS], { input: text, encoding: 'utf8', maxBuffer: 2 ** 26 });
  const bodies = stdout.matchAll(/^(?:[kp]\d?_)?(\w+)(?:\.isra\.0|\.constprop\.0|\.part\.0)*:\n([\s\S]*?)^\t\.size/gm);
  return new Map([...bodies].map(([, name, body]) => [name as string, (body as string).split('\n')]));
}

/** Instructions without what differs by the place of a function: its name, and the numbers of labels. */
function normal(lines: readonly string[] | undefined): string[] {
  const code = (lines ?? []).filter((line) => /^\t[^.]/.test(line));
  return code.map((line) => line.replace(/\.L\w+|\b[kp]\d?_\w+(\.\w+)*/g, '@'));
}

/** Which of its lines go back to a label further up: where a loop goes round. */
function backJumps(lines: readonly string[]): number {
  return lines.filter((line, at) => {
    const target = /^\tj\w+\t(\.L\w+)/.exec(line)?.[1];
    return target !== undefined && lines.indexOf(`${target}:`) >= 0 && lines.indexOf(`${target}:`) < at;
  }).length;
}

const count = (lines: readonly string[], pattern: RegExp): number => lines.filter((line) => pattern.test(line)).length;

describe.skipIf(process.arch !== 'x64' || (await nativeProblem()) !== undefined)('on x64', () => {
  test('relaxed accesses: none is left out, and none is two', async () => {
    const functions = await functionsOf('../tests/engines/relaxed.kernel.ts');
    const lines = (name: string): string[] => functions.get(name) ?? [];
    const read = /^\tmov[lq]?\t\S*\(%r\w+(?:,%r\w+(?:,\d)?)?\), %e/;
    expect(count(lines('twice'), read)).toBe(2);
    expect(count(lines('unused'), read)).toBe(1);
    expect(count(lines('untilPositive'), read)).toBeGreaterThanOrEqual(1);
    expect(backJumps(lines('untilPositive'))).toBeGreaterThan(0);
    expect(count(lines('overwritten'), /^\tmovl\t\$[12], \S*\(%r/)).toBe(2);
    for (const body of functions.values()) expect(count(body, /^\tlock|\txchg|\tmfence/)).toBe(0);
  });

  test('no loop that is measured is optimised away, and a round has its locked instruction', async () => {
    const functions = await functionsOf('actors/kernel.ts');
    const locked = /^\tlock/;
    for (const [name, hasLocked] of [
      ['fetchAdds', true],
      ['compareExchanges', true],
      ['loads', false],
      ['getAndPut', false], // in tryGet and put, which are not inlined here
      ['initAndPut', false],
      ['readPage', false],
    ] as const) {
      const lines = functions.get(name) ?? [];
      expect([name, backJumps(lines) > 0, count(lines, locked) > 0]).toEqual([name, true, hasLocked]);
    }
    const looked = functions.get('observe') ?? functions.get('loads') ?? [];
    expect(looked.join('\n')).toMatch(/movl?\t\S*\(%r[\w%,]+\), %e/);
  });

  // Each takes a compiler seconds: by default v4, which is compiled by now, and then the other.
  const barriers: readonly [protocol: string, expected: Readonly<Record<string, number>>][] = [
    ['v4', { tryGetMany: 1, putMany: 2, init: 0, get: 1 }],
    ['old', { tryGetMany: 1, putMany: 1, init: 0, get: 1 }],
  ];

  test.each(slice(barriers, 2))(
    '%s: a full barrier is the locked instruction itself, a relaxed store a plain one',
    async (protocol, expected) => {
      const functions = await functionsOf('actors/kernel.ts', protocol);
      for (const [name, instructions] of Object.entries(expected)) {
        const lines = functions.get(name) ?? [];
        expect([name, count(lines, /^\tlock/), count(lines, /\tmfence|\txchg/)]).toEqual([name, instructions, 0]);
      }
    },
  );

  test.each(slice(['old', 'v4'], 2))(
    '%s: the measured loops of a printed program are those of the engine',
    async (protocol) => {
      const resolved = await resolveScale({ protocols: [protocol], workloads: ['shared'], engines: ['wasm'] });
      const program = await assembled(await scaleProgram(resolved, 'a test', make), ['-fPIC']);
      const sources = { protocolFile: join(SOURCE_ROOT, 'protocols', `${protocol}.ts`) };
      const text = make({ sources, output: { kind: 'c', variant: 'counting' } }) as string;
      const engine = await assembled(text, ['-fPIC']);
      for (const name of ['getAndPut', 'getAndPutPicks', 'initAndPut', 'readPage']) {
        const code = normal(engine.get(name));
        expect(code.length).toBeGreaterThan(10);
        expect([name, normal(program.get(name))]).toEqual([name, code]);
      }
    },
  );
});
