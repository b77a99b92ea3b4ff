// Tests of how many words of each worker a protocol's file asks for, and what is made of it.

import { expect, test } from 'vitest';
import { perThreadWordsIn } from '../../src/front-end/contract.js';
import { exportsOf } from '../../src/front-end/front-end.js';
import { protocols } from '../../src/protocols/index.js';
import { resolveProtocol } from '../../src/requests/resolve-protocol.js';
import { check, race } from '../runs.js';
import { sourceFiles } from '../source-files.js';

const file = sourceFiles();

test.each([
  ['of its own', 'export const PER_THREAD_WORDS: i32 = 3;', 3],
  ['of another file', "export { count, PER_THREAD_WORDS } from 'reftorture/protocols/percpu';", 1],
  ['of all that another file has', "export * from 'reftorture/protocols/biased';", 1],
  ['in a comment', '// export const PER_THREAD_WORDS: i32 = 1;', 0],
  ['a variable', 'export let PER_THREAD_WORDS: i32 = 1;', 0],
  ['too many', 'export const PER_THREAD_WORDS: i32 = 5;', 0],
  ['none', "export { count } from 'reftorture/protocols/percpu';", 0],
])('%s', (name, text, words) => {
  expect(perThreadWordsIn(exportsOf(file(`${name.replaceAll(' ', '-')}.ts`, text)))).toBe(words);
});

test('all protocols but those that ask for them have none', () => {
  const asking = protocols.filter(({ name }) => resolveProtocol(name).perThreadWords > 0);
  expect(asking.map(({ name }) => name)).toEqual(['percpu', 'biased', 'percpu-no-grace', 'biased-plain']);
});

/** The first of the two words stays 0. */
const TWO_WORDS = `// Counts the gets of each worker beside those of old.
import { fetchAdd, peek } from 'reftorture/memory';
import { RELAXED } from 'reftorture/order';
import { tryGet as tryGetOld } from 'reftorture/protocols/old';
import { ownWord } from 'reftorture/per-thread-words';
export { count, FREE, freeze, get, init, put, unfreeze } from 'reftorture/protocols/old';

export const PER_THREAD_WORDS: i32 = 2;

export function tryGet(word: i32): boolean {
  if (!tryGetOld(word)) return false;
  fetchAdd(ownWord(word, 1), 1, RELAXED);
  return true;
}

export function countAt(word: i32): i32 {
  return peek(word);
}
`;

test('a file of the user with two words of each worker is checked and raced', async () => {
  const protocol = file('two-words.ts', TWO_WORDS);
  const checked = await check({ protocol, scenario: 'email', dtor: 'looked-up' });
  expect(checked.verdict).toBe('clean');
  const request = { protocol, scenario: 'mixed', dtor: 'looked-up', durationMs: 50, engine: 'js' } as const;
  const { verdict, conservation } = await race(request);
  expect([verdict, conservation.checked]).toEqual(['clean', true]);
});
