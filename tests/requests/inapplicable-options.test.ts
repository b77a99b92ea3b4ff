// Options without an effect where they are given: which roles and protocols look at which, and what is refused.

import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runCheck } from '../../src/checker/check.js';
import { codeOf } from '../../src/checker/unexplored.js';
import { protocols } from '../../src/protocols/index.js';
import { type CheckRequest, examineCheck, resolveCheck } from '../../src/requests/check-request.js';
import { type RaceRequest, resolveRace } from '../../src/requests/race-request.js';
import { resolveRow } from '../../src/requests/resolve-options.js';
import { resolveProtocol } from '../../src/requests/resolve-protocol.js';
import type { CheckConfig } from '../../src/results/check-result.js';
import { builtInRoles } from '../../src/scenarios/index.js';
import type { RoleOption } from '../../src/scenarios/scenario.js';
import { here } from '../runs.js';
import { slice } from '../slow.js';

const OWN_SCENARIO = fileURLToPath(new URL('../../examples/pins.ts', import.meta.url));
const OWN_PROTOCOL = fileURLToPath(new URL('../fixtures/held-up-v4.ts', import.meta.url));

interface Otherwise {
  /** Other values than the default: who looks at the option tells one of them from it. */
  readonly changes: readonly Partial<CheckConfig>[];
  /** Conditions for the option to count: who has to be there, but does not look at it, and other options. */
  readonly beside?: readonly string[];
  readonly under?: Partial<CheckConfig>;
  /** Those for whom it is an option at all: whoever frees memory can be told from how that comes back. */
  readonly offeredTo?: RegExp;
}

const OTHERWISE: Readonly<Record<RoleOption, Otherwise>> = {
  recheck: { changes: [{ recheck: false }], beside: ['owner'] },
  unmap: { changes: [{ unmap: 'after-put' }] },
  slots: { changes: [{ slots: 2 }] },
  reclaim: { changes: [{ reclaim: 'grace' }], offeredTo: /^folio / },
  section: { changes: [{ section: 'none' }, { section: 'put-inside' }], under: { reclaim: 'grace' } },
};

/** Returns what is explored, whether or not it would be refused. */
async function explored(
  roles: readonly string[],
  change: Partial<CheckConfig>,
  request: CheckRequest = {},
): Promise<unknown> {
  const resolved = resolveCheck({ protocol: 'v4', scenario: 'email', roles, rounds: 2, ...request });
  const changed = { ...resolved, config: { ...resolved.config, ...change } };
  const { complete, states, transitions, depth, properties } = runCheck(changed, await codeOf(changed, here));
  expect(complete).toBe(true);
  return { states, transitions, depth, properties };
}

describe.each(builtInRoles().map((role) => [role.name, role] as const))('the role %s', (name, { usesOptions }) => {
  test.each(Object.keys(OTHERWISE) as RoleOption[])('looks at %s exactly if the table says so', async (option) => {
    const { changes, beside = [], under, offeredTo = /./ } = OTHERWISE[option];
    const found = [{}, ...changes].map((change) => explored([...beside, name], { ...under, ...change }));
    const makesADifference = new Set((await Promise.all(found)).map((one) => JSON.stringify(one))).size > 1;
    expect(usesOptions?.includes(option)).toBe(makesADifference && offeredTo.test(name));
  });
});

/** Others have no narrow words, on which such a limit is in reach. */
const inOneWord = protocols.filter(({ name }) => resolveProtocol(name).perThreadWords === 0);

test.each(slice(inOneWord, 3))(
  '$name takes failed gets back from RESET_AFTER on exactly if the registry says so',
  async (entry) => {
    const roles = ['T3', 'late getter', 'late getter'];
    const narrow = { protocol: entry.name, width: 3, rounds: 2 };
    const usual = await explored(roles, {}, narrow);
    const early = await explored(roles, { resetAfter: 1 }, narrow);
    expect(entry.resets).toBe(JSON.stringify(early) !== JSON.stringify(usual));
  },
);

