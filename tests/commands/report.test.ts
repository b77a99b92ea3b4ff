// report, compare and results as a user has them, with what can go wrong between two files.

import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RaceResult } from '../../src/results/race-result.js';
import type { ResultsListing } from '../../src/results/results-listing.js';
import type { Samples } from '../results/result-fixtures.js';
import { raceFixture, scaleFixture } from '../results/result-fixtures.js';
import { askCli } from './kept-cli.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
});
afterEach(() => {
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true });
});

function written(name: string, result: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(result));
  return file;
}

const steady = (rate: number): number[] => [0.99, 1, 1.01, 1, 1, 0.98, 1.02].map((factor) => factor * rate);
const SAMPLES: Samples = { 'old 1': steady(100), 'v4 1': steady(200), 'old 2': steady(50), 'v4 2': steady(180) };

type Unwritable = readonly [where: string, args: readonly string[], words: RegExp];
const UNWRITABLE: readonly Unwritable[] = [
  ['a folder that is not there', ['-o', '/nowhere/page.html'], /cannot write ".*": there is no such folder/],
  ['charts where a file lies', ['--svg', '/dev/null', '-o', '/dev/null'], /cannot make the folder "\/dev\/null"/],
  ['charts where nothing can be', ['--svg', '/proc/none/charts', '-o', '/dev/null'], /cannot make the folder ".*"/],
  ...(existsSync('/dev/full')
    ? [['a full disk', ['-o', '/dev/full'], /cannot write "\/dev\/full": no space is left/] as const]
    : []),
];

