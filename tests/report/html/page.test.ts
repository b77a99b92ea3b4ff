import { describe, expect, test } from 'vitest';
import { htmlReport } from '../../../src/report/html/page.js';
import type { CompareResult } from '../../../src/results/compare-result.js';
import type { DemoResult } from '../../../src/results/demo-result.js';
import type { DoctorResult } from '../../../src/results/doctor-result.js';
import type { LitmusResult } from '../../../src/results/litmus-result.js';
import type { MutantsResult } from '../../../src/results/mutants-result.js';
import type { Result, ResultFile } from '../../../src/results/result-bytes.js';
import type { ScaleSeries } from '../../../src/results/scale-result.js';
import type { SchemaName } from '../../../src/results/schemas.js';
import { claimFixture, claimsFixture } from '../../results/claims-fixture.js';
import { ENVIRONMENT, raceFixture, scaleFixture } from '../../results/result-fixtures.js';
import { check } from '../../runs.js';

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(2)>'`;

function fileOf(file: string, ...results: Result[]): ResultFile {
  const schema = results[0]?.schema as SchemaName;
  return { file, digest: `digest-${file.length}`, bytes: 1234, madeAt: null, commandLine: null, schema, results };
}

const scale = (environment = {}) => scaleFixture({ 'old 1': [90, 100, 110], 'v4 1': [190, 200, 210] }, {}, environment);

