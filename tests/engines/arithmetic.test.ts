// Random programs of the portable subset mean the same on every engine, and to AssemblyScript: the same value, or the same
// trap. The long run is `PROGRAMS=10000 npx vitest run tests/engines/arithmetic.test.ts`.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { SEED } from '../seed.js';
import { inSlow } from '../slow.js';
import { onEveryEngine, resultOf } from './program-engines.js';
import { BINARY, COMPARISONS, EXTREMES, inputs, moduleOf } from './programs.js';

const FUNCTIONS = 10;
const PROGRAMS = Number(process.env.PROGRAMS ?? inSlow(20, 10));
/** Calls of each. */
const CALLS = 8;

/** The checker gives a function up after many instructions without an access. */
const LONG = /passed the limit of 100000 instructions without touching shared memory/;

const isTrap = (result: number | string): boolean => typeof result === 'string';

/** To AssemblyScript's optimiser one trap is as good as another: it may be a later one that is met. */
const isSecondTrap = ({ engine, result }: { readonly engine: string; readonly result: number | string }): boolean =>
  engine === 'AssemblyScript' && isTrap(result);

const folder = mkdtempSync(join(tmpdir(), 'reftorture-arithmetic-'));
afterAll(() => rmSync(folder, { recursive: true }));

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
  // Sums of nothing but 0 and 1, where a boolean is asked for: to AssemblyScript those are booleans.
  ...['1 + 1', '0 - 1', '-(1)', '(a > 2 ? 1 : 0) + (a > 31 ? 1 : 0)', '-(a < 0 ? 1 : 0)'].flatMap((sum) => [
    `(${sum}) === b ? 1 : 0`,
    `(${sum}) + a > b && (${sum}) !== 0 ? 1 : 0`,
  ]),
];

test('every operator means the same on every engine, at values where numbers and integers part', async () => {
  const functions = OPERATIONS.map(
    (text, index) => `export function f${index}(a: i32, b: i32): i32 { return ${text}; }\n`,
  );
  const engines = await onEveryEngine(join(folder, 'operators.ts'), functions.join(''));
  const pairs = EXTREMES.flatMap((a) => EXTREMES.map((b) => [a, b] as const));
  for (const [index, operation] of OPERATIONS.entries()) {
    const found = [...engines].map(([engine, start]) => {
      const call = start();
      return { engine, operation, results: pairs.map(([a, b]) => resultOf(call, `f${index}`, a, b)) };
    });
    const results = found[0]?.results ?? [];
    expect(found).toEqual(found.map((one) => ({ ...one, results })));
    expect(new Set(results).size).toBeGreaterThan(1);
  }
});

test('every operator and statement means the same on every engine', async () => {
  let traps = 0;
  let values = 0;
  let long = 0;
  const modules = fc.sample(moduleOf(FUNCTIONS), { numRuns: Math.ceil(PROGRAMS / FUNCTIONS) });
  const pairs = fc.sample(fc.tuple(inputs, inputs), CALLS);
  for (const [index, text] of modules.entries()) {
    const engines = await onEveryEngine(join(folder, `${index}.ts`), text);
    for (const name of Array.from({ length: FUNCTIONS }, (_, number) => `f${number}`)) {
      for (const [a, b] of pairs) {
        const place = { seed: SEED, module: index, name, a, b };
        const found = [...engines].map(([engine, start]) => ({
          ...place,
          engine,
          result: resultOf(start(), name, a, b),
        }));
        const result = found[0]?.result ?? '';
        if (isTrap(result)) traps++;
        else values++;
        const others = found.filter((one) => one.result !== result);
        const tooLong = others.filter((one) => LONG.test(String(one.result)));
        long += tooLong.length;
        const differing = others.filter((one) => !tooLong.includes(one) && !(isTrap(result) && isSecondTrap(one)));
        expect({ result, differing }).toEqual({ result, differing: [] });
      }
    }
  }
  expect(traps).toBeGreaterThan(PROGRAMS / 10);
  expect(values).toBeGreaterThan(PROGRAMS);
  expect(long).toBeLessThan((traps + values) / 20);
}, 3_600_000);
