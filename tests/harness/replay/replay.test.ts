// Witnesses on real threads: every violation in the box, and witnesses that must be turned down.

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LoadedWitness } from '../../../src/checker/load-witness.js';
import { replay } from '../../../src/harness/replay/replay.js';
import type { CheckRequest } from '../../../src/requests/check-request.js';
import type { Witness, WitnessFile } from '../../../src/results/check-result.js';
import { UsageError } from '../../../src/usage-error.js';
import { check, loadWitness } from '../../runs.js';
import { inSlow } from '../../slow.js';

const CASES: readonly CheckRequest[] = [
  { protocol: 'v4' },
  { protocol: 'v4', dtor: 'looked-up', scenario: 'getters' },
  { protocol: 'old', scenario: 'stale' },
  { protocol: 'or-freeze', scenario: 'getters' },
  { protocol: 'or-freeze', scenario: 'mixed', threads: 3, rounds: 2, slots: 1 },
  { protocol: 'zeroing-allocator', scenario: 'stale' },
  { protocol: 'no-reset', scenario: 'overflow', width: 3, rounds: 2 },
  { protocol: 'v4-rfc', scenario: 'overflow', width: 4, rounds: 4 },
  { protocol: 'v4-blind-loop', scenario: 'overflow', width: 3, rounds: 2 },
  // Its leak comes of a reset, which without the limit would come later.
  { protocol: 'v4-blind-loop', scenario: 'overflow', dtor: 'looked-up', width: 4, rounds: 2, resetAfter: 2 },
  { protocol: 'v4', scenario: 'stale', unmap: 'after-put' },
  { protocol: 'v4', scenario: 'folio-email', dtor: 'looked-up', reclaim: 'grace' },
  { protocol: 'old', scenario: 'folio-walker', reclaim: 'grace', section: 'before-get' },
  { protocol: 'v4', scenario: 'folio-index', reclaim: 'grace-but-one', rounds: 1 },
  { protocol: 'old', scenario: 'folio-email', reclaim: 'at-once', dtor: 'looked-up', width: 4 },
  { protocol: 'percpu', scenario: 'folio-walker', reclaim: 'at-once', dtor: 'looked-up' },
  // No detector of a race sees the free itself.
  { protocol: 'check-then-put', scenario: 'getters', roles: ['owner', 'getter'], recheck: false, dtor: 'looked-up' },
];

/** By default a case shows a witness of a property that no case before it has shown, or else its first one. */
const shown = new Set<string>();
function playedOf(witnesses: readonly Witness[]): readonly Witness[] {
  const one = witnesses.find(({ property }) => !shown.has(property)) ?? witnesses[0];
  if (one) shown.add(one.property);
  return inSlow(witnesses, one ? [one] : []);
}
/** Replays of each. */
const TIMES = inSlow(3, 1);

describe('every violation in the box', () => {
  test.each(CASES)(
    '%j',
    async (request) => {
      const { witnesses } = await check(request);
      expect(witnesses.length).toBeGreaterThan(0);
      for (const { property, token } of playedOf(witnesses)) {
        const result = await replay({ ...(await loadWitness(token)), property }, { times: TIMES });
        expect(result).toMatchObject({ property, verdict: 'confirmed', agreed: TIMES, problems: [] });
      }
    },
    60_000,
  );

  const many = inSlow(100, 20);
  test(`${many} replays in a row agree`, async () => {
    const { witness } = await check({ protocol: 'v4' });
    const result = await replay(await loadWitness((witness as Witness).token), { times: many });
    expect(result).toMatchObject({ verdict: 'confirmed', replays: many, agreed: many, interrupted: false, steps: 16 });
  });

  test('an interruption ends a row of replays after the one that runs', async () => {
    const { witness } = await check({ protocol: 'v4' });
    const options = { times: 1_000_000, signal: AbortSignal.abort() };
    const result = await replay(await loadWitness((witness as Witness).token), options);
    expect(result).toMatchObject({ verdict: 'confirmed', replays: 1, agreed: 1, interrupted: true });
  });
});

