// --reclaim and --section on the command line: what is refused, and what becomes of the rest.

import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../src/results/check-result.js';
import type { RaceResult } from '../../src/results/race-result.js';
import { askCli } from './kept-cli.js';

const CHECK = ['check', '--protocol', 'v4', '--scenario', 'folio-email', '--dtor', 'looked-up', '--reclaim', 'grace'];

describe('refused in one line', () => {
  test.each([
    ['race --duration 1ms --reclaim grace', /^--reclaim does nothing in "email": none of its roles/],
    ['check --scenario walker --section none', /^--section does nothing in "walker": none of its roles/],
    ['check --scenario folio-index --section none', /^--section does nothing with --reclaim type-stable, .*: ask for/],
    [
      'check --scenario folio-index --reclaim rcu',
      /'rcu' is invalid\. Allowed choices are type-stable, at-once, grace,/,
    ],
    ['race --scenario folio-index --section in', /'in' is invalid\. Allowed choices are put-outside, put-inside, /],
    [
      'check --scenario folio-index --reclaim grace --expect',
      /^what is known of "v4" is of type-stable memory: .* say/,
    ],
    ['replay v4,email,reclaim=grace@0123456789ab:a', /^--reclaim does nothing in "email"/],
  ])('%s', async (line, message) => {
    const { code, stdout, stderr } = await askCli(line.split(' '));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^reftorture: .+\n$/);
    expect(stderr.replace('reftorture: ', '')).toMatch(message);
  });
});

test('a put inside of a read-side section keeps the memory under its count word, one outside does not', async () => {
  const outside = JSON.parse((await askCli([...CHECK, '--json'])).stdout) as CheckResult;
  expect(outside.config).toMatchObject({ reclaim: 'grace', section: 'put-outside' });
  expect(outside.properties).toMatchObject({ touchedFreed: 'violated', stolenFree: 'violated' });
  const inside = JSON.parse((await askCli([...CHECK, '--section', 'put-inside', '--json'])).stdout) as CheckResult;
  expect(inside.config).toMatchObject({ reclaim: 'grace', section: 'put-inside' });
  expect([inside.verdict, inside.complete]).toEqual(['clean', true]);
});

test('a witness is replayed by its token alone', async () => {
  const { stdout } = await askCli([...CHECK, '--expect', 'touchedFreed', '--property', 'touchedFreed']);
  const [, token = ''] = /reftorture replay (\S+)/.exec(stdout) ?? [];
  expect(token).toMatch(/^v4,folio-email,dtor=looked-up,reclaim=grace@/);
  const replayed = await askCli(['replay', token, '--times', '3']);
  expect(replayed.code).toBe(0);
  expect(replayed.stdout).toContain('use after free of the descriptor of v4 in folio-email');
});

test('a race tells a use after free of the descriptor', async () => {
  const line = 'race --protocol v4 --scenario folio-email --engine js --reclaim at-once --stall spin:2000';
  const { code, stdout } = await askCli([...line.split(' '), '--until-violation', '25s', '--json']);
  expect(code).toBe(1);
  const { config, violations } = JSON.parse(stdout) as RaceResult;
  expect(config).toMatchObject({ reclaim: 'at-once', section: 'put-outside' });
  expect(violations.touchedFreed).toBeGreaterThan(0);
});

test('a row of runs has them where they count', async () => {
  const line = 'check --protocol old --all --scenario folio-walker --reclaim grace --section put-inside --markdown';
  const { stdout } = await askCli(line.split(' '));
  expect(stdout.match(/\| old \| folio-walker \|/g)).toHaveLength(2);
  expect(stdout).toContain('In every row: reclaim grace, section put-inside.');
  const both = 'race --scenario email,folio-email --engine js --reclaim grace --duration 20ms --json';
  const { runs } = JSON.parse((await askCli(both.split(' '))).stdout) as { runs: RaceResult[] };
  expect(runs.map(({ config }) => config.reclaim)).toEqual([undefined, 'grace']);
});
