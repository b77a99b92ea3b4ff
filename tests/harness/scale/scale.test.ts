// Measurements on real threads. Nothing here asserts a time: what is checked is what was counted, and what becomes of
// a worker that dies or hangs.

import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { sumsOf } from '../../../src/arena/totals.js';
import { createScaleMemory, drawPicks, layOutTrial, type TrialShape } from '../../../src/arena/trial-arena.js';
import { kernelFor } from '../../../src/engines/kernels.js';
import type { Engine } from '../../../src/front-end/sources.js';
import { type CrewTrial, ScaleCrew, TrialError } from '../../../src/harness/scale/crew.js';
import { resolveProtocol } from '../../../src/requests/resolve-protocol.js';
import type { ScaleRequest } from '../../../src/requests/scale-request.js';
import { ABORTED_FREES, CAS_RETRIES, FREES, PUTS, TRY_GETS } from '../../../src/runtime/counters.js';
import { REFCOUNT } from '../../../src/runtime/layout.js';
import { findWorkload } from '../../../src/scenarios/workloads.js';
import { seededRandom } from '../../../src/statistics/random.js';
import { TESTED_ENGINES } from '../../engines/tested-engines.js';
import { here, scale } from '../../runs.js';

/** Returns a request that needs no warm-up. */
const CHEAP = TESTED_ENGINES.filter((engine) => engine !== 'js');
const MANY = availableParallelism() + 1;
const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));

async function trialOf(protocol: string, workload: string, threads: number, engine: Engine = 'wasm') {
  const shape: TrialShape = { workload: findWorkload(workload), threads, pages: 8 };
  const memory = createScaleMemory(engine, [shape]);
  const layOut = () => layOutTrial(memory, engine, shape, drawPicks(shape, seededRandom(1)), 1);
  const trial: CrewTrial = {
    kernelKey: protocol,
    memory,
    workload: shape.workload.number,
    threads,
    code: await kernelFor({ protocolFile: resolveProtocol(protocol).file }, engine, 'counting', here),
    cpus: [],
    durationMs: 20,
    warmUpMs: 2,
  };
  return { arena: layOut(), trial, layOut };
}

describe('a trial', () => {
  const plays = [
    ['old', 'shared'],
    ['v4', 'shared'],
    ['v4', 'spread'],
  ].flatMap(([protocol, workload]) => CHEAP.map((engine) => [protocol as string, workload as string, engine] as const));
  test.each(plays)('%s, %s on %s: gets = puts + held, over all threads', async (protocol, workload, engine) => {
    const { arena, trial, layOut } = await trialOf(protocol, workload, 3, engine);
    const crew = new ScaleCrew(3);
    try {
      let samples = await crew.trial(trial);
      // Once more where a busy machine gave somebody no CPU in all that time.
      while (samples.some(({ rounds }) => rounds === 0)) {
        layOut();
        samples = await crew.trial(trial);
      }
      expect(samples.length).toBe(3);
      for (const [worker, { rounds, failedGets }] of samples.entries()) {
        expect(failedGets).toBe(0);
        const totals = sumsOf(arena.memory.buffer, worker);
        expect([totals[TRY_GETS], totals[PUTS], totals[FREES]]).toEqual([rounds, rounds, 0]);
      }
      expect(arena.words[(arena.pagesBase + REFCOUNT) >> 2]).toBe(1); // the index's
    } finally {
      await crew.close();
    }
  });

  test.each([
    ['old', CAS_RETRIES],
    ['v4', ABORTED_FREES],
  ])('%s, free-contended: puts to zero meet gets of the page', async (protocol, meeting) => {
    const { arena, trial, layOut } = await trialOf(protocol, 'free-contended', 2);
    const crew = new ScaleCrew(2);
    try {
      let [gets, frees, met] = [0, 0, 0];
      // Until it is seen: how often threads meet on a busy machine is up to its scheduler. The test's time is the
      // limit.
      while (gets === 0 || frees === 0 || met === 0) {
        layOut();
        for (const sample of await crew.trial(trial)) {
          gets += sample.gets;
          frees += sample.frees;
        }
        for (const worker of [0, 1]) met += sumsOf(arena.memory.buffer, worker)[meeting] ?? 0;
      }
      expect(Math.min(gets, frees, met)).toBeGreaterThan(0);
    } finally {
      await crew.close();
    }
  });

  test('threads start after the gate and end after the stop, on one clock', async () => {
    const { trial } = await trialOf('old', 'private', 2);
    const crew = new ScaleCrew(2);
    try {
      const samples = await crew.trial(trial);
      const [latestStart, firstEnd] = [
        Math.max(...samples.map(({ startMs }) => startMs)),
        Math.min(...samples.map(({ endMs }) => endMs)),
      ];
      expect(firstEnd).toBeGreaterThan(Math.min(...samples.map(({ startMs }) => startMs)));
      expect(latestStart).toBeLessThan(Math.max(...samples.map(({ endMs }) => endMs)));
    } finally {
      await crew.close();
    }
  });

  test('a worker that dies fails its trial; the next trial gets new threads', async () => {
    const dying = await trialOf(fixture('dies.ts'), 'shared', 2);
    const sound = await trialOf('old', 'shared', 2);
    const crew = new ScaleCrew(2);
    try {
      await expect(crew.trial(dying.trial)).rejects.toThrow(/^worker \d died: /);
      expect((await crew.trial(sound.trial)).length).toBe(2);
    } finally {
      await crew.close();
    }
  });

  test.each(CHEAP)('an interrupted trial does not wait for a worker that hangs on %s', async (engine) => {
    const { trial } = await trialOf(fixture('hangs.ts'), 'shared', 2, engine);
    const crew = new ScaleCrew(2, { graceMs: Number.POSITIVE_INFINITY });
    try {
      await expect(crew.trial({ ...trial, signal: AbortSignal.timeout(100) })).rejects.toThrow(/^interrupted$/);
    } finally {
      await crew.close();
    }
  });

  test.each(CHEAP)('a worker that hangs on %s is terminated, and fails its trial', async (engine) => {
    const { trial } = await trialOf(fixture('hangs.ts'), 'shared', 2, engine);
    const crew = new ScaleCrew(2, { graceMs: 50, startMs: 200 });
    try {
      await expect(crew.trial(trial)).rejects.toThrow(TrialError);
    } finally {
      await crew.close();
    }
  });
});