describe('the page', () => {
  test('loads nothing, and lets no other script run', () => {
    const { page } = htmlReport([fileOf('scale.json', scale())], 'A title');
    expect(page).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-`,
    );
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/\b(?:src|href)="(?!#|data:,")/);
    expect(page).not.toMatch(/@import|url\(/);
  });

  test('says of every number where it comes from', () => {
    const files = [
      fileOf('whose-home/scale.json', scale()),
      fileOf('race.json', raceFixture({ config: { seed: 77 } })),
    ];
    const { page } = htmlReport(files, 'A title');
    expect(page).toContain('<a class="cite" href="#file-1" aria-label="from file 1">[1]</a>');
    expect(page).toContain('<a class="cite" href="#file-2" aria-label="from file 2">[2]</a>');
    expect(page).toMatch(/<span id="file-2">\[2\]<\/span>.*race\.json.*digest-9.*1,234.*>A<.*77/);
    expect(page).toContain('Model T, 2 CPUs, 1 thread per core');
    expect(page).not.toContain('whose-home'); // names of the reader's folders stay out
  });

  test('says when each file was made, and by which command line, where the file does', () => {
    const commandLine = ['reftorture', 'scale', '--protocol', 'a <b>.ts'];
    const made = { ...fileOf('made.json', scale()), madeAt: '2026-01-31T12:34:56.789Z', commandLine };
    const { page } = htmlReport([made, fileOf('of-old.json', raceFixture())], 'A title');
    expect(page).toContain('reftorture scale --protocol &#39;a &lt;b&gt;.ts&#39;');
    expect(page).toMatch(/\[1\]<.*made\.json.*<td class="">2026-01-31 12:34<\/td>/);
    expect(page).toMatch(/\[2\]<.*of-old\.json<\/code><\/th>.*<td class="">–<\/td>/);
  });

  test('has no column without a head', async () => {
    const checked = await check({ protocol: 'v4', scenario: 'email', threads: 3 });
    const { page } = htmlReport(
      [fileOf('s.json', scale()), fileOf('r.json', raceFixture()), fileOf('c.json', checked)],
      'Heads',
    );
    expect(page.match(/<th scope="col"/g)?.length).toBeGreaterThan(20);
    expect(page).not.toMatch(/<th scope="col"[^>]*>\s*<\/th>/);
  });

  test('has the numbers behind the charts, each in its column', () => {
    const measured = scaleFixture({ 'old 2': [90, 100, 110], 'v4 2': [190, 200, 210] });
    const [old, v4] = measured.series as [ScaleSeries, ScaleSeries];
    const series = [old, { ...v4, perThread: { min: 30, max: 70 }, casRetriesPerOp: 0.25, failedGetsPerOp: 0.125 }];
    const { page } = htmlReport([fileOf('scale.json', { ...measured, series })], 'A title');
    const row = /<tr>(?:(?!<tr>)[\s\S])*?>v4<[\s\S]*?<\/tr>/.exec(page)?.[0] ?? '';
    expect([...row.matchAll(/>([^<>]+)</g)].map(([, text]) => text?.trim()).filter((text) => text !== '')).toEqual([
      ...['2', 'v4', 'wasm', '200 [190, 210]', '2.00 [1.50, 2.50]', '30 to 70', '0.25', '0.13'],
    ]);
  });

  test('sets gains and losses side by side, or says which of them were not measured', () => {
    const alone = htmlReport([fileOf('scale.json', scale())], 'A title');
    expect(alone.page).toContain('Not measured here: what a failed get costs, what a free costs');
    expect(alone.page).not.toContain('Gains and losses');
    const { series, config, ...rest } = scale();
    const workloads = ['shared', 'failed-get', 'free'];
    const all = {
      ...rest,
      config: { ...config, workloads },
      series: workloads.flatMap((workload) => series.map((entry) => ({ ...entry, workload }))),
    };
    const { page } = htmlReport([fileOf('scale.json', all)], 'A title');
    expect(page).toContain('Gains and losses: speed relative to old');
    expect(page).not.toContain('Not measured here');
  });

  test('keeps machines separate', () => {
    const other = scale({ cpuModel: 'Model A', cpus: 64 });
    const { page, charts } = htmlReport([fileOf('t.json', scale()), fileOf('a.json', other)], 'Two');
    expect(page).toContain('shared, on A (Model T)');
    expect(page).toContain('shared, on B (Model A)');
    expect(page).toContain('<h3>Machine by machine</h3>');
    expect(page).toMatch(/over old on A<.*over old on B</);
    expect(charts.get('scale-machines-shared-throughput')).toMatch(/old \(A\).*v4 \(A\).*old \(B\).*v4 \(B\)/s);
    expect(charts.has('scale-machines-shared-speedup')).toBe(true);
    expect([...charts.keys()].filter((id) => id.endsWith('throughput'))).toEqual([
      'scale-machines-shared-throughput',
      'scale-A-1-shared-throughput',
      'scale-B-2-shared-throughput',
    ]);
  });

  test('takes repeated runs together, and cites them all', () => {
    const runs = [raceFixture({ stolenFree: 2 }), raceFixture({ stolenFree: 3, config: { seed: 2 } })];
    const { page } = htmlReport(
      runs.map((run, index) => fileOf(`${index}.json`, run)),
      'Twice',
    );
    expect(page).toMatch(/v4 in email, wasm, 2 threads.*\[1\]<\/a>.*\[2\]<\/a>/);
    expect(page).toContain('<span class="seen">5</span><small>1 in 400 k frees</small>');
  });

  test('marks rare events, and says what a zero excludes', () => {
    const { page } = htmlReport(
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
    expect(page).toContain('<span class="seen">1</span><small>rare: 1 in 5.00 M frees</small>');
    expect(page).toMatch(/In none of these runs: .*stolen free; .*use after free; reset of a live page; leak/);
    expect(page).toContain('In none of these runs');
  });

  test('leads from a claim to its witness', async () => {
    const { config, witness } = await check({ protocol: 'v4', scenario: 'email', threads: 3 });
    const claim = claimFixture({ witness: { config, witness: witness as NonNullable<typeof witness> } });
    const { page } = htmlReport([fileOf('c.json', claimsFixture([claim]))], 'Claims');
    const [, anchor] = /<a href="#(witness-[0-9a-f]{12})">Step through it<\/a>/.exec(page) ?? [];
    expect(page).toContain(`<section class="player" id="${anchor}"`);
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
    const { page } = htmlReport(files, HOSTILE);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<img|onerror=alert\(2\)>'/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  test('escapes the other kinds of results as well, and does without what they lack', () => {
    const environment = { ...ENVIRONMENT, cpuModel: HOSTILE };
    const litmus: LitmusResult = {
      schema: 'reftorture/litmus@1',
      ...{ file: HOSTILE, name: HOSTILE, quantifier: 'exists', condition: HOSTILE, runs: [] },
      ...{ notRun: [], notes: [HOSTILE], comparedWith: 'lkmm', kernelRace: false },
      ...{ kernelAnswer: 'Never', agrees: false, differs: HOSTILE, elapsedMs: 1 },
    };
    const compared = { file: `whose-home/${HOSTILE}`, digest: HOSTILE };
    const cell = { quantity: HOSTILE, protocol: HOSTILE, engine: HOSTILE, workload: HOSTILE, threads: 1 };
    const compare: CompareResult = {
      ...{ schema: 'reftorture/compare@1', a: compared, b: compared, margin: 0.05, onlyA: [HOSTILE], onlyB: [HOSTILE] },
      rows: [{ ...cell, oversubscribed: true, a: null, b: null, ratio: null, word: 'cannot tell', reason: HOSTILE }],
      ...{ obstacles: [{ what: HOSTILE, a: HOSTILE, b: HOSTILE }], changes: [] },
    };
    const works = { works: false, problem: HOSTILE };
    const unknown = { cores: null, packages: null, numaNodes: null, threadsPerCore: null, coreKinds: null };
    const machine = { ...unknown, cacheLineBytes: null, virtualisation: HOSTILE, stealShare: null, loadAverage: null };
    const doctor: DoctorResult = {
      ...{ schema: 'reftorture/doctor@1', environment, machine, usableCpus: 1, cpuOrder: [], pinning: works },
      ...{ compiler: works, othersShare: null, advice: [HOSTILE] },
      cache: { folder: HOSTILE, files: 0, bytes: 0, writable: true },
      ceilings: [{ operation: HOSTILE, engine: 'wasm', threads: 1, opsPerSec: 1, nanoseconds: 1 }],
    };
    const tried = { scenario: HOSTILE, verdict: 'inconclusive' as const, violations: [] };
    const mutants: MutantsResult = {
      ...{ schema: 'reftorture/mutants@1', environment, broken: 1, foundByCheck: 0, foundByRace: 0, withinReach: 0 },
      ...{ sound: 0, accused: 0, overflowAsSaid: 0, schemes: [], interrupted: false },
      rows: [
        {
          ...{ protocol: HOSTILE, sound: false, mutant: true, race: null, outOfReach: HOSTILE, overflow: [] },
          check: { ...tried, steps: null, states: 1, elapsedMs: 1 },
        },
      ],
    };
    const demo: DemoResult = {
      ...{ schema: 'reftorture/demo@1', environment, races: [raceFixture({ config: { protocol: HOSTILE } })] },
      ...{ shown: 'not at all', check: null, replay: null, scale: scale(), broken: [HOSTILE], elapsedMs: 1 },
      interrupted: false,
    };
    const files = [litmus, compare, doctor, mutants, demo].map((result, index) => fileOf(`${index}.json`, result));
    const { page, charts } = htmlReport(files, 'Kinds');
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<img|onerror=alert\(2\)>'/);
    for (const id of ['litmus', 'comparisons', 'doctor', 'mutants', 'demo', 'races', 'scale']) {
      expect(page).toContain(`<section id="${id}">`);
    }
    expect(page).not.toContain('whose-home');
    expect(charts.size).toBeGreaterThan(0); // of the measurement in the demonstration
  });

  test('shows the lines that ran, and leads to whole files only where they still are the same', async () => {
    const result = await check({ protocol: 'v4', scenario: 'email', threads: 3 });
    const { page } = htmlReport([fileOf('c.json', result)], 'Sources');
    expect(page).toContain('compareExchange(word, 0, FROZEN, RELAXED) === 0) return true;');
    const moved = result.witnesses.map((witness) => ({
      ...witness,
      steps: witness.steps.map((step) => ({ ...step, source: 'v4.ts:1' })),
    }));
    const { page: outdated } = htmlReport([fileOf('c.json', { ...result, witnesses: moved })], 'Outdated');
    expect(outdated).not.toContain('id="sources"');
    expect(outdated).toContain('compareExchange(word, 0, FROZEN, RELAXED) === 0) return true;');
    expect(outdated).not.toContain('href="#source-');
  });
});
