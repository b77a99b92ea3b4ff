// Random programs of the portable subset mean the same on every engine: the same value, or the same trap. The long run
// is `PROGRAMS=10000 npx vitest run tests/engines/arithmetic.test.ts`.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { transform } from 'esbuild';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { Interpreter } from '../../src/checker/program/interpreter.js';
import { lower } from '../../src/checker/program/lower.js';
import { bindingsFor } from '../../src/engines/bindings.js';
import { compileWasm } from '../../src/engines/compile-wasm.js';
import { createMemory, instantiate } from '../../src/engines/kernel.js';
import { linkJs } from '../../src/engines/link/js.js';
import { compileC, nativeProblem } from '../../src/engines/native/compiler.js';
import { linkNative } from '../../src/engines/native/link-native.js';
import { SOURCE_ROOT } from '../../src/engines/sources.js';
import { againstSubset } from '../../src/engines/vet/portable-subset.js';
import { parsePortable } from '../../src/engines/vet/syntax.js';
import { BINARY, COMPARISONS, EXTREMES, inputs, moduleOf } from './programs.js';

/** Any protocol: the programs call none. */
const V4 = join(SOURCE_ROOT, 'protocols/v4.ts');

const FUNCTIONS = 10;
const PROGRAMS = Number(process.env.PROGRAMS ?? 20);
/** Calls of each. */
const CALLS = 8;
const SEED = Number(process.env.SEED ?? 20260621);

/** The checker gives a function up after a million instructions without an access. */
const LONG = /passed the limit of 100000 instructions without touching shared memory/;