describe('refused with the reason', () => {
  test.each<[CheckRequest, RegExp]>([
    [{ recheck: false }, /^--no-recheck does nothing in "email": none of its roles \(T1, T2, T3\) asks whether/],
    [
      { scenario: 'stale', roles: ['T1', 'T3'], recheck: false },
      /none of its roles \(T1, T3\) .*: mixed, getter, folio T2.*\. Leave/,
    ],
    [
      { unmap: 'after-put' },
      /^--unmap does nothing in "email".* Those that do: mixed, owner\+T3, owner\. Leave it out$/,
    ],
    [{ scenario: 'stale', slots: 2 }, /^--slots does nothing in "stale"/],
    [{ protocol: 'old', resetAfter: 2 }, /^--reset-after does nothing with "old", which has no such limit/],
    [
      { reclaim: 'grace' },
      /^--reclaim does nothing in "email": none of its roles \(T1, T2, T3\) counts in a descriptor\. Those that do: folio T1, /,
    ],
    [{ scenario: 'walker', section: 'none' }, /^--section does nothing in "walker".* counts in a descriptor/],
    [
      { scenario: 'folio-email', section: 'put-inside' },
      /^--section does nothing with --reclaim type-stable, under which no memory waits for a section: ask for/,
    ],
    [
      { scenario: 'folio-email', reclaim: 'at-once', section: 'none' },
      /^--section does nothing with --reclaim at-once, /,
    ],
    [
      { scenario: 'folio-email', roles: ['T1', 'T3'], reclaim: 'grace' },
      /^--reclaim does nothing in "folio-email": none of its roles \(T1, T3\)/,
    ],
    [
      { protocol: 'percpu', width: 4 },
      /^--width does nothing with "percpu", which counts in words of each worker, too/,
    ],
  ])('check %j', (request, message) => {
    expect(() => resolveCheck(request)).toThrow(message);
  });

  test.each<[RaceRequest, RegExp]>([
    [{ recheck: false }, /^--no-recheck does nothing in "email": none of its roles \(T1, T2\+T3\) asks whether/],
    [{ scenario: 'mixed', pages: 1, reuse: 'cold' }, /^--reuse cold does nothing with one page: ask for more/],
    [{ scenario: 'walker', slots: 4 }, /^--slots does nothing in "walker"/],
    [{ reclaim: 'at-once' }, /^--reclaim does nothing in "email": none of its roles \(T1, T2\+T3\) counts in/],
    [{ scenario: 'mixed', section: 'put-inside' }, /^--section does nothing in "mixed"/],
  ])('race %j', (request, message) => {
    expect(() => resolveRace(request)).toThrow(message);
  });
});

describe('accepted', () => {
  test.each<CheckRequest>([
    { recheck: true, unmap: 'before-put', slots: 1, resetAfter: null },
    { scenario: 'getters', recheck: false, unmap: 'after-put' },
    { scenario: 'email', roles: ['T1', 'getter'], recheck: false },
    { scenario: 'mixed', slots: 4 },
    { protocol: OWN_PROTOCOL, resetAfter: 2 },
    { scenario: OWN_SCENARIO, recheck: false, unmap: 'after-put', slots: 4 },
    { scenario: 'folio-walker', reclaim: 'grace-but-one', section: 'before-get' },
    { scenario: 'email', roles: ['folio T1', 'T3'], reclaim: 'grace', section: 'put-inside' },
    { scenario: OWN_SCENARIO, reclaim: 'grace', section: 'none' },
  ])('check %j', (request) => {
    expect(resolveCheck(request).config).toMatchObject({ ...request, scenario: request.scenario ?? 'email' });
  });

  test.each<RaceRequest>([
    { scenario: 'mixed', recheck: false, slots: 4 },
    { scenario: 'email', pages: 4, slots: 1 },
    { scenario: OWN_SCENARIO, recheck: false },
    { scenario: 'folio-email', reclaim: 'grace', section: 'before-recheck' },
    { scenario: OWN_SCENARIO, reclaim: 'grace', section: 'none' },
  ])('race %j', (request) => {
    expect(resolveRace(request).config).toMatchObject(request);
  });
});

describe('in a row of runs', () => {
  test('an option applies where it has an effect', () => {
    const requests: CheckRequest[] = ['email', 'stale', 'mixed'].map((scenario) => ({
      scenario,
      recheck: false,
      unmap: 'after-put',
    }));
    const configs = resolveRow(requests, examineCheck).map(({ config: { recheck, unmap } }) => [recheck, unmap]);
    expect(configs).toEqual([
      [true, 'before-put'],
      [false, 'after-put'],
      [false, 'after-put'],
    ]);
  });

  test('one that has none anywhere is refused', () => {
    const requests: CheckRequest[] = ['email', 'walker'].map((scenario) => ({ scenario, recheck: false }));
    expect(() => resolveRow(requests, examineCheck)).toThrow(/^--no-recheck does nothing in "email"/);
  });

  test('what cannot run for another reason is refused as ever', () => {
    expect(() => resolveRow([{ scenario: 'email', recheck: false }, { scenario: 'emial' }], examineCheck)).toThrow(
      /Did you mean "email"/,
    );
  });
});
