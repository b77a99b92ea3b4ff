// What the compilers made of the sources. A clean kernel must hold the protocol and nothing else: whatever stood in
// the window between step 1 and step 2 would be a stall that nobody asked for.

import { parse } from 'acorn';
import { describe, expect, test } from 'vitest';
import { protocols } from '../../src/protocols/index.js';
import { CONFIG_STALL, CONFIG_STALL_AMOUNT, CONFIG_STALL_CHANCE, WORKER_STALL_SEED } from '../../src/runtime/layout.js';
import { type KernelChoice, textOf } from './test-kernel.js';

const KERNEL = '../src/actors/kernel.ts';
const CONTRACT = 'protocols/contract.kernel.ts';

/** The bodies of a module in text form, by name: one instruction a line, as AssemblyScript prints them. */
function bodiesOf(text: string): Map<string, string[]> {
  const bodies = new Map<string, string[]>();
  for (const [, name, body] of text.matchAll(/^ \(func (\S+)(.*\n(?: {2}.*\n)*)/gm)) {
    const lines = (body as string).split('\n').slice(1);
    bodies.set(
      name as string,
      lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('(local')),
    );
  }
  return bodies;
}

/** The body of the function that the module exports as `name`. */
function bodyOf(text: string, name: string): string[] {
  const internal = new RegExp(`\\(export "${name}" \\(func (\\S+)\\)\\)`).exec(text)?.[1];
  const body = bodiesOf(text).get(internal ?? '');
  if (!body) throw new Error(`the module exports no function ${name}`);
  return body;
}

/** What moves values and control about, without touching memory, globals or other functions. */
const SILENT = /^(i32\.const|local\.|block|loop|if|else|end|br|br_if|drop|return|select)/;
const ATOMIC = /^(?:i32|memory)\.atomic\.(?:rmw\.)?(\S+)/;

const ARITHMETIC = /^i32\.(add|sub|eqz?|ne|[lg][te]_s|[lg]t_u|and|or|xor|shl|shr_s)$/;

function atomicsOf(body: readonly string[]): string[] {
  return body.flatMap((line) => ATOMIC.exec(line)?.[1] ?? []);
}

/** For each step 1 in the module, the instructions up to the next atomic one, which is included. */
function windowsOf(text: string): string[][] {
  return [...bodiesOf(text).values()].flatMap((body) =>
    body.flatMap((line, index) => {
      if (!line.startsWith('i32.atomic.rmw.sub')) return [];
      const rest = body.slice(index + 1);
      return [rest.slice(0, rest.findIndex((next) => ATOMIC.test(next)) + 1)];
    }),
  );
}

const wasm = (choice: Omit<KernelChoice, 'engine'>) => textOf({ ...choice, engine: 'wasm' });
const js = (choice: Omit<KernelChoice, 'engine'>) => textOf({ ...choice, engine: 'js' });

/** How a kernel sleeps: by a call of the host, see sleep() in atomics.wasm.ts. */
const SLEEP = '(import "host" "sleep"';

describe('wasm', () => {
  test('the window of the clean v4 kernel holds the comparison of step 1 and nothing else', async () => {
    const windows = windowsOf(await wasm({ entry: KERNEL, protocol: 'v4.ts', variant: 'detecting' }));
    expect(windows.length).toBeGreaterThan(0);
    for (const window of windows) {
      expect(window.at(-1)).toBe('i32.atomic.rmw.cmpxchg');
      expect(window.slice(0, -1).filter((line) => !SILENT.test(line))).toEqual([
        expect.stringMatching(/^i32\.(eq|ne)$/),
      ]);
    }
  });

  test('the window of the stalled v4 kernel draws, and may wait', async () => {
    const text = await wasm({ entry: KERNEL, protocol: 'v4.ts', variant: 'stalled' });
    expect(text).toContain(SLEEP);
    const windows = windowsOf(text);
    expect(windows.length).toBeGreaterThan(0);
    for (const window of windows) {
      expect(window.filter((line) => !SILENT.test(line)).length).toBeGreaterThan(['i32.ne', 'cmpxchg'].length);
    }
  });

  test.each(protocols)('a clean kernel of $name waits nowhere and knows no stall', async ({ file }) => {
    // The scenarios are the same in every kernel: without bookkeeping, the protocol alone is compiled.
    for (const choice of [
      { entry: KERNEL, variant: 'detecting' } as const,
      { entry: CONTRACT, variant: 'bare' } as const,
    ]) {
      const text = await wasm({ ...choice, protocol: file });
      expect(text).toMatch(/i32\.atomic\.rmw\.(sub|cmpxchg)/);
      expect(text).not.toMatch(/atomic\.(wait|notify)/);
      expect(text).not.toContain(SLEEP);
      for (const address of [CONFIG_STALL, CONFIG_STALL_AMOUNT, CONFIG_STALL_CHANCE, WORKER_STALL_SEED]) {
        expect(text).not.toMatch(new RegExp(`(i32\\.const |offset=)${address}\\b`));
      }
    }
  });

  test('the stalled kernel is where the stall is configured', async () => {
    const text = await wasm({ entry: KERNEL, protocol: 'v4.ts', variant: 'stalled' });
    for (const address of [CONFIG_STALL, CONFIG_STALL_AMOUNT, CONFIG_STALL_CHANCE, WORKER_STALL_SEED]) {
      expect(text).toMatch(new RegExp(`(i32\\.const |offset=)${address}\\b`));
    }
  });

  // A RELAXED store is plain.
  const V4 = {
    init: ['i32.store'],
    tryGet: ['add', 'cmpxchg'],
    get: ['add'],
    put: ['sub', 'cmpxchg'],
    freeze: ['cmpxchg'],
    unfreeze: ['store'],
    count: [],
  };
  test.each([
    ['old.ts', { ...V4, tryGet: ['load', 'cmpxchg'], put: ['sub'] }],
    ['v4.ts', V4],
    ['or-freeze.ts', { ...V4, put: ['sub', 'or'] }],
    ['zeroing-allocator.ts', { ...V4, put: ['sub', 'cmpxchg', 'i32.store'] }],
  ])('%s: each function is its accesses', async (protocol, operations) => {
    const [clean, bare] = [
      await wasm({ entry: CONTRACT, protocol, variant: 'detecting' }),
      await wasm({ entry: CONTRACT, protocol, variant: 'bare' }),
    ];
    for (const [name, expected] of Object.entries(operations)) {
      const atomics = expected.filter((access) => !access.startsWith('i32.'));
      expect([name, ...atomicsOf(bodyOf(clean, name))]).toEqual([name, ...atomics]);
      // Without bookkeeping there is arithmetic beside them, and no other access, global or call.
      const rest = bodyOf(bare, name)
        .filter((line) => !SILENT.test(line) && !ARITHMETIC.test(line))
        .map((line) => ATOMIC.exec(line)?.[1] ?? line);
      expect([name, ...rest]).toEqual([name, ...expected]);
    }
  });
});

