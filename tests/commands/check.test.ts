import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../src/results/check-result.js';
import { readResult } from '../../src/results/read-result.js';
import { askCli } from './kept-cli.js';
import { interruptCli, runCli } from './run-cli.js';

const PINS = fileURLToPath(new URL('../../examples/pins.ts', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'check-'));

describe('reftorture check', () => {
  test('prints the shortest witness, grouped by thread, with steps and beliefs', async () => {
    const { code, stdout } = await askCli(['check', '--protocol', 'v4', '--scenario', 'email']);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /T1: put: fetchSub refcount \[1 -> 0\] +v4\.ts:\d+ {2}step \(1\)\n\n {2}T2: tryGet: fetchAdd/,
    );
    expect(stdout).toMatch(/T2: put: compareExchange refcount \[0 -> FROZEN\] +v4\.ts:\d+ {2}step \(2\)/);
    expect(stdout).toContain('type confusion, stolen free: T1 acts on life 1, type X; the page is life 2, type Y');
    expect(stdout).toMatch(/reftorture replay v4,email@[0-9a-f]{12}:a5b5c5a/);
    expect(stdout).toContain('it says nothing about larger ones or weaker orders');
  });

  test('clean is 0, as expected is 0, not as expected is 1', async () => {
    expect((await askCli(['check', '--protocol', 'old'])).code).toBe(0);
    expect((await askCli(['check', '--protocol', 'v4', '--expect'])).code).toBe(0);
    const { code, stderr } = await askCli(['check', '--protocol', 'v4', '--expect', 'leak']);
    expect(code).toBe(1);
    expect(stderr).toContain('expected leak, but it did not show');
  });

  test('all protocols are explored in each of the scenarios', async () => {
    const asked = ['--protocol', 'old,v4', '--scenario', 'email,stale', '--dtor', 'looked-up'];
    const { code, stdout } = await askCli(['check', ...asked, '--json']);
    expect(code).toBe(1);
    const { runs } = JSON.parse(stdout) as { runs: CheckResult[] };
    expect(runs.map(({ config: { protocol, scenario }, verdict }) => `${protocol} ${scenario} ${verdict}`)).toEqual([
      'old email clean',
      'v4 email violated',
      'old stale clean',
      'v4 stale violated',
    ]);
  });

  test('a matrix that was interrupted is marked, in JSON and in words', async () => {
    const out = join(folder, 'cut-short.json');
    const args = ['check', '--all', '--out', out];
    const { code, stdout } = await interruptCli(args, 'SIGINT', /[2-9] of \d+: /);
    expect(code).toBe(130);
    expect(stdout).toMatch(/^interrupted in run \d+ of \d+$/m);
    const set = JSON.parse(readFileSync(out, 'utf8'));
    expect(set).toMatchObject({ schema: 'reftorture/check-set@1', interrupted: true });
    expect(set.runs.length).toBeGreaterThan(0);
    expect(readResult(out).results).toHaveLength(set.runs.length);
    const whole = await runCli(['check', '--protocol', 'v4,old', '--json']);
    expect(JSON.parse(whole.stdout)).not.toHaveProperty('interrupted');
  });

  test('what is well is green, what is not is red', async () => {
    const coloured = { NO_COLOR: '', FORCE_COLOR: '1' };
    const { stdout } = await runCli(['check', '--protocol', 'v4,old', '--dtor', 'looked-up'], undefined, coloured);
    const verdicts = stdout.split('\n').filter((line) => /^\S*(?:violated|clean)\S*: [\d,]+ states/.test(line));
    expect(verdicts.map((line) => line.slice(0, line.indexOf(':')))).toEqual([
      '\u001b[31mviolated\u001b[39m',
      '\u001b[32mclean\u001b[39m',
    ]);
  });

  test('JSON has the keys of the interface', async () => {
    const { stdout } = await askCli(['check', '--json']);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ schema: 'reftorture/check@1', verdict: 'violated', complete: true });
    for (const key of ['config', 'properties', 'states', 'transitions', 'depth', 'elapsedMs'])
      expect(result).toHaveProperty(key);
    expect(Object.keys(result.witness.steps[0])).toEqual(
      expect.arrayContaining(['thread', 'operation', 'location', 'before', 'after', 'source']),
    );
  });

  test('only the properties that were asked for count', async () => {
    const { code, stdout } = await askCli(['check', '--property', 'leak,underflow']);
    expect(code).toBe(0);
    expect(stdout).not.toContain('stolen');
  });

  test('a limit gives 3, the size of the frontier and what to try', async () => {
    const { code, stdout } = await askCli([
      'check',
      '--scenario',
      'getters',
      '--property',
      'leak',
      '--max-states',
      '200',
    ]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/Stopped at [\d,]+ states with [\d,]+ of them still to expand.*Raise --max-states/);
  });

  test('a memory that is too small gives 3, with what was found until then', async () => {
    const overflow = ['--scenario', 'overflow', '--threads', '5', '--rounds', '2', '--width', '3'];
    const small = ['check', ...overflow, '--max-memory', '500K'];
    const { code, stdout } = await askCli([...small, '--property', 'leak', '--json']);
    expect(code).toBe(3);
    const { verdict, complete, interrupted, states, frontier, notes } = JSON.parse(stdout) as CheckResult;
    expect({ verdict, complete, interrupted }).toEqual({
      verdict: 'inconclusive',
      complete: false,
      interrupted: false,
    });
    expect(states).toBeGreaterThan(1000);
    expect(frontier).toBeGreaterThan(0);
    expect(notes.join()).toMatch(
      /^Out of memory at [\d,]+ states with [\d,]+ of them still to expand.*Raise --max-memory/,
    );
    const found = await askCli([...small, '--dtor', 'looked-up']);
    expect(found.code).toBe(1);
    expect(found.stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /double free violated 7 steps.*leak unknown.*Out of memory at/,
    );
  });

  test('checks that run at a time are told in their order', async () => {
    const matrix = ['check', '--protocol', 'old,v4,or-freeze', '--dtor', 'looked-up', '--json'];
    const alone = JSON.parse((await askCli([...matrix, '--jobs', '1'])).stdout) as { runs: CheckResult[] };
    const together = JSON.parse((await askCli([...matrix, '--jobs', '3'])).stdout) as { runs: CheckResult[] };
    const told = ({ runs }: { runs: CheckResult[] }) => runs.map(({ config, states }) => [config.protocol, states]);
    expect(told(together)).toEqual(told(alone));
    expect(told(alone).map(([protocol]) => protocol)).toEqual(['old', 'v4', 'or-freeze']);
  });

  test('says that there was no witness to write', async () => {
    const file = join(folder, 'none.json');
    const { code, stderr } = await askCli(['check', '--protocol', 'old', '--witness', file]);
    expect([code, stderr]).toEqual([0, `no violation, so no witness: "${file}" was not written\n`]);
    expect(existsSync(file)).toBe(false);
  });

  test('says which of the witnesses it kept', async () => {
    const file = join(folder, 'first.json');
    const { code, stderr } = await askCli([
      ...['check', '--protocol', 'old,v4,or-freeze', '--dtor', 'looked-up', '--witness', file],
    ]);
    expect([code, stderr]).toEqual([
      1,
      `"${file}" holds the first of 2 witnesses, that of v4 in email, looked-up destructor\n`,
    ]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ config: { protocol: 'v4' } });
  });

  test("the matrix of a scenario of the user's own", async () => {
    const { code, stdout } = await askCli(['check', '--all', '--protocol', 'v4', '--scenario', PINS]);
    expect(code).toBe(1);
    expect(stdout.match(/^v4 +\S*pins\.ts/gm)).toHaveLength(2);
  });

  test('the matrix as Markdown', async () => {
    const { code, stdout } = await askCli([
      'check',
      '--all',
      '--protocol',
      'old,v4',
      '--scenario',
      'email',
      '--markdown',
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/\| v4 \| email \| captured \| 16\/8 \| 16\/8 \| \(9\/5\) \| ok/);
    expect(stdout).toMatch(/\| old \| email \| looked-up \| ok \| ok \| ok/);
  });

  test.each([
    [['--protocol', 'v6'], /unknown protocol "v6"/],
    [['--property', 'stolenFre'], /unknown property "stolenFre".*Did you mean "stolenFree"/],
    [['--width', '64'], /width must be a whole number from 3 to 32/],
    [['--threads', '9'], /threads, not 9: its roles are T1, T2, T3/],
    [['--roles', 'T1,T2', '--threads', '3'], /give one of threads and roles/],
    [['--jobs', '0'], /jobs must be a whole number from 1 on, not 0/],
    [['--json', '--markdown'], /choose one of --json and --markdown/],
    [['--dtor', 'guessed'], /captured, looked-up/],
    [['--memory', 'tso'], /tso/],
    [['--all', '--scenario', 'emial'], /unknown scenario "emial".*Did you mean "email"/],
    [['--all', '--witnesses'], /^reftorture: a matrix has no room for witnesses: leave out --witnesses$/m],
    [['--markdown', '--witnesses'], /a matrix has no room for witnesses: leave out --witnesses$/m],
    [['--max-memory', 'much'], /--max-memory <size>' argument 'much' is invalid. Expected a size such as 500M or 4G/],
    [['--max-memory', '0'], /Expected a size such as 500M or 4G/],
    [['--out', join(folder, 'nowhere', 'x.json')], /no such folder/],
  ])('%j is one line and 2', async (args, message) => {
    const { code, stdout, stderr } = await askCli(['check', ...args]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(message);
  });
});

describe('reftorture replay', () => {
  test('confirms what check wrote', async () => {
    const file = join(folder, 'witness.json');
    await askCli(['check', '--witness', file]);
    expect(JSON.parse(readFileSync(file, 'utf8')).schema).toBe('reftorture/witness@1');
    const { code, stdout } = await askCli(['replay', file, '--times', '5', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'reftorture/replay@1', verdict: 'confirmed', agreed: 5 });
  });

  test.each([
    [
      'a result of check',
      ['--protocol', 'v4'],
      /" is a result of check: write a witness with: reftorture check --witness/,
    ],
    [
      'a set of them',
      ['--protocol', 'old,v4'],
      /" is a result of check: write a witness with: reftorture check --witn/,
    ],
    ['a clean one', ['--protocol', 'old'], /" is a result of check that found no violation/],
  ])('says what to do with %s', async (_name, args, message) => {
    const file = join(folder, 'check.json');
    await askCli(['check', ...args, '--out', file]);
    const { code, stderr } = await askCli(['replay', file]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  test.each([
    ['{"name": "x"}', 'is not a result of reftorture'],
    ['null', 'is not a result of reftorture'],
    ['{"schema": "reftorture/race@1"}', 'its schema is "reftorture/race@1", not "reftorture/witness@1"'],
    ['{"schema": "reftorture/check-set@1", "runs": [null]}', 'is a result of check that found no violation'],
  ])('turns down %s', async (text, message) => {
    const file = join(folder, 'other.json');
    writeFileSync(file, text);
    const { code, stderr } = await askCli(['replay', file]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  test('turns an outdated token down', async () => {
    const { code, stderr } = await askCli(['replay', 'v4,email@0123456789ab:a5b5c5a']);
    expect(code).toBe(2);
    expect(stderr).toContain('outdated');
  });
});
