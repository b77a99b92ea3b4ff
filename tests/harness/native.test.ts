import { describe, expect, test } from 'vitest';
import { buildNative, Native, NativeError, type NativeTrial } from '../../src/harness/native.js';

const TRIAL: NativeTrial = {
  ...{ protocol: 'v4', workload: 'shared', threads: 2, durationMs: 10, pages: 2 },
  ...{ cpus: [], picks: [] },
};

test('a compiler that is not there is named', async () => {
  await expect(buildNative('no-such-compiler')).rejects.toThrow('no C compiler: no-such-compiler is not on the path');
});

const binary = await buildNative().catch((error) => (error instanceof NativeError ? undefined : Promise.reject(error)));

describe.skipIf(!binary)('the C comparator', () => {
  const withNative = async <T>(use: (native: Native) => Promise<T>): Promise<T> => {
    const native = new Native(binary as string);
    try {
      return await use(native);
    } finally {
      await native.close();
    }
  };

  test.each(['old', 'v4'])('%s: counts what its loops do', async (protocol) => {
    await withNative(async (native) => {
      const trial = { ...TRIAL, protocol };
      for (const { rounds, failedGets, frees } of await native.trial(trial)) {
        expect(rounds).toBeGreaterThan(0);
        expect({ failedGets, frees }).toEqual({ failedGets: 0, frees: 0 });
      }
      for (const { rounds, failedGets } of await native.trial({ ...trial, workload: 'failed-get' })) {
        expect(failedGets).toBe(rounds);
      }
      for (const { rounds, frees } of await native.trial({ ...trial, workload: 'free' })) expect(frees).toBe(rounds);
      expect((await native.trial({ ...trial, workload: 'spread', picks: [1, 0, 1] })).length).toBe(2);
    });
  });

  test('what it does not know it says, and goes on', async () => {
    await withNative(async (native) => {
      await expect(native.trial({ ...TRIAL, protocol: 'v5' })).rejects.toThrow('no such loop: v5 shared');
      await expect(native.trial({ ...TRIAL, threads: 0 })).rejects.toThrow('not a request');
      expect((await native.trial(TRIAL)).length).toBe(2);
    });
  });

  test('once it is gone, trials fail', async () => {
    const native = new Native(binary as string);
    await native.close();
    await expect(native.trial(TRIAL)).rejects.toThrow('the native comparator died');
  });
});