describe('relaxed accesses on wasm', () => {
  test.each([
    ['untilPositive', ['i32.atomic.load', 'loop', 'i32.atomic.load']],
    ['twice', ['i32.atomic.load', 'i32.atomic.load']],
    ['unused', ['i32.atomic.load']],
    ['overwritten', ['i32.store', 'i32.store']],
  ])('%s: none is left out', async (name, expected) => {
    const body = bodyOf(
      await wasm({ entry: 'engines/relaxed.kernel.ts', protocol: 'v4.ts', variant: 'detecting' }),
      name,
    );
    expect(body.flatMap((line) => /^(i32\.(?:atomic\.)?(?:load|store)|loop)\b/.exec(line)?.[1] ?? [])).toEqual(
      expected,
    );
  });
});

describe('js', () => {
  test('the window of the clean v4 kernel is an empty function', async () => {
    const code = await js({ entry: KERNEL, protocol: 'v4.ts', variant: 'detecting' });
    expect(callsOf(code, 'putMany')).toEqual(['fetchSub', 'window', 'compareExchange', 'abortedFree']);
    expect(functionOf(code, 'window').body.body).toEqual([]);
  });

  test.each(protocols)('a clean kernel of $name waits nowhere', async ({ file }) => {
    for (const variant of ['detecting', 'bare'] as const) {
      const code = await js({ entry: KERNEL, protocol: file, variant });
      expect(code).toMatch(/Atomics\.(sub|compareExchange)\(/);
      expect(code).not.toMatch(/Atomics\.(wait|notify)/);
      expect(code).not.toMatch(/STALL(_AMOUNT|_CHANCE|_SEED)/);
    }
  });

  test('the stalled kernel waits in the window', async () => {
    const code = await js({ entry: KERNEL, protocol: 'v4.ts', variant: 'stalled' });
    // Two of each name: the access of the stalled kernel, which looks first, and that of the engine.
    expect(callsOf(code, 'putMany')).toEqual(['fetchSub2', 'window', 'compareExchange2', 'abortedFree']);
    expect(callsOf(code, 'compareExchange2')).toEqual(['verifyUntouched', 'compareExchange']);
    expect(callsOf(code, 'window')).toContain('sleep');
    expect(callsOf(code, 'sleep')).toEqual(['Atomics.wait']);
  });

  test('each operation of the vocabulary is one call of Atomics, on the index that V8 inlines', async () => {
    const code = await js({ entry: 'engines/vocabulary.kernel.ts', protocol: 'v4.ts', variant: 'detecting' });
    const calls = {
      load: 'load',
      store: 'store',
      fetchAdd: 'add',
      fetchSub: 'sub',
      fetchOr: 'or',
      exchange: 'exchange',
      compareExchange: 'compareExchange',
      observe: 'load',
      glance: 'load',
    };
    for (const [name, method] of Object.entries(calls)) {
      expect(callsOf(code, name)).toEqual([`Atomics.${method}`, 'indexOf']);
    }
    expect(callsOf(code, 'indexOf')).toEqual([]);
    for (const name of ['peek', 'poke']) expect(callsOf(code, name)).toEqual([]);
  });
});

/** As much of a syntax tree as is looked at here. */
interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

function* nodesOf(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if ('type' in value) yield value as Node;
  for (const field of Object.values(value)) yield* nodesOf(field);
}

/** The declaration of the function `name`. */
function functionOf(code: string, name: string) {
  const tree = parse(code, { ecmaVersion: 2022, allowReturnOutsideFunction: true });
  for (const node of nodesOf(tree)) {
    const { id, body } = node as unknown as { id?: { name: string }; body: { body: Node[] } };
    if (node.type === 'FunctionDeclaration' && id?.name === name) return { body };
  }
  throw new Error(`the bundle declares no function ${name}`);
}

/** What the function `name` calls, in the order of the text. */
function callsOf(code: string, name: string): string[] {
  return [...nodesOf(functionOf(code, name).body)]
    .filter(({ type }) => type === 'CallExpression')
    .map(({ callee }) => {
      const { start, end } = callee as { start: number; end: number };
      return code.slice(start, end);
    });
}
