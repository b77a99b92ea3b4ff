// Results of a browser come home: they say where they are from and no more than that, and every command takes them beside
// those of Node.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageVersion } from '../../../src/machine/environment.js';
import type { RaceRequest } from '../../../src/requests/race-request.js';
import type { ScaleRequest } from '../../../src/requests/scale-request.js';
import { withOrigin } from '../../../src/results/origin.js';
import type { RaceResult } from '../../../src/results/race-result.js';
import { readResult } from '../../../src/results/read-result.js';
import type { ScaleResult } from '../../../src/results/scale-result.js';
import { browserName, browserOr, browserPath } from '../../browser.js';
import { runCli } from '../../commands/run-cli.js';
import { race, scale } from '../../runs.js';
import { callInPage, serveWithScript } from './bundled.js';
import { site } from './page.js';

/** Until something shows, however busy the machine is. */
const RACE: RaceRequest = {
  durationMs: 30_000,
  stopOnViolation: true,
  stall: { kind: 'spin', amount: 1000, probability: 1 },
  seed: 3,
};
const SCALE: ScaleRequest = { threads: [1, 2], trials: 2, durationMs: 20, engines: ['wasm'] };

describe.skipIf(!browserPath)(`results of a browser${browserOr}`, () => {
  const { open } = site(serveWithScript);
  const folder = mkdtempSync(join(tmpdir(), 'reftorture-home-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const written = (name: string, result: RaceResult | ScaleResult): string => {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(withOrigin(result, null)));
    return file;
  };
  let races: string[];
  let scales: string[];
  let raced: RaceResult;
  let measured: ScaleResult;
  beforeAll(async () => {
    const page = await open();
    raced = await callInPage(page, 'raceOf', RACE);
    measured = await callInPage(page, 'scaleOf', SCALE);
    races = [written('race-there.json', raced), written('race-here.json', await race(RACE))];
    scales = [written('scale-there.json', measured), written('scale-here.json', await scale(SCALE))];
  });

  test('they say what the browser says, and nothing that it does not', () => {
    const { environment, config } = raced;
    expect(environment).toMatchObject({ cpuModel: 'unknown', kernel: 'Linux', reftorture: packageVersion() });
    expect(environment.browser).toMatch(
      browserName === 'Firefox' ? /^Firefox \d+[\d.]*$/ : /^(?:\w+ )*\w*Chrom\w+ \d+[\d.]*$/,
    );
    expect(environment.cpus).toBeGreaterThan(0);
    expect(environment).not.toHaveProperty('node');
    expect(environment).not.toHaveProperty('v8');
    expect(config).not.toHaveProperty('tier');
    expect(config.pin).toBe(false);
    expect(measured.warnings.join('\n')).toMatch(/^a browser cannot pin threads: .*\na browser chooses the compiler/);
  });

  test('what was raced and measured there is what was asked for', () => {
    expect(raced.totals.operations).toBeGreaterThan(0);
    expect(raced.conservation.checked).toBe(true);
    expect(raced.workers.map(({ state }) => state)).toEqual(['finished', 'finished']);
    expect(measured.series.map(({ protocol, threads, samples }) => [protocol, threads, samples.length])).toEqual([
      ['old', 1, 2],
      ['v4', 1, 2],
      ['old', 2, 2],
      ['v4', 2, 2],
    ]);
  });

  test('they are read as they were written', () => {
    const [race = '', scale = ''] = [races[0], scales[0]];
    expect(readResult(race).results).toMatchObject([raced]);
    expect(readResult(scale).results).toMatchObject([measured]);
  });

  test('compare warns of machines that may be others', async () => {
    const { code, stderr } = await runCli(['compare', ...scales]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^reftorture: not comparable: cpuModel: A has unknown, B has .*tier: A has none, B has /);
  });

  test.each([
    ['report', (files: string[]) => ['report', ...files, '--out', join(folder, 'report.html')]],
    ['results', () => ['results', folder]],
    ['compare', () => ['compare', '--anyway', ...scales]],
    ['compare of races', () => ['compare', '--anyway', ...races]],
    ['results --merge', () => ['results', '--merge', ...races, '--out', join(folder, 'merged.json')]],
  ])('%s takes them beside those of Node', async (_, command) => {
    const { code, stderr } = await runCli(command([...races, ...scales]));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
