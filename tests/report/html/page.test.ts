import { describe, expect, test } from 'vitest';
import { htmlReport } from '../../../src/report/html/page.js';
import type { ClaimResult } from '../../../src/results/claims-result.js';
import type { ReadableName, Result, ResultFile } from '../../../src/results/read-result.js';
import type { ScaleSeries } from '../../../src/results/scale-result.js';
import { ENVIRONMENT, raceFixture, scaleFixture } from '../../results/result-fixtures.js';
import { check } from '../../runs.js';

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(2)>'`;

function fileOf(file: string, ...results: Result[]): ResultFile {
  return { file, digest: `digest-${file.length}`, bytes: 1234, schema: results[0]?.schema as ReadableName, results };
}

const scale = (environment = {}) => scaleFixture({ 'old 1': [90, 100, 110], 'v4 1': [190, 200, 210] }, {}, environment);

describe('the page', () => {
  test('loads nothing, and lets no other script run', async () => {
    const { page } = await htmlReport([fileOf('scale.json', scale())], 'A title');
    expect(page).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-`,
    );
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/\b(?:src|href)="(?!#|data:,")/);
    expect(page).not.toMatch(/@import|url\(/);
  });

  test('says of every number where it comes from', async () => {
    const files = [
      fileOf('whose-home/scale.json', scale()),
      fileOf('race.json', raceFixture({ config: { seed: 77 } })),
    ];
    const { page } = await htmlReport(files, 'A title');
    expect(page).toContain('<a class="cite" href="#file-1" aria-label="from file 1">[1]</a>');
    expect(page).toContain('<a class="cite" href="#file-2" aria-label="from file 2">[2]</a>');
    expect(page).toMatch(/<span id="file-2">\[2\]<\/span>.*race\.json.*digest-9.*1,234.*>A<.*77/);
    expect(page).toContain('Model T, 2 CPUs, 1 thread per core');
    expect(page).not.toContain('whose-home'); // names of the reader's folders stay out
  });

  test('has the numbers behind the charts, each in its column', async () => {
    const measured = scaleFixture({ 'old 2': [90, 100, 110], 'v4 2': [190, 200, 210] });
    const [old, v4] = measured.series as [ScaleSeries, ScaleSeries];
    const series = [old, { ...v4, perThread: { min: 30, max: 70 }, casRetriesPerOp: 0.25, failedGetsPerOp: 0.125 }];
    const { page } = await htmlReport([fileOf('scale.json', { ...measured, series })], 'A title');
    const row = /<tr>(?:(?!<tr>)[\s\S])*?>v4<[\s\S]*?<\/tr>/.exec(page)?.[0] ?? '';
    expect([...row.matchAll(/>([^<>]+)</g)].map(([, text]) => text?.trim()).filter((text) => text !== '')).toEqual([
      ...['2', 'v4', 'wasm', '200', '190 to 210', '2.00 [1.50, 2.50]', '30 to 70', '0.25', '0.13'],
    ]);
  });

  test('keeps machines apart', async () => {
    const other = scale({ cpuModel: 'Model A', cpus: 64 });
    const { page, charts } = await htmlReport([fileOf('t.json', scale()), fileOf('a.json', other)], 'Two');
    expect(page).toContain('shared, on A (Model T)');
    expect(page).toContain('shared, on B (Model A)');
    expect([...charts.keys()].filter((id) => id.endsWith('throughput'))).toEqual([
      'scale-A-1-shared-throughput',
      'scale-B-2-shared-throughput',
    ]);
  });

  test('takes repeated runs together, and cites them all', async () => {
    const runs = [raceFixture({ stolenFree: 2 }), raceFixture({ stolenFree: 3, config: { seed: 2 } })];
    const { page } = await htmlReport(
      runs.map((run, index) => fileOf(`${index}.json`, run)),
      'Twice',
    );
    expect(page).toMatch(/v4 in email, wasm, 2 threads.*\[1\]<\/a>.*\[2\]<\/a>/);
    expect(page).toContain('<span class="seen">5</span><small>1 in 400 k</small>');
  });

  test('marks rare events, and says what a zero excludes', async () => {
    const { page } = await htmlReport(
      [
        fileOf(
          'r.json',
          raceFixture({
            rest: {
              violations: { ...raceFixture().violations, doubleFree: 1 },
              totals: { ...raceFixture().totals, frees: 5e6 },
            },
          }),
        ),
      ],
      'Rare',
    );
    expect(page).toContain('<span class="seen">1</span> <span class="rare">rare</span><small>1 in 5.00 M</small>');
    expect(page).toMatch(/In none of these runs: .*stolen free; .*use after free; leak/);
    expect(page).toContain('In none of these runs');
  });

  test('leads from a claim to its witness', async () => {
    const { config, witness } = await check({ protocol: 'v4', scenario: 'email', threads: 3 });
    const claim: ClaimResult = {
      id: 'C1',
      who: 'somebody',
      claim: 'it races',
      evidence: 'a witness',
      details: ['one'],
      verdict: 'confirmed',
      bound: 'three threads',
      commands: ['reftorture check'],
      elapsedMs: 1,
      witness: { config, witness: witness as NonNullable<typeof witness> },
    };
    const claims = { schema: 'reftorture/claims@1' as const, quick: true, environment: ENVIRONMENT, claims: [claim] };
    const { page } = await htmlReport([fileOf('c.json', { ...claims, elapsedMs: 1, interrupted: false })], 'Claims');
    const [, anchor] = /<a href="#(witness-[0-9a-f]{12})">Step through it<\/a>/.exec(page) ?? [];
    expect(page).toContain(`<section class="player" id="${anchor}"`);
    expect(page).toContain('✓ confirmed');
  });

  test('escapes everything that comes from files', async () => {
    const race = raceFixture({
      config: { protocol: HOSTILE, scenario: HOSTILE },
      environment: { cpuModel: HOSTILE },
      stolenFree: 1,
      rest: { notes: [HOSTILE] },
    });
    const checked = await check({ protocol: 'v4', scenario: 'email', threads: 3 });
    const step = {
      ...(checked.witnesses[0] as NonNullable<(typeof checked.witnesses)[0]>).steps[0],
      location: HOSTILE,
      source: HOSTILE,
      path: [HOSTILE],
    };
    const witness = { ...checked.witnesses[0], steps: [step], token: HOSTILE, schedule: HOSTILE };
    const hostileCheck = {
      ...checked,
      config: { ...checked.config, protocol: HOSTILE, roles: [HOSTILE, HOSTILE, HOSTILE] },
      witnesses: [witness],
      notes: [HOSTILE],
    };
    const measured = { ...scale({ cpuModel: HOSTILE }), warnings: [HOSTILE] };
    const series = measured.series.map((entry) => ({ ...entry, workload: HOSTILE, protocol: HOSTILE }));
    const files = [
      fileOf(HOSTILE, race),
      fileOf('c.json', hostileCheck as unknown as Result),
      fileOf('s.json', { ...measured, series }),
    ];
    const { page } = await htmlReport(files, HOSTILE);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<img|onerror=alert\(2\)>'/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  test('shows the lines that ran, and leads to whole files only where they still are the same', async () => {
    const result = await check({ protocol: 'v4', scenario: 'email', threads: 3 });
    const { page } = await htmlReport([fileOf('c.json', result)], 'Sources');
    expect(page).toContain('compareExchange(word, 0, FROZEN, RELAXED) === 0) return true;');
    const moved = result.witnesses.map((witness) => ({
      ...witness,
      steps: witness.steps.map((step) => ({ ...step, source: 'v4.ts:1' })),
    }));
    const { page: outdated } = await htmlReport([fileOf('c.json', { ...result, witnesses: moved })], 'Outdated');
    expect(outdated).not.toContain('id="sources"');
    expect(outdated).toContain('compareExchange(word, 0, FROZEN, RELAXED) === 0) return true;');
    expect(outdated).not.toContain('href="#source-');
  });
});
