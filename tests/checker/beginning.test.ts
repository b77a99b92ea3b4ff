// A thread that looks at shared memory before its first access.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { replay } from '../../src/harness/replay/replay.js';
import { check, loadWitness } from '../runs.js';

let folder: string;
let protocol: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
  protocol = join(folder, 'gives-away.ts');
  writeFileSync(
    protocol,
    `export { count, FREE, freeze, get, init, put, unfreeze } from 'reftorture/protocols/old';
export function tryGet(word: i32): boolean {
  return word > 0;
}
`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(['sc', 'ra'] as const)('a tryGet without an access is checked under %s, like any other', async (memory) => {
  const { complete, witnesses } = await check({ protocol, scenario: 'email', memory });
  expect(complete).toBe(true);
  const freed = witnesses.find(({ property }) => property === 'useAfterFree');
  expect(freed?.steps.map(({ operation, location }) => `${operation} ${location}`)).toEqual(['begin ', 'load slot']);
  expect(freed?.steps[0]).toMatchObject({ thread: 1, source: expect.stringMatching(/^lifetime\.ts:\d+$/), half: 0 });
  expect(freed?.steps[0]?.notes).toEqual([{ kind: 'holds', page: 0, generation: 0 }]);
});

test('it looks when it has its turn, not when all threads begin', async () => {
  const { witnesses } = await check({ protocol, scenario: 'email' });
  const stale = witnesses.find(({ property }) => property === 'typeConfusionStaleGet');
  expect(stale?.steps.findIndex(({ operation }) => operation === 'begin')).toBeGreaterThan(0);
});

test('real threads follow its witnesses', async () => {
  for (const scenario of ['email', 'walker']) {
    const { witnesses } = await check({ protocol, scenario });
    expect(witnesses.length).toBeGreaterThan(0);
    for (const { property, token } of witnesses) {
      const result = await replay({ ...(await loadWitness(token)), property }, { times: 2 });
      expect(result).toMatchObject({ property, verdict: 'confirmed', agreed: 2, problems: [] });
    }
  }
});
