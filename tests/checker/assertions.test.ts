// Assertions that the sources state, decided over all schedules.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { WitnessNote } from '../../src/results/check-result.js';
import { check } from '../runs.js';

type Request = Parameters<typeof check>[0];

/** Returns what the last step of the witness of a broken assertion says of it; undefined where it holds. */
async function brokenIn(request: Request): Promise<WitnessNote | undefined> {
  const { complete, witness } = await check(request, { properties: ['assertion'] });
  expect(complete).toBe(true);
  return witness?.steps.at(-1)?.notes.find(({ kind }) => kind === 'assertion');
}

test('a broken one is told with its number, its line and its text', async () => {
  const source = expect.stringMatching(/^freeze-first\.ts:\d+$/);
  expect(await brokenIn({ protocol: 'through-zero', scenario: 'freezer' })).toEqual({
    ...{ kind: 'assertion', number: 1, source, condition: 'value !== references' },
  });
  expect(await brokenIn({ protocol: 'freeze-first', scenario: 'freezer' })).toBeUndefined();
});

test('one that is written over many lines is told in one', async () => {
  const protocol = join(mkdtempSync(join(tmpdir(), 'assertions-')), 'mine.ts');
  writeFileSync(
    protocol,
    `import { assert } from 'reftorture/probes';
import { fetchSub } from 'reftorture/memory';
import { FULL } from 'reftorture/order';
export { count, FREE, freeze, get, init, tryGet, unfreeze } from 'reftorture/protocols/old';
export function put(word: i32): boolean {
  const before = fetchSub(word, 1, FULL);
  assert(
    before > 1, // never the last
    7,
  );
  return before === 1;
}
`,
  );
  expect(await brokenIn({ protocol, scenario: 'allocator' })).toEqual({
    ...{ kind: 'assertion', number: 7, source: 'mine.ts:7', condition: 'before > 1' },
  });
});

describe('a get that takes a staged 0 and passes its recheck (claim C9)', () => {
  const request = { protocol: 'v4', scenario: 'recheck', dtor: 'looked-up' } as const;

  test.each(['sc', 'ra'] as const)(
    'does not exist under %s where pages are unmapped before their put',
    async (memory) => {
      expect(await brokenIn({ ...request, memory })).toBeUndefined();
    },
  );

  test.each(['sc', 'ra'] as const)('is found under %s where they are unmapped after it', async (memory) => {
    const broken = await brokenIn({ ...request, memory, unmap: 'after-put' });
    expect(broken).toMatchObject({ source: expect.stringMatching(/^recheck\.ts/) });
  });
});
