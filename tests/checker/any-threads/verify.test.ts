// Certificates: what is proved is confirmed without the search, and nothing else is.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyProof } from '../../../src/checker/verify-proof.js';
import { protocols } from '../../../src/protocols/index.js';
import type { CheckRequest } from '../../../src/requests/check-request.js';
import { UsageError } from '../../../src/usage-error.js';
import type { Property } from '../../../src/violations/table.js';
import { askCli } from '../../commands/kept-cli.js';
import { interruptCli, runCli } from '../../commands/run-cli.js';
import { check, here } from '../../runs.js';
import { inSlow, isPlayed, slice } from '../../slow.js';

const folder = mkdtempSync(join(tmpdir(), 'proof-'));
const FILE = join(folder, 'proof.json');

afterAll(() => rmSync(folder, { recursive: true }));

interface Certificate {
  readonly config: Record<string, unknown>;
  readonly digest: string;
  readonly proved: Property[];
  readonly localStates: unknown[];
  readonly shared: { readonly base: number }[];
  readonly members: number[][];
  readonly views: number[][];
}

async function proofOf(request: CheckRequest): Promise<Certificate> {
  const parts: string[] = [];
  await check({ ...request, threads: 'any' }, { onProof: (text) => parts.push(...text) });
  return JSON.parse(parts.join(''));
}

async function verdictOn(certificate: object): Promise<string> {
  writeFileSync(FILE, JSON.stringify(certificate));
  const { verdict, reason } = await verifyProof(FILE, here);
  return reason === null ? verdict : `${verdict}: ${reason}`;
}

const MISSING = 'refuted: a view is missing that a step leads to';
const BAD = 'refuted: a step violates what is said to be proved';

test.each(
  protocols
    .filter(({ perThreadWords, name }) => !perThreadWords && !['v4-generation', 'rcuref'].includes(name))
    .flatMap(({ name }, row) =>
      inSlow(['email', 'stale', 'freezer', 'walker', 'mixed'], ['email', 'freezer', 'walker', 'stale'])
        .filter((_, column) => isPlayed(row, column, 12))
        .map((scenario) => [name, scenario]),
    ),
)(
  'what is proved of %s in %s is confirmed',
  async (protocol, scenario) => {
    const parts: string[] = [];
    const request = { protocol, scenario, dtor: 'looked-up', threads: 'any' } as CheckRequest;
    const { anyThreads } = await check(request, { maxStates: 200_000, onProof: (text) => parts.push(...text) });
    expect(parts.length > 0).toBe(anyThreads?.proved.length !== 0);
    if (parts.length > 0) expect(await verdictOn(JSON.parse(parts.join('')))).toBe('confirmed');
  },
  300_000,
);

