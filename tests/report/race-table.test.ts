// The table of races, every figure of which is one of its own.

import { describe, expect, test } from 'vitest';
import { raceTable } from '../../src/report/race-report.js';
import type { RaceConfig } from '../../src/results/race-result.js';
import { raceFixture } from '../results/result-fixtures.js';

const { totals, violations } = raceFixture();
const RUN = raceFixture({
  rest: {
    durationMs: 2000,
    firstViolationMs: 12,
    verdict: 'violated',
    totals: {
      ...totals,
      operations: 5_000_000,
      allocs: 1_100_000,
      frees: 1_200_000,
      destructorsX: 700_000,
      destructorsY: 500_000,
      resurrections: 31,
      abortedFrees: 32,
      failedGets: 33,
      casRetries: 34,
    },
    violations: { ...violations, stolenFree: 4000, typeConfusionStolenFree: 6, typeConfusionStaleGet: 0 },
  },
});
const QUIET = raceFixture({ config: { protocol: 'old' } });

/** The cells of each line, which two blanks part. */
function cellsOf(table: string): string[][] {
  return table.split('\n').map((line) => line.trim().split(/ {2,}/));
}

describe('a few races', () => {
  test('stand side by side', () => {
    expect(cellsOf(raceTable([RUN, QUIET]))).toEqual([
      ['v4 / wasm', 'old / wasm'],
      ['time', '2.00 s', '1.00 s'],
      ['operations', '5,000,000', '4,000,000'],
      ['operations/s', '2.50 M', '4.00 M'],
      ['pages allocated, freed', '1.10 M, 1.20 M', '1.00 M, 1.00 M'],
      ['destructors per page freed', 'exactly 1', 'exactly 1'],
      ['violations'],
      ['type confusion, stolen free', '6', '0'],
      ['stolen free', '4,000', '0'],
      ['stolen frees/s', '2.00 k', '0'],
      ['first after', '12.0 ms', '-'],
      ['near misses'],
      ['resurrections (get took 0 to 1)', '31', '5'],
      ['aborted frees (step 2 lost)', '32', '7'],
      ['failed gets', '33', '0'],
      ['CAS retries', '34', '0'],
      ['verdict', 'violated', 'clean'],
      [''],
    ]);
  });

  test('say how many destructors ran for each page freed', () => {
    const ran = (destructorsX: number, destructorsY: number) =>
      raceFixture({ rest: { totals: { ...totals, destructorsX, destructorsY } } });
    const label = 'destructors per page freed';
    const cells = cellsOf(raceTable([ran(4e5, 6e5), ran(1e6, 1234), ran(999_999, 0)]));
    expect(cells).toContainEqual([label, 'exactly 1', '1,234 too many', '1 too few']);
    expect(
      cellsOf(
        raceTable([raceFixture({ rest: { totals: { ...totals, frees: 0, destructorsX: 0, destructorsY: 0 } } })]),
      ),
    ).toContainEqual([label, '-']);
  });

  test('without a violation say so in a word', () => {
    expect(cellsOf(raceTable([QUIET]))).toContainEqual(['violations', 'none']);
  });
});

describe('an observation', () => {
  const seen = (stall: RaceConfig['stall']) =>
    raceFixture({
      config: { protocol: 'old', stall },
      rest: { violations: { ...violations, typeConfusionStolenFree: 0, typeConfusionStaleGet: 7 } },
    });
  const [still, held] = [seen(QUIET.config.stall), seen({ kind: 'spin', amount: 10, probability: 1 })];

  test('stands among the near misses of its race, which is clean', () => {
    const cells = cellsOf(raceTable([still]));
    expect(cells).toContainEqual(['violations', 'none']);
    expect(cells.slice(cells.findIndex(([head]) => head === 'near misses'))).toContainEqual([
      'type confusion, stale get',
      '7',
    ]);
  });

  test('has a column where races are a line each', () => {
    expect(cellsOf(raceTable([still, held]))).toEqual([
      ['protocol', 'stall', 'verdict', 'operations/s', 'confusion, stale/s', 'first after'],
      ['old', 'none', 'clean', '4.00 M', '7', '-'],
      ['old', 'spin:10', 'clean', '4.00 M', '7', '-'],
      [''],
    ]);
  });

  test('is a violation where the type was looked up', () => {
    const lookedUp = { ...still, config: { ...still.config, dtor: 'looked-up' as const } };
    const cells = cellsOf(raceTable([lookedUp]));
    expect(cells.findIndex(([head]) => head === 'type confusion, stale get')).toBeLessThan(
      cells.findIndex(([head]) => head === 'near misses'),
    );
  });
});

test('races of many situations are a line each', () => {
  const held = raceFixture({ config: { stall: { kind: 'spin', amount: 10, probability: 1 } }, stolenFree: 500 });
  expect(cellsOf(raceTable([RUN, held]))).toEqual([
    ['protocol', 'stall', 'verdict', 'operations/s', 'confusion, stolen/s', 'stolen free/s', 'first after'],
    ['v4', 'none', 'violated', '2.50 M', '3', '2.00 k', '12.0 ms'],
    ['v4', 'spin:10', 'violated', '4.00 M', '0', '500', '12.0 ms'],
    [''],
  ]);
});

test('races whose descriptors come back in other ways are a line each, and say how', () => {
  const folio = (config: Partial<RaceConfig>) => raceFixture({ config: { scenario: 'folio-email', ...config } });
  const usual = folio({ reclaim: 'type-stable', section: 'put-outside' });
  const head = ['verdict', 'operations/s', 'first after'];
  const rest = ['clean', '4.00 M', '-'];
  expect(cellsOf(raceTable([usual, folio({ reclaim: 'grace', section: 'put-outside' })]))).toEqual([
    ['protocol', 'reclaim', ...head],
    ['v4', 'type-stable', ...rest],
    ['v4', 'grace', ...rest],
    [''],
  ]);
  expect(cellsOf(raceTable([QUIET, folio({ reclaim: 'type-stable', section: 'none' })]))).toEqual([
    ['scenario', 'protocol', 'reclaim', 'section', ...head],
    ['email', 'old', '-', '-', ...rest],
    ['folio-email', 'v4', 'type-stable', 'none', ...rest],
    [''],
  ]);
  expect(raceTable([QUIET, usual])).not.toContain('reclaim');
});