describe('a measurement', () => {
  test('has a series for each cell, and every sample', async () => {
    const request: ScaleRequest = {
      engines: TESTED_ENGINES,
      threads: [1, 2],
      trials: 2,
      durationMs: 10,
      pin: false,
      seed: 3,
    };
    const result = await scale(request);
    expect(result.schema).toBe('reftorture/scale@1');
    expect(result.series.map(({ protocol, engine, threads }) => `${protocol} ${engine} ${threads}`)).toEqual(
      [1, 2].flatMap((threads) =>
        ['old', 'v4'].flatMap((protocol) => TESTED_ENGINES.map((engine) => `${protocol} ${engine} ${threads}`)),
      ),
    );
    for (const {
      samples,
      trials,
      median,
      low,
      high,
      perThread,
      threads,
      protocol,
      engine,
      speedupVsOld,
      ratioToNative,
    } of result.series) {
      expect(samples.length).toBe(2);
      expect(trials.map(({ round }) => round)).toEqual([0, 1]);
      expect(trials.every((trial) => trial.perThread.length === threads)).toBe(true);
      expect(low).toBeLessThanOrEqual(median as number);
      expect(high).toBeGreaterThanOrEqual(median as number);
      expect(perThread?.min).toBeLessThanOrEqual(perThread?.max as number);
      expect(speedupVsOld === null).toBe(protocol === 'old');
      expect(ratioToNative === null).toBe(engine === 'native' || !TESTED_ENGINES.includes('native'));
    }
    expect(result.fits.length).toBe(2 * TESTED_ENGINES.length);
    expect(result.interrupted).toBe(false);
  });

  test('more threads than CPUs are marked, in the series and in words', async () => {
    const result = await scale({ protocols: ['old'], threads: [1, MANY], trials: 1, durationMs: 10, pin: false });
    expect(result.series.map(({ oversubscribed }) => oversubscribed)).toEqual([false, true]);
    expect(result.warnings.join('\n')).toContain(`${MANY} threads share`);
  });

  test('what the js engine cannot relax is told where it counts', async () => {
    const shown = async (workload: string): Promise<string> => {
      const config = { protocols: ['old'], workloads: [workload], engines: ['js' as const], threads: [1], trials: 1 };
      return (await scale({ ...config, durationMs: 10, pin: false })).warnings.join('\n');
    };
    expect(await shown('free')).toContain('the js engine has no relaxed store');
    expect(await shown('shared')).not.toContain('relaxed');
  });

  test('a protocol that always dies leaves its cells empty and the others measured', async () => {
    const protocols = ['old', fixture('dies.ts')];
    const plan = {
      engines: ['wasm'],
      workloads: ['shared'],
      threads: [1],
      trials: 2,
      durationMs: 10,
      pin: false,
    } as const;
    const result = await scale({ protocols, ...plan });
    const [old, dying] = result.series;
    expect(old?.samples.length).toBe(2);
    expect(dying).toMatchObject({ samples: [], median: null, low: null, perThread: null, speedupVsOld: null });
    expect(dying?.failures[0]).toMatch(/^worker 0 died: /);
    expect(result.warnings.join('\n')).toContain('failed attempts at a trial');
  });

  test('an interrupted measurement keeps what it has', async () => {
    const abort = new AbortController();
    const result = await scale(
      { threads: [1], trials: 1000, durationMs: 10, pin: false },
      {
        signal: abort.signal,
        onProgress: ({ done }) => done === 6 && abort.abort(),
      },
    );
    expect(result.interrupted).toBe(true);
    for (const { samples, median } of result.series) {
      expect(samples.length).toBeGreaterThan(0);
      expect(samples.length).toBeLessThan(20);
      expect(median).not.toBeNull();
    }
  });
});
