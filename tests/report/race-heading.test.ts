import { describe, expect, test } from 'vitest';
import { raceHeading, raceReport } from '../../src/report/race-report.js';
import type { RaceConfig } from '../../src/results/race-result.js';
import { raceFixture } from '../results/result-fixtures.js';

const workersOn = (...cpus: readonly (number | undefined)[]) =>
  cpus.map((cpu, worker) => ({
    worker,
    role: 'T1',
    state: 'finished',
    durationMs: 1000,
    operations: 1,
    ...(cpu !== undefined && { cpu }),
  }));

describe('the heading of races', () => {
  test.each([
    [[0, 4], /, pinned to CPUs 0, 4$/],
    [Array.from({ length: 9 }, (_, cpu) => cpu), /, pinned to 9 CPUs$/],
    [[0, 1, 0, 1], /, pinned to CPUs 0, 1$/],
    [[undefined, undefined], /, seed \d+$/],
  ])('says where workers on %j ran', (cpus, text) => {
    expect(raceHeading([raceFixture({ rest: { workers: workersOn(...cpus) } })]).join(' ')).toMatch(text);
  });

  test('says that pinning was asked for and did not work', () => {
    const { config } = raceFixture();
    const rest = { config: { ...config, pin: true }, workers: workersOn(undefined) };
    expect(raceHeading([raceFixture({ rest })]).join(' ')).toMatch(/, not pinned$/);
  });

  test('says how descriptors come back and where sections lie, unless as usual', () => {
    const text = (config: Partial<RaceConfig>): string => raceHeading([raceFixture({ config })]).join(' ');
    expect(text({ reclaim: 'grace', section: 'put-inside' })).toContain(
      ', recheck, reclaim grace, section put-inside, ',
    );
    expect(text({ reclaim: 'type-stable', section: 'put-outside' })).toBe(text({}));
  });

  test('does not say of all what was pinned in one', () => {
    const runs = [[0, 1], [undefined]].map((cpus) => raceFixture({ rest: { workers: workersOn(...cpus) } }));
    expect(raceHeading(runs).join(' ')).not.toContain('pinned');
  });
});

test('a race until a violation says at most how long, and for how long there was none', () => {
  const config = { stopOnViolation: true };
  expect(raceHeading([raceFixture({ config })]).join(' ')).toContain('until a violation shows, 1.00 s each at most');
  expect(raceReport([raceFixture({ config })])).toMatch(/^violations +none in 1\.00 s$/m);
  const two = [raceFixture({ config }), raceFixture({ config: { ...config, scenario: 'stale' }, stolenFree: 1 })];
  expect(raceReport(two)).toMatch(/none in 1\.00 s\n.* 12\.0 ms\n/);
  expect(raceReport([raceFixture()])).not.toContain('none in');
  const lost = raceFixture({ config, rest: { verdict: 'inconclusive' } });
  expect(raceReport([lost])).not.toContain('none in');
});

test('a recheck that only some of the races do without stands in their rows', () => {
  const runs = [true, false].map((recheck) => raceFixture({ config: { recheck } }));
  expect(raceHeading(runs).join(' ')).not.toContain('recheck');
  expect(raceReport(runs)).toMatch(/recheck +verdict.*\n.* yes .*\n.* no /);
  expect(raceHeading(runs.slice(1)).join(' ')).toContain('no recheck');
});

describe('the footer of races', () => {
  test('says once what holds for each run of a protocol', () => {
    const runs = [1, 2, 3].map(() => raceFixture({ rest: { notes: ['nobody was held up'] } }));
    expect(raceReport(runs).match(/nobody was held up/g)).toHaveLength(1);
  });
});