const folder = mkdtempSync(join(tmpdir(), 'reftorture-arithmetic-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Called = (a: number, b: number) => number;
/** Calls a function of a module. */
type Call = (name: string, a: number, b: number) => number;
/** A new instance of a module: its variables are as at its start. */
type Instantiate = () => Call;

async function onWasm(file: string): Promise<Instantiate> {
  const bytes = await compileWasm(bindingsFor(V4, 'wasm', 'detecting'), relative(SOURCE_ROOT, file));
  const module = new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
  return () => {
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    return (name, a, b) => (exports[name] as (a: number, b: number) => number)(a, b);
  };
}

async function onJs(file: string): Promise<Instantiate> {
  const text = await linkJs(bindingsFor(V4, 'js', 'detecting'), relative(SOURCE_ROOT, file));
  const link = new Function('words', 'host', text) as () => Record<string, Called>;
  return () => {
    const functions = link();
    return (name, a, b) => functions[name]?.(a, b) as number;
  };
}

/** Undefined where there is no compiler. */
async function onNative(file: string): Promise<Instantiate | undefined> {
  if ((await nativeProblem()) !== undefined) return undefined;
  const text = await linkNative(bindingsFor(V4, 'native', 'detecting'), relative(SOURCE_ROOT, file));
  const library = `${file}.so`;
  writeFileSync(library, await compileC(text, basename(file), folder));
  const memory = createMemory('native', 65536);
  return () => {
    const functions = instantiate({ engine: 'native', library }, memory, () => 0) as unknown as Record<string, Called>;
    return (name, a, b) => functions[name]?.(a, b) as number;
  };
}

async function onModel(text: string): Promise<Instantiate> {
  const { code } = await transform(text, { loader: 'ts', target: 'es2022' });
  const program = lower(code);
  const interpreter = new Interpreter(program);
  return () => {
    const globals = program.globals.map(() => 0);
    interpreter.evaluate(program.initializer, [], globals);
    return (name, a, b) => interpreter.evaluate(program.exportedFunctions.get(name) as number, [a, b], globals);
  };
}

/** The value of a call, or why it trapped. */
function resultOf(call: Call, name: string, a: number, b: number): number | string {
  try {
    return call(name, a, b);
  } catch (error) {
    return (error as Error).message.replace(/^f\d+\(\) traps: /, '');
  }
}

/** Each operator on `a` and `b`: as a value, and where its sign or its equality with another value decides. */
const OPERATIONS: readonly string[] = [
  ...BINARY.flatMap((operator) => [
    `a ${operator} b`,
    `(a ${operator} b) < 0 ? 1 : 0`,
    `(a ${operator} b) === b ? 1 : 0`,
    `((a ${operator} b) + a) / 3`,
  ]),
  ...COMPARISONS.flatMap((operator) => [`a ${operator} b ? 1 : 0`, `!(a ${operator} b) ? 1 : 0`]),
  ...['-a', '~a', '+a', '-(-a)'].flatMap((unary) => [unary, `(${unary}) < b ? 1 : 0`]),
  // Sums of nothing but 0 and 1, where a boolean is asked for: see engines/integer-literals.ts.
  ...['1 + 1', '0 - 1', '-(1)', '(a > 2 ? 1 : 0) + (a > 31 ? 1 : 0)', '-(a < 0 ? 1 : 0)'].flatMap((sum) => [
    `(${sum}) === b ? 1 : 0`,
    `(${sum}) + a > b && (${sum}) !== 0 ? 1 : 0`,
  ]),
];

test('every operator means the same on every engine, at values where numbers and integers part', async () => {
  const file = join(folder, 'operators.ts');
  const functions = OPERATIONS.map(
    (text, index) => `export function f${index}(a: i32, b: i32): i32 { return ${text}; }\n`,
  );
  writeFileSync(file, functions.join(''));
  const engines = await Promise.all([onWasm(file), onJs(file), onModel(functions.join('')), onNative(file)]);
  const calls = engines.map((start) => start?.());
  const pairs = EXTREMES.flatMap((a) => EXTREMES.map((b) => [a, b] as const));
  for (const [index, operation] of OPERATIONS.entries()) {
    const [wasm, js, model, native = wasm] = calls.map(
      (call) => call && pairs.map(([a, b]) => resultOf(call, `f${index}`, a, b)),
    );
    expect({ operation, js, model, native }).toEqual({ operation, js: wasm, model: wasm, native: wasm });
    expect(new Set(wasm).size).toBeGreaterThan(1);
  }
});

test('every operator and statement means the same on every engine', async () => {
  let traps = 0;
  let values = 0;
  let long = 0;
  const modules = fc.sample(moduleOf(FUNCTIONS), { numRuns: Math.ceil(PROGRAMS / FUNCTIONS), seed: SEED });
  const pairs = fc.sample(fc.tuple(inputs, inputs), { numRuns: CALLS, seed: SEED });
  for (const [index, text] of modules.entries()) {
    const file = join(folder, `${index}.ts`);
    writeFileSync(file, text);
    const parsed = await parsePortable(file);
    expect([...parsed.complaints, ...(await againstSubset(parsed))]).toEqual([]);
    const [wasm, js, model, native] = await Promise.all([onWasm(file), onJs(file), onModel(text), onNative(file)]);
    for (const name of Array.from({ length: FUNCTIONS }, (_, number) => `f${number}`)) {
      for (const [a, b] of pairs) {
        const expected = resultOf(wasm(), name, a, b);
        if (typeof expected === 'string') traps++;
        else values++;
        const place = { seed: SEED, module: index, name, a, b };
        expect({ ...place, js: resultOf(js(), name, a, b) }).toEqual({ ...place, js: expected });
        if (native)
          expect({ ...place, native: resultOf(native(), name, a, b) }).toEqual({ ...place, native: expected });
        const found = resultOf(model(), name, a, b);
        if (found !== expected && LONG.test(String(found))) long++;
        else expect({ ...place, model: found }).toEqual({ ...place, model: expected });
      }
    }
  }
  expect(traps).toBeGreaterThan(PROGRAMS / 10);
  expect(values).toBeGreaterThan(PROGRAMS);
  expect(long).toBeLessThan((traps + values) / 100);
}, 3_600_000);