describe('report', () => {
  test('writes one page, and the charts besides', async () => {
    const [page, svg] = [join(folder, 'page.html'), join(folder, 'charts')];
    const files = [written('scale.json', scaleFixture(SAMPLES)), written('race.json', raceFixture({ stolenFree: 2 }))];
    const { code, stdout, stderr } = await askCli([
      'report',
      ...files,
      '-o',
      page,
      '--svg',
      svg,
      '--title',
      'My <title> für µs',
    ]);
    expect([code, stderr]).toEqual([0, '']);
    const bytes = statSync(page).size.toLocaleString('en-US');
    expect(stdout).toBe(`${page}: ${bytes} bytes from 2 files, and 4 charts in ${svg}\n`);
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('<title>My &lt;title&gt; für µs</title>');
    expect(html.match(/<svg /g)).toHaveLength(4);
    expect(readdirSync(svg).sort()).toEqual(
      ['fairness', 'retries', 'speedup', 'throughput'].map((kind) => `scale-A-1-shared-${kind}.svg`),
    );
  });

  test('leaves the old page in place when a file cannot be read', async () => {
    const page = join(folder, 'page.html');
    writeFileSync(page, 'old');
    const cut = join(folder, 'cut.json');
    writeFileSync(cut, JSON.stringify(raceFixture()).slice(0, 99));
    const { code, stderr } = await askCli(['report', cut, '-o', page]);
    expect(code).toBe(2);
    expect(stderr).toBe(`reftorture: "${cut}" is cut short: the JSON ends too early\n`);
    expect(readFileSync(page, 'utf8')).toBe('old');
  });

  test.each(UNWRITABLE)('says that it cannot write to %s', async (_, args, words) => {
    const { code, stderr } = await askCli(['report', written('race.json', raceFixture()), ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(words);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('writes to a device without replacing it', async () => {
    const { code } = await askCli(['report', written('race.json', raceFixture()), '-o', '/dev/null']);
    expect(code).toBe(0);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('needs a file', async () => {
    const { code, stderr } = await askCli(['report']);
    expect([code, stderr]).toEqual([2, "reftorture: missing required argument 'files'\n"]);
  });
});

describe('compare', () => {
  const slower: Samples = { ...SAMPLES, 'v4 2': steady(90) };

  test('gives ratio, interval and word for each cell', async () => {
    const files = [written('a.json', scaleFixture(SAMPLES)), written('b.json', scaleFixture(slower))];
    const { code, stdout } = await askCli(['compare', ...files]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/shared +1 +v4 +wasm +operations +200 +200 +1\.00 +\S+ to \S+ +same/);
    expect(stdout).toMatch(/shared +2 +v4 +wasm +operations +180 +90 +0\.50 +\S+ to \S+ +slower/);
    const json = JSON.parse((await askCli(['compare', ...files, '--json'])).stdout) as {
      schema: string;
      rows: unknown[];
    };
    expect(json).toMatchObject({ schema: 'reftorture/compare@1', margin: 0.05, onlyA: [], onlyB: [] });
    expect(json.rows).toHaveLength(4);
    const markdown = await askCli(['compare', ...files, '--markdown']);
    expect(markdown.stdout).toContain('| shared | 2 | v4 | wasm | operations | 180 | 90 | 0.50 |');
  });

  test('fails a build that is surely too slow, and only that', async () => {
    const files = [written('a.json', scaleFixture(SAMPLES)), written('b.json', scaleFixture(slower))];
    const below = await askCli(['compare', ...files, '--fail-below', '0.9']);
    expect(below.code).toBe(1);
    expect(below.stderr).toBe('shared x2, v4 on wasm: 0.50 is below 0.9\n');
    expect((await askCli(['compare', ...files, '--fail-below', '0.4'])).code).toBe(0);
    const wide = scaleFixture({ ...SAMPLES, 'v4 2': [9, 45, 90, 180, 360] }); // half as fast, or twice
    const unsure = await askCli(['compare', files[0] as string, written('b.json', wide), '--fail-below', '0.9']);
    expect([unsure.code, unsure.stderr]).toEqual([0, '']);
    expect(unsure.stdout).toMatch(/shared +2 +v4 +wasm +operations +180 +90 +0\.50 .* cannot tell/);
  });

  test('has no throughput of races to fail a build for', async () => {
    const races = [1, 2].map((seed) => written(`${seed}.json`, raceFixture({ stolenFree: seed, config: { seed } })));
    const { code, stdout, stderr } = await askCli(['compare', ...races, '--fail-below', '0.9']);
    const words = '--fail-below is for throughput, which results of race do not compare: leave it out';
    expect([code, stdout, stderr]).toEqual([2, '', `reftorture: ${words}\n`]);
    expect((await askCli(['compare', ...races])).code).toBe(0);
  });

  test('compares other machines only when told', async () => {
    const other = scaleFixture(SAMPLES, {}, { cpuModel: 'Model A' });
    const files = [written('a.json', scaleFixture(SAMPLES)), written('b.json', other)];
    const refused = await askCli(['compare', ...files]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('not comparable: cpuModel: A has Model T, B has Model A (--anyway');
    const told = await askCli(['compare', ...files, '--anyway']);
    expect(told.code).toBe(0);
    expect(told.stdout).toContain('cpuModel: A has Model T, B has Model A');
  });

  test('does not compare what has nothing in common', async () => {
    const scale = written('scale.json', scaleFixture(SAMPLES));
    const race = await askCli(['compare', scale, written('race.json', raceFixture())]);
    expect([race.code, race.stderr]).toEqual([2, expect.stringContaining('is a result of scale, but')]);
    const cells = await askCli(['compare', scale, written('b.json', scaleFixture({ 'v4 8': [1] }))]);
    expect([cells.code, cells.stderr]).toEqual([3, expect.stringContaining('nothing in common: A has shared x1, old')]);
  });
});

describe('results', () => {
  test('lists a folder, and says what it left out', async () => {
    written('race.json', raceFixture({ stolenFree: 2 }));
    written('scale.json', scaleFixture(SAMPLES));
    written('other.json', { name: 'something else' });
    const { code, stdout } = await askCli(['results', folder]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/race\.json +race@1 +v4 in email +violated +Model T, 2 CPUs, Node 20\.19\.0/);
    expect(stdout).toMatch(/scale\.json +scale@1 +shared: old, v4 at 1, 2 threads +up to 200 operations\/s/);
    expect(stdout).toMatch(/left out: ".*other\.json" is not a result of reftorture/);
    const json = JSON.parse((await askCli(['results', folder, '--json'])).stdout) as { results: unknown[] };
    expect(json).toMatchObject({ schema: 'reftorture/results@1', skipped: [expect.stringContaining('other.json')] });
    expect(json.results).toHaveLength(2);
  });

  test('shows one as its command did', async () => {
    const { code, stdout } = await askCli(['results', written('race.json', raceFixture({ stolenFree: 2 }))]);
    expect(code).toBe(0);
    expect(stdout).toContain('race: scenario email, 2 threads');
    expect(stdout).toMatch(/violated/);
  });

  test('says when each was made, and by which command line', async () => {
    const made = {
      madeAt: '2026-01-31T12:34:56.789Z',
      commandLine: ['reftorture', 'race', '--protocol', "./it's mine.ts"],
    };
    const old = raceFixture({ stolenFree: 2 });
    const [dated, undated] = [written('dated.json', { ...old, ...made }), written('undated.json', old)];
    const by = "made 2026-01-31 12:34 UTC by: reftorture race --protocol './it'\\''s mine.ts'\n";
    expect((await askCli(['results', dated])).stdout.endsWith(by)).toBe(true);
    expect((await askCli(['results', undated])).stdout).not.toContain('made ');
    const listed = await askCli(['results', folder]);
    expect(listed.stdout).toMatch(/dated\.json +race@1 +v4 in email +violated +2026-01-31 12:34 +Model T/);
    expect(listed.stdout).toMatch(/undated\.json +race@1 +v4 in email +violated +Model T/);
    const json = JSON.parse((await askCli(['results', folder, '--json'])).stdout) as ResultsListing;
    expect(json).toMatchObject({ results: [made, { madeAt: null, commandLine: null }] });
    const byLibrary = written('library.json', { ...old, ...made, commandLine: null });
    expect((await askCli(['results', byLibrary])).stdout).toMatch(/^made 2026-01-31 12:34 UTC through the library$/m);
  });

  test('takes repeated runs together', async () => {
    const files = [1, 2].map((seed) => written(`${seed}.json`, raceFixture({ stolenFree: seed, config: { seed } })));
    const out = join(folder, 'both.json');
    const { code } = await askCli(['results', '--merge', ...files, '--out', out]);
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({
      schema: 'reftorture/race@1',
      violations: { stolenFree: 3 },
    });
    const again = await askCli(['results', '--merge', files[0] as string, files[0] as string]);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('have the same contents')]);
    const runs = [JSON.parse(readFileSync(files[1] as string, 'utf8'))];
    const set = written('set.json', { schema: 'reftorture/race-set@1', runs });
    const inSet = await askCli(['results', '--merge', ...files, set]);
    expect([inSet.code, inSet.stderr]).toEqual([
      2,
      `reftorture: "${set}" has a run that "${files[1]}" has, too: name one of them\n`,
    ]);
  });

  test('takes the runs in a folder together, without what it wrote there last time', async () => {
    for (const seed of [1, 2]) written(`${seed}.json`, raceFixture({ stolenFree: seed, config: { seed } }));
    written('other.json', { name: 'something else' });
    const args = ['results', '--merge', folder, '--out', join(folder, 'all.json'), '--json'];
    const first = await askCli(args);
    expect([first.code, first.stderr]).toEqual([
      0,
      expect.stringMatching(/^left out: ".*other\.json" is not a result/),
    ]);
    const { madeAt: _, ...merged } = JSON.parse(first.stdout) as RaceResult;
    expect(merged).toMatchObject({ schema: 'reftorture/race@1', violations: { stolenFree: 3 } });
    expect(JSON.parse((await askCli(args)).stdout)).toMatchObject(merged);
    const none = mkdtempSync(join(folder, 'none-'));
    const empty = await askCli(['results', '--merge', none]);
    expect([empty.code, empty.stderr]).toEqual([2, `reftorture: no results to merge in "${none}"\n`]);
  });

  test('does not merge different things', async () => {
    const files = [written('race.json', raceFixture()), written('scale.json', scaleFixture(SAMPLES))];
    const { code, stderr } = await askCli(['results', '--merge', ...files]);
    expect([code, stderr]).toEqual([
      2,
      'reftorture: --merge takes races, or measurements of scale, and not both at once\n',
    ]);
  });

  test('prints the JSON schema of every result', async () => {
    const { code, stdout } = await askCli(['results', '--schema', 'scale@1']);
    expect(code).toBe(0);
    const schema = JSON.parse(stdout) as { required: string[] };
    expect(schema).toMatchObject({ $id: 'reftorture/scale@1', type: 'object' });
    expect(schema.required).toContain('series');
    const unknown = await askCli(['results', '--schema', 'scael@1']);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('Did you mean "scale@1"?')]);
  });

  test('prints a schema with --json as without', async () => {
    const [plain, json] = [
      await askCli(['results', '--schema', 'race@1']),
      await askCli(['results', '--schema', 'race@1', '--json']),
    ];
    expect(json).toEqual(plain);
  });

  test.each([
    [['--merge'], '--schema prints a schema and does nothing else: leave out --merge'],
    [['--out', 'schema.json'], '--schema prints a schema and does nothing else: leave out --out'],
    [['race.json', 'night'], '--schema looks at no file: leave out "race.json", "night"'],
  ])('refuses %j beside --schema', async (args, words) => {
    const { code, stdout, stderr } = await askCli(['results', '--schema', 'race@1', ...args]);
    expect([code, stdout, stderr]).toEqual([2, '', `reftorture: ${words}\n`]);
    expect(existsSync('schema.json')).toBe(false);
  });

  test('leaves no temporary file behind', async () => {
    await askCli(['results', '--merge', written('race.json', raceFixture()), '--out', join(folder, 'out.json')]);
    expect(existsSync(join(folder, 'out.json'))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
