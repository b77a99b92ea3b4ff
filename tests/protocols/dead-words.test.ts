// Which words are dead is for the protocol to say: by the bits of FREE, or by isDead().

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { tryContract } from '../../src/checker/contract-trial.js';
import { modelFor } from '../../src/engines/kernels.js';
import { make } from '../../src/engines/make.js';
import { protocols } from '../../src/protocols/index.js';
import { resolveProtocol } from '../../src/requests/resolve-protocol.js';
import { scenarios } from '../../src/scenarios/index.js';
import { TESTED_ENGINES } from '../engines/tested-engines.js';
import { check, race, raceFor, threadedCheck } from '../runs.js';
import { slice } from '../slow.js';

const MIRRORED = fileURLToPath(new URL('../fixtures/mirrored.ts', import.meta.url));
const SOURCE_OF_IT = readFileSync(MIRRORED, 'utf8')
  .replaceAll('#', 'reftorture/')
  .replaceAll('../../src/runtime/', 'reftorture/')
  .replaceAll('.js', '');

const folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The mirrored protocol with one place replaced. */
function altered(name: string, find: string | RegExp, replacement: string): string {
  const file = join(folder, `${name}.ts`);
  const text = SOURCE_OF_IT.replace(find, replacement);
  expect(text).not.toBe(SOURCE_OF_IT);
  writeFileSync(file, text);
  return file;
}

/** The function isDead(), the last one of the file. */
const IS_DEAD = /export function isDead[^}]*}/;

describe('failed gets that change the bits of FREE are no lost overflow where isDead() says so', () => {
  const others = scenarios.map(({ name }) => name).filter((name) => name !== 'overflow');

  test.each(slice(others, 6))('checked in %s', async (scenario) => {
    const { verdict, properties } = await check({ protocol: MIRRORED, scenario, dtor: 'looked-up' });
    expect([verdict, properties.lostOverflow]).toEqual(['clean', 'holds']);
  });

  test.each(TESTED_ENGINES)('raced on %s', async (engine) => {
    const request = { protocol: MIRRORED, engine, scenario: 'walker', dtor: 'looked-up' } as const;
    const { verdict, violations, conservation } = await raceFor(50, request);
    expect([verdict, violations.lostOverflow, conservation.problems]).toEqual(['clean', 0, []]);
  });

  test('but for the overflow that there is', async () => {
    const { properties, witnesses } = await check({ protocol: MIRRORED, scenario: 'overflow', dtor: 'looked-up' });
    expect(properties.lostOverflow).toBe('violated');
    const steps = witnesses.find(({ property }) => property === 'lostOverflow')?.steps ?? [];
    expect(steps.some(({ location, before, after }) => location === 'refcount' && before === 0 && after < 0)).toBe(
      true,
    );
  });

  test('under weak memory, too', async () => {
    const { verdict } = await check({ protocol: MIRRORED, dtor: 'looked-up', memory: 'ra' });
    expect(verdict).toBe('clean');
  });
});

test('without isDead() it is refused with the place and what to write', async () => {
  const file = altered('no-word', IS_DEAD, '');
  await expect(threadedCheck({ protocol: file })).rejects.toThrow(
    /^no-word\.ts:24: a failed get leaves 1073741823 on a free page, without all bits of FREE \(1073741824\), .*: write export function isDead\(/,
  );
  await expect(race({ protocol: file })).rejects.toThrow(/^no-word\.ts:24: a failed get leaves 1073741823/);
});

test('an isDead() that denies FREE is refused', async () => {
  const file = altered('denies', 'return value >= 0;', 'return value > FREE;');
  await expect(threadedCheck({ protocol: file })).rejects.toThrow(
    /^denies\.ts: isDead\(FREE\) is false, but FREE \(1073741824\) /,
  );
});

test('a protocol whose failed gets leave what it does not call dead is accused', async () => {
  const file = altered('half', 'return value >= 0;', 'return value === FREE;');
  const { properties, witnesses } = await threadedCheck({ protocol: file, dtor: 'looked-up' });
  expect(properties.lostOverflow).toBe('violated');
  const last = witnesses.find(({ property }) => property === 'lostOverflow')?.steps.at(-1);
  expect(last?.notes).toMatchObject([{ kind: 'violation', word: 2 ** 30 - 1 }]);
});

test.each(slice(protocols, 3).map(({ name }) => name))('%s would pass as a file of the user', async (name) => {
  const { file } = resolveProtocol(name);
  const bundle = await modelFor({ protocolFile: file }, make);
  expect(() => tryContract(file, () => bundle)).not.toThrow();
});
