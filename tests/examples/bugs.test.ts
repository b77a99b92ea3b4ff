// The gallery of real bugs: each is violated before its fix with a shortest witness, which real threads confirm where their
// memory can, and clean behind it in the same bounds.

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { boundsOf, bugs, canRace, requestOf } from '../../docs/bug-list.js';
import { replay } from '../../src/harness/replay/replay.js';
import type { Witness } from '../../src/results/check-result.js';
import { check, loadWitness, raceUntil } from '../runs.js';
import { inSlow, isPlayed } from '../slow.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Replays of each witness. */
const TIMES = inSlow(3, 1);

/** Steps of the shortest witness, and its schedule. */
const SHORTEST: Readonly<Record<string, readonly [steps: number, schedule: string]>> = {
  'vmaf-unref': [13, 'a7b5a'],
  'nitro-weak-lock': [12, 'a6b5a'],
  'godot-unreference': [19, 'a11b7a'],
  'openssl-print-ref': [40, 'a7b5ab26a'],
  'swift-reclaim': [10, 'a7b3'],
  'rcuref-put': [19, 'a10c8a'],
  'fget-unix-gc': [18, 'a9ba5b3'],
  'gup-compound-head': [19, 'a13ba2b3'],
  'epoll-poll': [17, 'a6b10a'],
  'page-ref-overflow': [18, 'a5b13'],
  'cpython-merge': [29, 'a15b11ab2'],
  'arc-weak-count': [16, 'a9b5a2'],
  'arc-get-mut': [15, 'a6b6aa.1a'],
  'stabby-drop': [15, 'a6b6aa.1a'],
  'freebsd-release-if-gt': [17, 'a6b7a2a.1a'],
};

test('a second word goes with a narrow count, and the witness is confirmed', async () => {
  const folder = `${ROOT}examples/bugs/swift-reclaim/`;
  const request = { scenario: `${folder}scenario.ts`, width: 4 };
  const { witness } = await check({ ...request, protocol: `${folder}before.ts` });
  expect(witness?.steps.some(({ location }) => location === 'word 0')).toBe(true);
  expect(await replay(await loadWitness(witness?.token ?? ''), { times: 1 })).toMatchObject({ verdict: 'confirmed' });
  expect(await check({ ...request, protocol: `${folder}after.ts` })).toMatchObject({ verdict: 'clean' });
});

test('every folder is in the list', () => {
  const folders = readdirSync(`${ROOT}examples/bugs`).sort();
  expect(bugs.map(({ name }) => name).sort()).toEqual(folders);
  expect(Object.keys(SHORTEST).sort()).toEqual(folders);
});

describe.each(bugs)('$name', (bug) => {
  const before = { ...requestOf(bug, 'before', ROOT), ...boundsOf(bug) };

  test('before is violated, and its shortest witness is confirmed where it can be', async () => {
    const { verdict, witnesses } = await check(before);
    expect(verdict).toBe('violated');
    const found = witnesses.find(({ property }) => property === bug.shows) as Witness;
    expect([found.steps.length, found.schedule]).toEqual(SHORTEST[bug.name]);
    if (bug.memory === 'ra') {
      expect(found.steps.some(({ newer = 0 }) => newer > 0)).toBe(true);
      return;
    }
    const loaded = await loadWitness(found.token);
    const result = await replay({ ...loaded, property: found.property }, { times: TIMES });
    expect(result).toMatchObject({ verdict: 'confirmed', agreed: TIMES, problems: [] });
  });

  test('after is clean in the same bounds', async () => {
    const result = await check({ ...requestOf(bug, 'after', ROOT), ...boundsOf(bug) });
    expect(result).toMatchObject({ verdict: 'clean', witnesses: [] });
  });

  test.runIf(bug.memory === 'ra')('under sequential consistency before is clean, too', async () => {
    expect(await check(requestOf(bug, 'before', ROOT))).toMatchObject({ verdict: 'clean' });
  });

  test.runIf(bug.memory === 'ra' || bug.name === 'swift-reclaim')(
    'the axioms of the Linux-kernel memory model say the same',
    async () => {
      const memory = 'lkmm';
      expect(await check({ ...before, memory })).toMatchObject({ verdict: 'violated', complete: true });
      const after = await check({ ...requestOf(bug, 'after', ROOT), memory });
      expect(after).toMatchObject({ verdict: 'clean', complete: true });
    },
  );

  test.runIf(canRace(bug) && isPlayed(bugs.indexOf(bug), 0, 3))('after races, and its books add up', async () => {
    const request = requestOf(bug, 'after', ROOT);
    const result = await raceUntil(({ operations }) => operations > 1000, request);
    expect(result).toMatchObject({ verdict: 'clean', conservation: { problems: [] } });
  });
});
