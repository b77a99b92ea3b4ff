// The WebAssembly of portable sources: what it computes, and what must be in a kernel or not. A clean kernel holds the
// protocol and nothing else: anything in the window between step 1 and step 2 would be a stall that nobody asked for.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createMemory, instantiate } from '../../src/engines/kernel.js';
import { moduleOf } from '../../src/front-end/front-end.js';
import { isMeasured, SOURCE_ROOT, VARIANTS, type Variant } from '../../src/front-end/sources.js';
import { printWasm, printWasmText } from '../../src/printers/wasm/print-module.js';
import { protocols } from '../../src/protocols/index.js';
import { resolveProtocol } from '../../src/requests/resolve-protocol.js';
import { CONFIG_STALL, CONFIG_STALL_AMOUNT, CONFIG_STALL_CHANCE, WORKER_STALL_SEED } from '../../src/runtime/layout.js';
import { moduleFor } from '../engines/test-kernel.js';
import { inSlow, slice } from '../slow.js';
import { type Functions, passesConformance } from './conformance.js';

const folder = mkdtempSync(join(tmpdir(), 'reftorture-wasm-'));
afterAll(() => rmSync(folder, { recursive: true }));

function moduleIn(source: string) {
  const file = join(folder, 'source.ts');
  writeFileSync(file, source);
  return moduleOf(file, join(SOURCE_ROOT, 'protocols/v4.ts'), 'detecting');
}

passesConformance((source) => {
  const module = new WebAssembly.Module(printWasm(moduleIn(source), { measured: false }));
  return instantiate({ engine: 'wasm', module }, createMemory('wasm', 65536), () => 0) as unknown as Functions;
});

test('functions inlined in one another many times over end in a small module', () => {
  const deep = Array.from({ length: 30 }, (_, index) => index).reduce(
    (body, index) => `if (isLarge(a + ${index}, b)) { ${body} } else { n = n * 3 + a * ${index} - (b ^ n); }`,
    'n++;',
  );
  const wide = Array.from({ length: 30 }, (_, index) => {
    const body = index === 0 ? 'a > b' : `wide${index - 1}(a, b + 1) || wide${index - 1}(b, a)`;
    return `/** @inline */\nfunction wide${index}(a: i32, b: i32): boolean { if (${body}) return true; return false; }`;
  });
  const bytes = printWasm(
    moduleIn(`let n: i32 = 0;
      /** @inline */
      function isLarge(a: i32, b: i32): boolean { if (a > 3 || b > 3) return true; return false; }
      ${wide.join('\n')}
      export function f(a: i32, b: i32): i32 { ${deep} return wide29(a, b) ? n : 0; }`),
    { measured: false },
  );
  expect(() => new WebAssembly.Module(bytes)).not.toThrow();
  expect(bytes.length).toBeLessThan(20_000);
});

const CONTRACT = 'protocols/contract.kernel.ts';

