// A scenario of the user's own, from its file to what race, check and replay make of it.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { resolveCheck } from '../../src/requests/check-request.js';
import { resolveRace } from '../../src/requests/race-request.js';
import { resolveProtocol } from '../../src/requests/resolve-protocol.js';
import { resolveScenario } from '../../src/requests/scenario-file.js';
import { askCli } from '../commands/kept-cli.js';
import { TESTED_ENGINES } from '../engines/tested-engines.js';
import { check, raceFor } from '../runs.js';

const OLD = resolveProtocol('old');
const PINS = fileURLToPath(new URL('../../examples/pins.ts', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'reftorture-scenario-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(text: string): string {
  const file = join(folder, 'mine.ts');
  writeFileSync(file, text);
  return file;
}

test('the exported functions are the roles, the first comment says what it is about', () => {
  const scenario = resolveScenario(PINS, OLD);
  expect(scenario).toMatchObject({ name: PINS, userRoles: { file: PINS }, pages: 1, slots: 1, minThreads: 3 });
  expect(scenario.description).toMatch(/^A reader that pins a page: .* is of the other type\.$/);
  expect(scenario.roles(4).map(({ name }) => name)).toEqual(['owner', 'pinner', 'nextUser', 'owner']);
});

test('PAGES and SLOTS may be said', () => {
  const file = written('export const PAGES: i32 = 5;\nexport const SLOTS: i32 = 4;\nexport function one(): void {}\n');
  expect(resolveScenario(file, OLD)).toMatchObject({ pages: 5, slots: 4, check: { pages: 5, slots: 4 } });
});

test('roles are read as a compiler reads them', () => {
  const text = `
export function
  first(
  ): void {}
function second(): void {}
/* export function never(): void {} */ export const SLOTS: i32 = 0x2, PAGES: i32 = 3;
export function helper(value: i32): i32 {
  return value;
}
export { second };
`;
  const { roles, pages, slots } = resolveScenario(written(text), OLD);
  expect(roles(2).map(({ name }) => name)).toEqual(['first', 'second']);
  expect([pages, slots]).toEqual([3, 2]);
});

test.each([
  ['no roles', '// export function commented(): void {}\n', /has no roles: export a function for each/],
  [
    'a role that returns something',
    '/* two\nlines */\nexport function a(): i32 { return 1; }\n',
    /^".*mine\.ts": roles return nothing: "a" at line 3 returns i32$/,
  ],
  [
    'a role that leaves open what it returns',
    'export function a() {}\n',
    /^mine\.ts:1:21: the type that is missing here: write i32, boolean or void/,
  ],
  [
    'no number',
    'export const PAGES: i32 = many;\nexport function one(): void {}\n',
    /^mine\.ts:1:27: many is not known here: import it, or declare it$/,
  ],
  [
    'no page',
    'export const PAGES: i32 = 1 - 1;\nexport function one(): void {}\n',
    /PAGES must be a constant from 1 on, not 0$/,
  ],
  [
    'a function with a result among the roles',
    'export function one(): void {}\nexport function two(): i32 { return 2; }\n',
    /roles return nothing: "two" at line 2 returns i32$/,
  ],
  ['no TypeScript', 'export function one(): void {\n', /^mine\.ts:2:1: syntax: unexpected token$/],
  ['no power of two', 'export const SLOTS: i32 = 3;\nexport function one(): void {}\n', /SLOTS must be a power of two/],
])('%s', (_name, text, complaint) => {
  const file = written(text);
  expect(() => resolveScenario(file, OLD)).toThrow(complaint);
});

test.each(['pins', './nowhere.ts'])('%s is no scenario', (name) => {
  expect(() => resolveScenario(name, OLD)).toThrow(/unknown scenario|no scenario file/);
});

test('a role may call what its protocol exports besides the contract', async () => {
  const file = written(
    `import { remove, slotOf } from 'reftorture/pages/slots';
import { takeBack } from 'reftorture/protocol';
export function one(): void {
  if (remove(slotOf(0)) !== 0) takeBack(0, 0);
}
`,
  );
  expect(await check({ protocol: 'v4', scenario: file })).toMatchObject({ verdict: 'clean' });
  expect(() => resolveScenario(file, OLD)).toThrow(/^mine\.ts:2:10: 'reftorture\/protocol' has no takeBack: it has /);
});

test('a role that is not portable is named with its place', async () => {
  const file = written("export function one(): void {\n  throw new Error('no');\n}\n");
  await expect(check({ scenario: file })).rejects.toThrow(/^mine\.ts:2:3: an exception: /);
});

describe('more roles than threads that can be checked', () => {
  const withRoles = (count: number): string =>
    written(
      `import { remove, slotOf } from 'reftorture/pages/slots';\n${Array.from(
        { length: count },
        (_, role) => `export function role${role}(): void {\n  remove(slotOf(0));\n}\n`,
      ).join('')}`,
    );

  test('are said to be too many, whatever number of threads is asked for', () => {
    const scenario = withRoles(43);
    const words = `scenario "${scenario}" has a thread for each of its 43 roles, and at most 16 threads can be checked: list some of the roles with --roles`;
    for (const threads of [undefined, 16, 43]) {
      expect(() => resolveCheck({ scenario, ...(threads && { threads }) })).toThrow(words);
    }
  });

  test('may be checked in part', async () => {
    const result = await check({ scenario: withRoles(43), roles: ['role41', 'role2'] });
    expect(result).toMatchObject({ verdict: 'clean', config: { roles: ['role41', 'role2'] } });
  });

  test('race, up to the threads of a race', () => {
    expect(resolveRace({ scenario: withRoles(43) }).config.threads).toBe(43);
    expect(() => resolveRace({ scenario: withRoles(1025) })).toThrow(
      /each of its 1025 roles, and at most 1024 threads can race$/,
    );
  });
});

describe('pins', () => {
  test('v4 breaks in it, freeze-first does not', async () => {
    const request = { scenario: PINS, dtor: 'looked-up' as const };
    const v4 = await check({ ...request, protocol: 'v4' });
    expect(v4.witnesses.map(({ property }) => property)).toEqual(['stolenFree']);
    expect(v4.config.roles).toEqual(['owner', 'pinner', 'nextUser']);
    expect(await check({ ...request, protocol: 'freeze-first' })).toMatchObject({ verdict: 'clean' });
  });

  test.each(TESTED_ENGINES)('races on %s, and its books add up', async (engine) => {
    const result = await raceFor(300, { engine, scenario: PINS, protocol: 'old', dtor: 'looked-up' });
    expect(result).toMatchObject({ verdict: 'clean', conservation: { checked: true, problems: [] } });
    expect(result.workers.map(({ role }) => role)).toEqual(['owner', 'pinner', 'nextUser']);
    expect(result.totals.allocs).toBeGreaterThan(0);
  });

  test('a witness of it is replayed on real threads', async () => {
    const witness = join(folder, 'witness.json');
    await askCli(['check', '--scenario', PINS, '--dtor', 'looked-up', '--witness', witness]);
    const { code, stdout } = await askCli(['replay', witness]);
    expect(stdout).toMatch(/confirmed: 1 of 1/);
    expect(code).toBe(0);
  });
});