describe('a certificate', () => {
  let good: Certificate;
  beforeAll(async () => {
    good = await proofOf({ protocol: 'freeze-first', scenario: 'stale', dtor: 'looked-up' });
  });

  const changed = (change: (copy: Certificate) => void): Certificate => {
    const copy = structuredClone(good);
    change(copy);
    return copy;
  };

  test('misses any view that is taken out', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1e6), fc.nat(1e6), async (place, rest) => {
        const certificate = changed(({ views }) => {
          const row = views[place % views.length] as number[];
          const at = 3 + 2 * (Math.floor(place / views.length) % ((row.length - 2) / 2));
          const bits = [0, 1, 2, 3, 4, 5].filter((bit) => ((row[at] as number) >> bit) & 1);
          row[at] = (row[at] as number) & ~(1 << (bits[rest % bits.length] as number));
        });
        expect(await verdictOn(certificate)).toBe(MISSING);
      }),
      { numRuns: inSlow(300, 10) },
    );
  });

  test('is no proof with a view more that violates something', async () => {
    // Every thread has ended. Where the page is not free and nobody owes anything, that is a leak.
    const answers: string[] = [];
    for (const part of slice([...good.shared.keys()], 3)) {
      const parts = [...good.shared.slice(part, part + 1), ...good.shared];
      const views = good.views.map(([of = 0, ...row]) => [of + 1, ...row]);
      answers.push(await verdictOn({ ...good, shared: parts, views: [[0, 0, 0, 1], ...views] }));
    }
    expect(answers).toContain(BAD);
    expect(answers).toContain('confirmed'); // where the view was there
    expect(new Set(answers).size).toBeLessThanOrEqual(3);
  });

  test('is no proof of more than was proved', async () => {
    const v4 = await proofOf({ protocol: 'v4', scenario: 'email', dtor: 'looked-up' });
    expect(v4.proved).not.toContain('stolenFree');
    expect(await verdictOn(v4)).toBe('confirmed');
    expect(await verdictOn({ ...v4, proved: [...v4.proved, 'stolenFree'] })).toBe(BAD);
  });

  test('of other settings or sources is refused', async () => {
    for (const config of [
      { ...good.config, protocol: 'old' },
      { ...good.config, recheck: false },
      { ...good.config, dtor: 'captured' },
    ]) {
      await expect(verdictOn({ ...good, config })).rejects.toThrow('of other sources or settings');
    }
    await expect(verdictOn({ ...good, digest: '0123456789ab' })).rejects.toThrow('of other sources or settings');
    await expect(verdictOn({ ...good, config: { ...good.config, anyThreads: undefined } })).rejects.toThrow(UsageError);
  });

  test('that is cut short or damaged is refused', async () => {
    await verdictOn(good);
    const text = readFileSync(FILE, 'utf8');
    for (const length of [0, 100, text.length >> 1, text.length - 2]) {
      writeFileSync(FILE, text.slice(0, length));
      await expect(verifyProof(FILE, here)).rejects.toThrow(UsageError);
    }
    for (const damage of [
      (copy: Certificate) => void copy.members.pop(),
      (copy: Certificate) => void copy.localStates.pop(),
      (copy: Certificate) =>
        void copy.localStates.push({
          continuation: { frames: [{ functionIndex: 0, pc: 99_999, registers: [] }], globals: [] },
          inputs: [],
        }),
      (copy: Certificate) => void copy.views.push([0, 0, 0, 64]),
      (copy: Certificate) => void copy.proved.splice(0),
    ]) {
      await expect(verdictOn(changed(damage))).rejects.toThrow(UsageError);
    }
    expect(await verdictOn(changed(({ views }) => void views.splice(0)))).toBe(MISSING);
  });
});

test('the commands', async () => {
  const file = join(folder, 'old.json');
  const asked = ['--protocol', 'old', '--scenario', 'stale', '--dtor', 'looked-up', '--threads', 'any'];
  expect(await runCli(['check', ...asked, '--proof', file])).toMatchObject({ code: 0, stderr: '' });
  const confirmed = await runCli(['verify', file, '--json']);
  expect(confirmed.code).toBe(0);
  expect(JSON.parse(confirmed.stdout)).toMatchObject({
    schema: 'reftorture/verify@1',
    verdict: 'confirmed',
    reason: null,
  });
  const certificate = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...certificate, views: certificate.views.slice(1) }));
  expect(await askCli(['verify', file])).toMatchObject({ code: 1, stdout: expect.stringContaining(MISSING) });
  writeFileSync(file, '{');
  expect((await askCli(['verify', file])).code).toBe(2);
  expect((await askCli(['check', '--protocol', 'old', '--proof', file])).stderr).toContain(
    '--proof is of --threads any',
  );
  const two = await askCli(['check', '--protocol', 'old,v4', '--threads', 'any', '--proof', file]);
  expect(two.stderr).toContain('--proof keeps one proof');
  const refused = await askCli([
    'check',
    '--protocol',
    'old,percpu',
    '--threads',
    'any',
    '--dtor',
    'looked-up',
    '--all',
    '--scenario',
    'two-puts',
  ]);
  expect(refused.code).toBe(3);
  expect(refused.stdout).toMatch(/^old +two-puts +looked-up +all /m);
  expect(refused.stdout).toMatch(/Refused, percpu in two-puts: .*words of each worker/s);
});

test('Ctrl-C ends a verification', async () => {
  const file = join(folder, 'mixed.json');
  writeFileSync(file, JSON.stringify(await proofOf({ protocol: 'v4', scenario: 'mixed', dtor: 'looked-up' })));
  expect((await interruptCli(['verify', file], 'SIGINT', /verifying/)).code).toBe(130);
});
