// Names in a module: files may use one name for several things, and several names for one.

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { instantiate, type Kernel } from '../../src/engines/kernel.js';
import { make } from '../../src/engines/make.js';
import { type Constants, kernelModule } from '../../src/front-end/front-end.js';
import { sourceLines } from '../../src/front-end/places.js';
import { SOURCE_ROOT } from '../../src/front-end/sources.js';
import { check } from '../runs.js';
import { sourceFiles } from '../source-files.js';

const written = sourceFiles();

/** v4, in whose functions and constants every name means something else than in the package. */
const TWISTED = `import * as memory from 'reftorture/memory';
import { abortedFree as load, resurrected as store } from 'reftorture/probes';
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
  const protocolFile = written('twisted.ts', TWISTED);

  test('is v4 all the same to a check', async () => {
    const twisted = await check({ protocol: protocolFile, scenario: 'email' });
    const { verdict, properties } = await check({ protocol: 'v4', scenario: 'email' });
    expect(twisted).toMatchObject({ verdict, properties });
    expect(verdict).toBe('violated');
  });

  test('has its functions told by the names that they have in the sources, one of which is that of two', async () => {
    const { witnesses } = await check({ protocol: protocolFile, scenario: 'email' });
    const { files } = kernelModule({ protocolFile }, 'model');
    const declared = files.flatMap(({ text }) => [...text.matchAll(/function (\w+)/g)].map(([, name]) => name));
    const names = witnesses.flatMap(({ steps }) => steps.flatMap(({ path }) => path));
    expect(declared.filter((name) => name === 'tryGet').length).toBeGreaterThan(1);
    expect(names).toContain('tryGet');
    expect([...new Set(names)].filter((name) => !declared.includes(name))).toEqual([]);
  });

  test('a constant of its own is not the one that --width changes', () => {
    const initials = (constants: Constants) => {
      const { variables } = kernelModule({ protocolFile }, 'model', constants);
      return (wanted: string) => variables.filter(({ name }) => name === wanted).map(({ initial }) => initial);
    };
    const [narrow, wide] = [initials({ WIDTH: 11 }), initials({})];
    expect([narrow('WIDTH'), wide('WIDTH')]).toEqual([[-(2 ** 31)], [-(2 ** 31)]]);
    expect(narrow('POISONED')).not.toEqual(wide('POISONED')); // of the package, which computes it from its own WIDTH
  });

  test('and to the js engine', () => {
    const text = make({ sources: { protocolFile }, output: { kind: 'js', variant: 'stalled' } }) as string;
    const memory = { buffer: new SharedArrayBuffer(65536) };
    const kernel = instantiate({ engine: 'js', text }, memory, () => 0) as Kernel;
    expect(kernel.restingWord()).toBe(-(2 ** 31));
    expect([5, -5].map((word) => kernel.countOf(word))).toEqual([5, 0]);
  });

  test('each statement of the module is told where it comes from', () => {
    const { functions, files } = kernelModule({ protocolFile }, 'model');
    const lineAt = sourceLines(files);
    const lines = functions.flatMap(({ body }) => body.map(({ at }) => lineAt(at)));
    expect(lines).toContainEqual({ file: 'twisted.ts', line: 19, code: 'const tryGet = word;', own: true });
    expect(lines).toContainEqual(expect.objectContaining({ file: 'v4.ts', own: false }));
  });
});

test('what nothing leads to is left out', () => {
  const protocolFile = written(
    'unused.ts',
    "export * from 'reftorture/protocols/v4';\nfunction nobodyCalls(): i32 {\n  return 1;\n}\n",
  );
  const names = kernelModule({ protocolFile }, 'model').functions.map(({ name }) => name);
  expect(names).toContain('freeze');
  expect(names).not.toContain('nobodyCalls');
});

test('a file is read alike for an engine, whichever it was read for before', () => {
  const sources = { protocolFile: join(SOURCE_ROOT, 'protocols/v4.ts') };
  const made = () => [
    make({ sources, output: { kind: 'js', variant: 'detecting' } }),
    make({ sources, output: { kind: 'c', variant: 'counting' } }),
    make({ sources, output: { kind: 'replay', constants: {} } }),
  ];
  const before = made();
  expect(new Set(before).size).toBe(before.length);
  expect(made()).toEqual(before);
});

test("a user's file is read as it is now", () => {
  const free = (value: number): number | undefined => {
    const text = `export { count, freeze, get, init, put, tryGet, unfreeze } from 'reftorture/protocols/v4';\nexport const FREE: i32 = ${value};\n`;
    const { variables } = kernelModule({ protocolFile: written('changing.ts', text) }, 'detecting');
    return variables.find(({ name }) => name === 'FREE')?.initial;
  };
  expect([free(11), free(12)]).toEqual([11, 12]);
});
