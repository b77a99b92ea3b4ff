// Names in a linked program: files may use one name for several things, and several names for one.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bindingsFor } from '../../src/engines/bindings.js';
import { linkJs } from '../../src/engines/link/js.js';
import { linkModel } from '../../src/engines/link/model.js';
import { sourceLines } from '../../src/front-end/places.js';
import { SOURCE_ROOT } from '../../src/engines/sources.js';
import { check } from '../../src/harness/check/check.js';
import { resolveCheck } from '../../src/requests/check-request.js';

const folder = mkdtempSync(join(tmpdir(), 'reftorture-link-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** v4, in whose functions and constants every name means something else than in the package. */
const TWISTED = `import * as memory from 'reftorture/memory';
import { abortedFree as load, resurrected as store } from 'reftorture/journal';
import { window as observe } from 'reftorture/window';
import { FULL as allocate, RELAXED, RELEASE } from 'reftorture/order';
import { tryGet as get2, init as begin } from 'reftorture/protocols/v4';
export { count, FREE, freeze } from 'reftorture/protocols/v4';
export * from './beside.js';

const WIDTH: i32 = -1 << 31;
let pages: i32 = 0;

/** tryGet */
export function init(word: i32): void {
  const fetchAdd = word;
  begin(fetchAdd); // init
}

export function tryGet(word: i32): boolean {
  const tryGet = word;
  for (let init = 0; init < 1; init++) pages = init;
  return get2(tryGet);
}

export function put(word: i32): boolean {
  const fetchAdd = memory.fetchSub(word, 1, allocate);
  if (fetchAdd !== 1) return false;
  observe();
  const exchange: i32 = WIDTH;
  if (memory.compareExchange(word, 0, exchange, RELAXED) === 0) return true;
  load();
  return false;
}

export function release(word: i32): void {
  store();
  memory.store(word, 1, RELEASE);
}
`;
const BESIDE = `import { fetchAdd as put, store } from 'reftorture/memory';
import { RELAXED as word, RELEASE } from 'reftorture/order';
const pages: i32 = 1;
export function get(release: i32): void {
  put(release, pages, word);
}
export function unfreeze(word: i32, references: i32): void {
  store(word, references, RELEASE);
}
`;

describe('a file that turns every name round', () => {
  written('beside.ts', BESIDE);
  const file = written('twisted.ts', TWISTED);

  test('is v4 all the same to a check', async () => {
    const [twisted, plain] = await Promise.all(
      [file, 'v4'].map((protocol) => check(resolveCheck({ protocol, scenario: 'email' }))),
    );
    const { verdict, properties } = plain as Exclude<typeof plain, undefined>;
    expect(twisted).toMatchObject({ verdict, properties });
    expect(verdict).toBe('violated');
  });

  test('a constant of its own does not take the name that --width changes', async () => {
    const { text } = JSON.parse(await linkModel(file));
    expect(text).toContain('var WIDTH = 32;');
    expect(text).toContain('var WIDTH2 = -1 << 31;');
  });

  test('and to the js engine', async () => {
    const text = await linkJs(bindingsFor(file, 'js', 'stalled'));
    const link = new Function('words', 'host', text) as (words: Int32Array, host: object) => Record<string, unknown>;
    const kernel = link(new Int32Array(new SharedArrayBuffer(65536)), {}) as Record<string, (value?: number) => number>;
    expect(kernel.restingWord?.()).toBe(-(2 ** 31));
    expect([5, -5].map((word) => kernel.countOf?.(word))).toEqual([5, 0]);
  });

  test('each line of the program is told where it comes from', async () => {
    const module = JSON.parse(await linkModel(file));
    const lineAt = sourceLines(module);
    for (const code of ['const tryGet = word;', 'return value & ~(value >> 31);']) {
      expect(module.text).toContain(code);
    }
    expect(lineAt(module.text.indexOf('const tryGet = word;'))).toMatchObject({
      ...{ file: 'twisted.ts', line: 19, code: 'const tryGet = word;', own: true },
    });
    expect(lineAt(module.text.indexOf('return value & ~('))).toMatchObject({ file: 'v4.ts', own: false });
  });
});

test('what nothing leads to is left out', async () => {
  const file = written(
    'unused.ts',
    "export * from 'reftorture/protocols/v4';\nfunction nobodyCalls(): i32 {\n  return 1;\n}\n",
  );
  expect(JSON.parse(await linkModel(file)).text).not.toContain('nobodyCalls');
});

test('a file is linked alike for an engine, whichever it was linked for before', async () => {
  const v4 = join(SOURCE_ROOT, 'protocols/v4.ts');
  const linked = async () => [await linkJs(bindingsFor(v4, 'js', 'detecting')), await linkModel(v4)] as const;
  const [js, model] = await linked();
  expect(js).toContain('__i32_');
  expect(JSON.parse(model).text).not.toContain('__i32_');
  expect(await linked()).toEqual([js, model]);
});

test("a user's file is linked as it is now", async () => {
  const text = "export * from 'reftorture/protocols/v4';\nexport const FREE: i32 = ";
  const linked = () => linkModel(written('changing.ts', text + value));
  let value = '11;\n';
  expect(JSON.parse(await linked()).text).toMatch(/\bFREE2? = 11;/);
  value = '12;\n';
  expect(JSON.parse(await linked()).text).toMatch(/\bFREE2? = 12;/);
});