describe('what a replay notices', () => {
  let loaded: LoadedWitness;

  beforeAll(async () => {
    loaded = await loadWitness(((await check({ protocol: 'v4' })).witness as Witness).token);
  });

  test.each([
    ['a value before it', { before: 7 }, 'fetchAdd [7 -> 1]'],
    ['a value after it', { after: 7 }, 'fetchAdd [0 -> 7]'],
    ['another operation', { operation: 'fetchSub' }, 'fetchSub [0 -> 1]'],
  ])('a step with %s that is not what really happens', async (_, change, text) => {
    const steps = loaded.steps.map((step, index) => (index === 5 ? { ...step, ...change } : step));
    const result = await replay({ ...loaded, steps } as LoadedWitness, { times: 1 });
    expect(result.verdict).toBe('differs');
    expect(result.problems).toEqual([`step 6: the witness has ${text}, really fetchAdd [0 -> 1]`]);
  });

  test('a step that nobody takes', async () => {
    const [last] = loaded.steps.slice(-1) as [(typeof loaded.steps)[number]];
    const steps = [...loaded.steps, { ...last, thread: 1, notes: [] }]; // thread 2 has played all its rounds by then
    const result = await replay({ ...loaded, steps }, { times: 1 });
    expect(result.verdict).toBe('differs');
    expect(result.problems).toContain('16 of 17 steps were taken');
  });

  test('a violation that the witness does not have', async () => {
    const steps = loaded.steps.map((step) => ({ ...step, notes: [] }));
    const result = await replay({ ...loaded, steps }, { times: 1 });
    expect(result.verdict).toBe('differs');
    expect(result.problems.join('\n')).toMatch(
      /^the detectors also saw: typeConfusionStolenFree by thread 1 on page 0/m,
    );
  });

  test('a violation at rest that the pages do not show', async () => {
    const result = await replay({ ...loaded, property: 'useAfterFree' }, { times: 1 });
    expect(result.problems).toEqual(['the final audit shows no useAfterFree']);
  });

  test('free memory that nobody touched, on a narrow count word as well', async () => {
    const { witnesses } = await check({ protocol: 'old', scenario: 'folio-email', reclaim: 'at-once', width: 8 });
    const { steps, ...witness } = await loadWitness((witnesses[0] as Witness).token);
    const freed = steps.findIndex(({ path, location }) => path.at(-1) === 'giveBack' && location === 'stamp');
    const untouched = steps.slice(0, freed + 1).map((step) => ({ ...step, notes: [] }));
    const result = await replay({ ...witness, steps: untouched, property: 'touchedFreed' }, { times: 1 });
    expect(result.problems).toEqual(['the final audit shows no touchedFreed']);
  });

  test('a violation that the detectors do not report', async () => {
    const steps = loaded.steps.slice(0, -1);
    const last = { ...(loaded.steps.at(-1) as (typeof loaded.steps)[number]) };
    const notes = [{ ...(last.notes[0] as (typeof last.notes)[number]), generation: 5 }] as typeof last.notes;
    const result = await replay({ ...loaded, steps: [...steps, { ...last, notes }] }, { times: 1 });
    expect(result.verdict).toBe('differs');
    expect(result.problems.join()).toMatch(/did not see/);
  });

  test('a thread that never gets its turn', async () => {
    const steps = loaded.steps.map((step, index) => (index === 3 ? { ...step, thread: 1 } : step));
    const result = await replay({ ...loaded, steps }, { times: 1, deadlineMs: 200 });
    expect(result.verdict).not.toBe('confirmed');
    expect(result.problems).not.toEqual([]);
  });
});

describe('witnesses that are turned down', () => {
  let file: WitnessFile;
  const folder = mkdtempSync(join(tmpdir(), 'witness-'));

  beforeAll(async () => {
    const { config, witness } = await check({ protocol: 'v4' });
    file = { schema: 'reftorture/witness@1', config, witness: witness as Witness };
  });

  /** `file` with `value` (undefined: nothing) in place of what stands at `place`, a path of keys. */
  function written(place: readonly (string | number)[] = [], value?: unknown): string {
    const copy: unknown = JSON.parse(JSON.stringify(file));
    const [key = '', ...outer] = [...place].reverse();
    const holder = outer.reduceRight<unknown>((value, name) => (value as Record<string, unknown>)[name], copy);
    if (place.length > 0) (holder as Record<string, unknown>)[key] = value;
    const path = join(folder, 'witness.json');
    writeFileSync(path, JSON.stringify(copy));
    return path;
  }

  test('one that is as it was is taken', async () => {
    const loaded = await loadWitness(written());
    expect(loaded.steps).toEqual(file.witness.steps);
    expect(readFileSync(join(folder, 'witness.json'), 'utf8')).toContain('reftorture/witness@1');
  });

  test.each([
    ['another version', ['schema'], 'reftorture/witness@2', /not a witness of this version/],
    ['other sources', ['witness', 'digest'], '0123456789ab', /outdated/],
    ['another configuration', ['config', 'dtor'], 'looked-up', /outdated/],
    ['an edited value', ['witness', 'steps', 4, 'before'], 2, /edited: step 5/],
    ['a step by another thread', ['witness', 'steps', 4, 'thread'], 1, /edited: step 5/],
    ['a missing step', ['witness', 'steps', 'length'], 15, /edited: step 16/],
    ['an edited schedule', ['witness', 'schedule'], 'a5b5c4a', /edited/],
    ['a schedule beyond the end', ['witness', 'schedule'], 'a99', /cannot take step/],
    ['a schedule with a thread too many', ['witness', 'schedule'], 'a5b5c5d', /thread 4 cannot take step 16/],
    ['no schedule', ['witness', 'schedule'], '?', /schedule/],
    ['an unknown property', ['witness', 'property'], 'bad', /damaged/],
    ['an unknown protocol', ['config', 'protocol'], 'v6', /unknown protocol/],
  ])('%s', async (_, place, value, message) => {
    const path = written(place, value);
    await expect(loadWitness(path)).rejects.toThrow(message);
    await expect(loadWitness(path)).rejects.toThrow(UsageError);
  });

  test.each(['a1', 'a5b5c5'])('a token cut short to %s, which shows nothing', async (schedule) => {
    const token = file.witness.token.replace(/:\w+$/, `:${schedule}`);
    await expect(loadWitness(token)).rejects.toThrow(/ends without a violation: has it been cut short/);
  });

  test('what is neither a file nor a token', async () => {
    await expect(loadWitness('nowhere.json')).rejects.toThrow(/no witness file "nowhere.json"/);
    await expect(loadWitness('v4@email')).rejects.toThrow(/neither a witness file nor a token/);
    await expect(loadWitness('v4,email@0123456789ab:a999999999')).rejects.toThrow(
      'a schedule of 999999999 steps is no witness: at most 10000 are replayed',
    );
    await expect(loadWitness('v4,email,colour=3@0123456789ab:a')).rejects.toThrow(/there is no option "colour"/);
    await expect(loadWitness('%E0%A4%A,email@0123456789ab:a')).rejects.toThrow(/"%E0%A4%A" has a % without two/);
    writeFileSync(join(folder, 'text.json'), 'hello');
    await expect(loadWitness(join(folder, 'text.json'))).rejects.toThrow(/not JSON/);
  });
});