/** The instructions of each function of a module, by its name, one a line and without indentation. */
function bodiesOf(protocol: string, variant: Variant, entry?: string): Map<string, string[]> {
  const module = moduleFor({ protocol, variant, ...(entry !== undefined && { entry }) });
  const text = printWasmText(module, { measured: isMeasured(variant) });
  const functions = text.matchAll(/^ \(func \$(\S+).*\n((?: {2}.*\n)*)/gm);
  return new Map(
    [...functions].map(([, name, body]) => [
      name as string,
      (body as string).split('\n').flatMap((line) => line.trim() || []),
    ]),
  );
}

/** Instructions that move values and control about, without touching memory, globals or other functions. */
const SILENT = /^(?:i32\.const|local\.|\(local|block|loop|if|else|end|br|drop|return|unreachable)/;
const ARITHMETIC = /^i32\.(?:add|sub|eqz|eq|ne|[lg][te]_s|and|or|xor|shl|shr_s)$/;
const ATOMIC = /^i32\.atomic\.(?:rmw\.)?(\S+)/;

/** The accesses, calls and uses of variables of the instance. */
function doingsOf(body: readonly string[] = []): string[] {
  return body.filter((line) => !SILENT.test(line) && !ARITHMETIC.test(line));
}

/** For each step 1 in the module, the instructions up to the next atomic one, which is included. */
function windowsOf(variant: Variant): string[][] {
  const windows = [...bodiesOf('v4.ts', variant).values()].flatMap((body) =>
    body.flatMap((line, index) => {
      if (!line.startsWith('i32.atomic.rmw.sub')) return [];
      const rest = body.slice(index + 1);
      return [rest.slice(0, rest.findIndex((next) => ATOMIC.test(next)) + 1)];
    }),
  );
  expect(windows.length).toBeGreaterThan(0);
  return windows;
}

describe('the window', () => {
  test('of the clean v4 kernel holds the comparison of step 1 and nothing else', () => {
    for (const window of windowsOf('detecting')) {
      expect(window.filter((line) => !SILENT.test(line))).toEqual([
        expect.stringMatching(/^i32\.(?:eq|ne)$/),
        'i32.atomic.rmw.cmpxchg',
      ]);
    }
  });

  test('of the stalled v4 kernel draws, and may wait', () => {
    for (const window of windowsOf('stalled')) expect(window).toContain('call $window');
  });

  test.each(slice(protocols, 6))('a clean kernel of $name waits nowhere and knows no stall', ({ file }) => {
    const stalls = [CONFIG_STALL, CONFIG_STALL_AMOUNT, CONFIG_STALL_CHANCE, WORKER_STALL_SEED].join('|');
    const stalled = new RegExp(`^(?:call \\$sleep|i32\\.const (?:${stalls})|.*offset=(?:${stalls}))$`, 'm');
    const textOf = (variant: Variant) => [...bodiesOf(file, variant).values()].flat().join('\n');
    expect(textOf('detecting')).not.toMatch(stalled);
    expect(textOf('noisy')).toMatch(stalled);
  });
});

describe('the accesses', () => {
  // A RELAXED store is plain.
  const V4 = {
    init: ['i32.store'],
    tryGet: ['i32.atomic.rmw.add', 'i32.atomic.rmw.cmpxchg'],
    get: ['i32.atomic.rmw.add'],
    put: ['i32.atomic.rmw.sub', 'i32.atomic.rmw.cmpxchg'],
    freeze: ['i32.atomic.rmw.cmpxchg'],
    unfreeze: ['i32.atomic.store'],
    count: [],
  };

  test.each([
    ['old.ts', { ...V4, tryGet: ['i32.atomic.load', 'i32.atomic.rmw.cmpxchg'], put: ['i32.atomic.rmw.sub'] }],
    ['v4.ts', V4],
    ['or-freeze.ts', { ...V4, put: ['i32.atomic.rmw.sub', 'i32.atomic.rmw.or'] }],
    ['zeroing-allocator.ts', { ...V4, put: [...V4.put, 'i32.store'] }],
  ])('%s: each function is its accesses', (protocol, accesses) => {
    const bodies = bodiesOf(protocol, 'bare', CONTRACT);
    expect(Object.fromEntries(Object.keys(accesses).map((name) => [name, doingsOf(bodies.get(name))]))).toEqual(
      accesses,
    );
  });

  test('none is left out, however little a compiler would see in it', () => {
    const bodies = bodiesOf('v4.ts', 'detecting', 'engines/relaxed.kernel.ts');
    expect(
      Object.fromEntries(
        [...bodies].map(([name, body]) => [name, body.filter((line) => /load|store|^loop/.test(line))]),
      ),
    ).toEqual({
      untilPositive: ['i32.atomic.load', 'loop', 'i32.atomic.load'],
      twice: ['i32.atomic.load', 'i32.atomic.load'],
      unused: ['i32.atomic.load'],
      overwritten: ['i32.store', 'i32.store'],
    });
  });
});

// V8's baseline compiler inlines nothing, and clears more than five locals by a string instruction.
describe('the loop that scale measures', () => {
  test.each([
    ['old.ts', ['load', 'rmw.cmpxchg', 'rmw.sub']],
    ['v4.ts', ['rmw.add', 'rmw.sub', 'rmw.cmpxchg', 'rmw.cmpxchg']],
  ])('is the accesses of %s, and calls nothing', (protocol, accesses) => {
    const body = bodiesOf(protocol, 'counting').get('getAndPut') ?? [];
    const loop = body.slice(0, body.indexOf('call $tallyGets'));
    expect(loop.flatMap((line) => /^i32\.atomic\.(\S+)/.exec(line)?.[1] ?? [])).toEqual(accesses);
    expect(loop.filter((line) => line.startsWith('call'))).toEqual([]);
  });

  const inOneWord = protocols.filter(({ name }) => resolveProtocol(name).perThreadWords === 0);
  test.each(slice(inOneWord, 4))('has few locals in $name', ({ file }) => {
    const [first = ''] = bodiesOf(file, 'counting').get('getAndPut') ?? [];
    expect(first).toMatch(/^\(local(?: i32){1,5}\)$/);
  });
});

test.each([
  ['v4.ts', inSlow(VARIANTS, ['counting'] as const)],
  ['biased.ts', inSlow(VARIANTS, ['stalled'] as const)],
] as const)('the text of %s is the binary', async (protocol, variants) => {
  const { default: binaryen } = await import('assemblyscript/binaryen');
  const plain = (module: InstanceType<typeof binaryen.Module>): string => {
    module.setFeatures(binaryen.Features.All);
    const text = binaryen.readBinary(module.emitBinary()).emitText(); // names functions and variables by their numbers
    return text.replace(/^ \(type .*\n/gm, '').replace(/ \(type \$\S+\)/g, '');
  };
  for (const variant of variants) {
    const options = { measured: isMeasured(variant) };
    const module = moduleFor({ protocol, variant });
    const read = binaryen.readBinary(printWasm(module, options));
    expect(plain(binaryen.parseText(printWasmText(module, options)))).toBe(plain(read));
  }
});
