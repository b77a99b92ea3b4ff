// A narrow count word, and protocols that do not narrow theirs: they are refused, and not accused.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { protocolExports } from '../../src/front-end/front-end.js';
import { countsInWidth } from '../../src/front-end/narrowing.js';
import { protocols } from '../../src/protocols/index.js';
import { resolveCheck } from '../../src/requests/check-request.js';
import { resolveProtocol } from '../../src/requests/resolve-protocol.js';
import { UsageError } from '../../src/usage-error.js';
import { check } from '../runs.js';

const folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
afterAll(() => rmSync(folder, { recursive: true }));

function protocol(name: string, text: string): string {
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, text);
  return file;
}

const REST = "export { count, FREE, freeze, get, init, tryGet, unfreeze } from 'reftorture/protocols/v4';";
const PUT = 'export function put(word: i32): boolean { return word === 0; }';

/** old with its words XORed with MASK. */
const MASKED = `
import { compareExchange, load, store } from 'reftorture/memory';
import { FULL, RELAXED, RELEASE } from 'reftorture/order';
const MASK: i32 = 0x5a5a5a5a;
export const FREE: i32 = MASK;
export function init(word: i32): void { store(word, 1 ^ MASK, RELAXED); }
export function tryGet(word: i32): boolean {
  let seen = load(word, RELAXED);
  while (seen !== FREE) {
    const before = compareExchange(word, seen, ((seen ^ MASK) + 1) ^ MASK, FULL);
    if (before === seen) return true;
    seen = before;
  }
  return false;
}
export function get(word: i32): void { tryGet(word); }
export function put(word: i32): boolean {
  let seen = load(word, RELAXED);
  while (true) {
    const before = compareExchange(word, seen, ((seen ^ MASK) - 1) ^ MASK, FULL);
    if (before === seen) return (seen ^ MASK) === 1;
    seen = before;
  }
}
export function freeze(word: i32, expected: i32): boolean {
  return compareExchange(word, expected ^ MASK, FREE, FULL) === (expected ^ MASK);
}
export function unfreeze(word: i32, references: i32): void { store(word, references ^ MASK, RELEASE); }
export function count(value: i32): i32 { return value ^ MASK; }
`;

describe('old with its count XORed with a constant', () => {
  const file = protocol('masked', MASKED);

  test('is clean at 32 bits, which are the default also where others are narrow', async () => {
    expect((await check({ protocol: file, dtor: 'looked-up' })).verdict).toBe('clean');
    expect(resolveCheck({ protocol: file, scenario: 'overflow' }).config.width).toBe(32);
    expect(resolveCheck({ protocol: 'old', scenario: 'overflow' }).config.width).toBe(3);
  });

  test('is refused with fewer', () => {
    expect(() => resolveCheck({ protocol: file, width: 4 })).toThrow(
      /^--width does not narrow ".*masked\.ts", which does not count through WIDTH and wrap\(\) of reftorture\/width/,
    );
  });

  test('is refused for its FREE, where something else of it is narrow', async () => {
    const narrow = protocol(
      'partly',
      `${MASKED.replace(/export function get.*/, '')}export { get } from 'reftorture/protocols/old';`,
    );
    await expect(check({ protocol: narrow, width: 4 })).rejects.toThrow(
      /FREE is 1515870810, which does not fit into the 4 bits of --width: make it of WIDTH, .* or take --width 32$/,
    );
    await expect(check({ protocol: narrow, width: 4 })).rejects.toBeInstanceOf(UsageError);
  });
});

test.each(protocols.map(({ name }) => name))('%s narrows, unless it has words of each worker', (name) => {
  const { file, narrows, perThreadWords } = resolveProtocol(name);
  expect(perThreadWords).toBe(protocolExports(file).perThreadWords);
  expect(narrows).toBe(perThreadWords === 0);
  if (narrows) expect(countsInWidth(file)).toBe(true);
});

test.each<[what: string, narrows: boolean, text: string]>([
  ['its own wrap()', true, `import { wrap } from 'reftorture/width'; ${PUT}`],
  ['what it exports again', true, `${REST} ${PUT}`],
  ['all that it exports again', true, "export * from 'reftorture/protocols/v4-full';"],
  ['what it calls', true, "import { put as base } from 'reftorture/protocols/v4';"],
  ['RESET_AFTER alone', false, `import { RESET_AFTER } from 'reftorture/width'; ${PUT}`],
  ['another constant', false, `import { FREE } from 'reftorture/protocols/v4'; ${PUT}`],
  ['a comment', false, `// import { wrap } from 'reftorture/width';\n${PUT}`],
  ['a file that is not there', false, `import { wrap } from './none'; ${PUT}`],
])('by %s a file narrows: %s', (what, narrows, text) => {
  expect(countsInWidth(protocol(what.replace(/\W/g, '-'), text))).toBe(narrows);
});

test('v4-full and v4-acquire do by what they export again', () => {
  for (const name of ['v4-full', 'v4-acquire']) {
    const { file, narrows } = resolveProtocol(name);
    expect([narrows, readFileSync(file, 'utf8').includes('width')]).toEqual([true, false]);
  }
});
