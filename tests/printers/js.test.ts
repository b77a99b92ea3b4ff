// The JavaScript of portable sources.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { kernelModule, moduleOf } from '../../src/front-end/front-end.js';
import { SOURCE_ROOT, VARIANTS } from '../../src/front-end/sources.js';
import { ATOMICS, REPLAY } from '../../src/printers/js/intrinsics.js';
import { printJs } from '../../src/printers/js/print-module.js';
import { protocols } from '../../src/protocols/index.js';
import { slice } from '../slow.js';
import { type Functions, passesConformance } from './conformance.js';

const V4 = join(SOURCE_ROOT, 'protocols/v4.ts');

const folder = mkdtempSync(join(tmpdir(), 'reftorture-js-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

function printed(source: string): string {
  const file = join(folder, `module${++files}.ts`);
  writeFileSync(file, source);
  return printJs(moduleOf(file, V4, 'detecting'), ATOMICS);
}

const host = { stamp: () => undefined };

function linked(text: string, words = new Int32Array(new SharedArrayBuffer(65536)), calls: object = host): Functions {
  return (new Function('words', 'host', text) as (words: Int32Array, host: object) => Functions)(words, calls);
}

passesConformance((source) => linked(printed(source)));

describe('the text', () => {
  const text = printed(`
    import { fetchAdd } from '#memory';
    export const LIMIT: i32 = 5;
    export let changing: i32 = 0;
    export function f(a: i32, b: i32): boolean {
      if (a < b && !(a === LIMIT)) changing = fetchAdd(a, b, 3) * 2;
      return a < b;
    }
  `);

  test('has comparisons as they are in conditions, and as 0 or 1 in values', () => {
    expect(text).toContain('if ((a < b) && (!(a === LIMIT))) {');
    expect(text).toContain('return a < b ? 1 : 0;');
    expect(text).toContain('changing = Math.imul(fetchAdd(a, b, 3), 2);');
  });

  test('returns functions and constants', () => {
    expect(Object.keys(linked(text))).toEqual(['LIMIT', 'f']);
    expect(linked(text).LIMIT).toBe(5);
  });
});

test('each instance has variables of its own', () => {
  const text = printed('let n: i32 = 41;\nexport function next(): i32 { n++; return n; }');
  const [one, other] = [linked(text), linked(text)];
  expect([one.next?.(), one.next?.(), other.next?.()]).toEqual([42, 43, 42]);
});

test.each(slice(protocols, 4).map(({ name, file }) => ({ name, file: join(SOURCE_ROOT, 'protocols', file) })))(
  'the kernels of $name are functions of words and host',
  ({ file }) => {
    for (const variant of VARIANTS) {
      const kernel = linked(printJs(kernelModule({ protocolFile: file }, variant), ATOMICS));
      expect(Object.keys(kernel)).toContain('run');
    }
  },
);

test('in a replay, every access and every choice is asked of the host', () => {
  const file = join(folder, 'replayed.ts');
  writeFileSync(
    file,
    `import * as memory from '#memory';
     import { choose } from 'reftorture/choice';
     export function f(word: i32): i32 {
       memory.store(word, memory.fetchAdd(word, 2, 3) + choose(4), 0);
       memory.poke(word, memory.compareExchange(word, 7, 9, 1) + memory.observe(word));
       memory.sleep(word, 1000000000);
       return memory.peek(word);
     }`,
  );
  const words = new Int32Array(new SharedArrayBuffer(64));
  words[4] = 11;
  const calls: unknown[] = [];
  const noted =
    (name: string) =>
    (...values: unknown[]) =>
      calls.push([name, ...values]);
  const replaying = Object.fromEntries(['step', 'choose', 'poke', 'observe'].map((name) => [name, noted(name)]));
  const { f } = linked(printJs(moduleOf(file, V4, 'replay'), REPLAY), words, replaying);
  expect(f?.(16)).toBe(11);
  expect(calls).toEqual([
    ['step', 'fetchAdd', 16, 2, 0],
    ['choose', 4],
    ['step', 'store', 16, 1 + 2, 0],
    ['step', 'compareExchange', 16, 7, 9],
    ['observe', 16],
    ['poke', 16, 4 + 5],
  ]);
});
