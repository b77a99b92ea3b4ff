// The schemas against what the commands really write: nothing is turned down, and nothing is lost.

import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { type SchemaName, schemas } from '../../src/results/schemas.js';
import { check, race, scale } from '../runs.js';
import { raceFixture, scaleFixture } from './result-fixtures.js';

/** `value` as it is read from a file, next to what its schema makes of it. */
function bothWays(name: SchemaName, value: unknown): [unknown, unknown] {
  const read = JSON.parse(JSON.stringify(value)) as unknown;
  return [v.parse(schemas[name], read), read];
}

describe('a schema keeps every key of', () => {
  test('a race', async () => {
    const result = await race({
      protocol: 'v4',
      durationMs: 50,
      stall: { kind: 'spin', amount: 1000, probability: 1 },
    });
    expect(result.totals.operations).toBeGreaterThan(0);
    const [parsed, written] = bothWays('reftorture/race@1', result);
    expect(parsed).toEqual(written);
  });

  test('a race whose worker died', () => {
    const worker = { worker: 0, role: 'T1', state: 'running', durationMs: 0, operations: 0, error: 'killed' };
    const [parsed, written] = bothWays('reftorture/race@1', raceFixture({ rest: { workers: [worker] } }));
    expect(parsed).toEqual(written);
  });

  test('a check with witnesses', async () => {
    const result = await check({ protocol: 'v4', scenario: 'email', threads: 3 });
    expect(result.witnesses.length).toBeGreaterThan(0);
    const [parsed, written] = bothWays('reftorture/check@1', result);
    expect(parsed).toEqual(written);
    const file = { schema: 'reftorture/witness@1', config: result.config, witness: result.witness };
    const [parsedFile, writtenFile] = bothWays('reftorture/witness@1', file);
    expect(parsedFile).toEqual(writtenFile);
  });

  test('a check under a weak memory model, with stale values', async () => {
    const result = await check({ protocol: 'v4', scenario: 'email', threads: 3, memory: 'ra', dtor: 'looked-up' });
    expect(result.witnesses.flatMap(({ steps }) => steps).some(({ newer }) => newer !== undefined)).toBe(true);
    const [parsed, written] = bothWays('reftorture/check@1', result);
    expect(parsed).toEqual(written);
  });

  test('a measurement', async () => {
    const result = await scale({ threads: [1, 2], trials: 2, durationMs: 5, pin: false });
    expect(result.series).toHaveLength(4);
    const [parsed, written] = bothWays('reftorture/scale@1', result);
    expect(parsed).toEqual(written);
  });

  test('a measurement with a fitted law', () => {
    const estimate = { median: 1, low: 0.5, high: 2 };
    const law = {
      model: 'usl',
      lambda: estimate,
      sigma: estimate,
      kappa: estimate,
      peakThreads: null,
      worstResidual: 0,
    };
    const fits = [{ protocol: 'v4', engine: 'wasm', workload: 'shared', fit: law }];
    const [parsed, written] = bothWays('reftorture/scale@1', { ...scaleFixture({ 'v4 1': [1] }), fits });
    expect(parsed).toEqual(written);
  });
});
