import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { buildNative, Native, NativeError, type NativeTrial } from '../../../src/harness/scale/native.js';
import { allowedCpus } from '../../../src/machine/cpus.js';
import { ceilings, workloads } from '../../../src/scenarios/workloads.js';

const TRIAL: NativeTrial = {
  protocol: 'v4',
  workload: 'shared',
  threads: 2,
  durationMs: 50,
  pages: 2,
  cpus: [],
  picks: [],
};

const folder = await mkdtemp(join(tmpdir(), 'reftorture-native-'));
afterAll(() => rm(folder, { recursive: true }));

/** An executable that stands for the comparator. */
async function script(text: string): Promise<string> {
  const file = join(folder, 'comparator.sh');
  await writeFile(file, `#!/bin/sh\n${text}\n`);
  await chmod(file, 0o755);
  return file;
}

test('a compiler that is not there is named', async () => {
  await expect(buildNative('no-such-compiler')).rejects.toThrow('no C compiler: no-such-compiler is not on the path');
});

describe.skipIf(process.platform === 'win32')('a comparator at fault fails its trial', () => {
  test.each([
    ['hangs', 'exec sleep 1000', 'hung and was terminated'],
    ['dies', 'exit 3', 'died'],
  ])('that %s', async (_, text, message) => {
    const native = new Native(await script(text), { graceMs: 100 });
    await expect(native.trial(TRIAL)).rejects.toThrow(message);
    await native.close();
  });
});

test('one that was damaged in the cache is made again', async () => {
  const where = join(folder, 'cache');
  const first = await buildNative(undefined, where).catch(() => undefined);
  if (first === undefined) return expect(binary).toBeUndefined(); // there is no compiler here
  const [name = ''] = await readdir(where);
  await truncate(join(where, name));
  const again = await buildNative(undefined, where);
  expect(await readFile(again)).toEqual(await readFile(first));
  expect((await stat(join(where, name))).size).toBeGreaterThan((await stat(first)).size); // with its seal
});

/** CPUs on which each thread of our child with this executable may run, in the order in which they were started. */
function cpusOfThreads(executable: string): string[] {
  const read = (path: string, key: string): string =>
    new RegExp(`^${key}:\\s*(\\S+)`, 'm').exec(readFileSync(`/proc/${path}/status`, 'utf8'))?.[1] ?? '';
  const numbersIn = (path: string): number[] => readdirSync(path).map(Number).filter(Number.isInteger);
  const isOurs = (pid: number): boolean => {
    try {
      return (
        read(`${pid}`, 'PPid') === `${process.pid}` && readlinkSync(`/proc/${pid}/exe`) === realpathSync(executable)
      );
    } catch {
      return false; // somebody else's, or gone
    }
  };
  const [pid] = numbersIn('/proc').filter(isOurs);
  if (pid === undefined) return [];
  const threads = numbersIn(`/proc/${pid}/task`).sort((a, b) => a - b);
  return threads.map((thread) => read(`${pid}/task/${thread}`, 'Cpus_allowed_list'));
}

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
      const [alone] = await native.trial({ ...trial, workload: 'churn', threads: 1, pages: 16 });
      expect(alone?.frees).toBeGreaterThan(0);
      expect(alone?.failedGets).toBe(0);
      expect((await native.trial({ ...trial, workload: 'spread', picks: [1, 0, 1] })).length).toBe(2);
    });
  });

  test.each([...workloads, ...ceilings])('has the loop of $name', async ({ native: workload }) => {
    await withNative(async (native) => {
      expect(await native.trial({ ...TRIAL, workload, pages: 16, picks: [1, 0] })).toHaveLength(2);
    });
  });

  test('each of many threads takes part, whenever it is given a CPU', async () => {
    await withNative(async (native) => {
      const crowd = { ...TRIAL, threads: 64, pages: 64, durationMs: 0 };
      for (const { rounds } of await native.trial(crowd)) expect(rounds).toBeGreaterThan(0);
    });
  });

  test('what it does not know it says, and goes on', async () => {
    await withNative(async (native) => {
      await expect(native.trial({ ...TRIAL, protocol: 'v5' })).rejects.toThrow('no such loop: v5 shared');
      await expect(native.trial({ ...TRIAL, threads: 0 })).rejects.toThrow('not a request');
      expect((await native.trial(TRIAL)).length).toBe(2);
    });
  });

  test('an interrupted trial ends at once; the next gets another process', async () => {
    await withNative(async (native) => {
      const abort = new AbortController();
      const interrupted = native.trial({ ...TRIAL, durationMs: 3_600_000, signal: abort.signal });
      abort.abort();
      await expect(interrupted).rejects.toThrow('interrupted');
      await expect(native.trial({ ...TRIAL, signal: abort.signal })).rejects.toThrow('interrupted');
      expect((await native.trial(TRIAL)).length).toBe(2);
    });
  });

  test.skipIf(process.platform !== 'linux')(
    'threads run on the CPUs that they are given, and on no others',
    async () => {
      await withNative(async (native) => {
        const abort = new AbortController();
        const cpus = [allowedCpus().at(-1), allowedCpus()[0]] as number[];
        const running = native.trial({ ...TRIAL, cpus, durationMs: 3_600_000, signal: abort.signal });
        // The first thread is the one that waits for the others.
        const where = () => cpusOfThreads(binary as string).slice(1);
        try {
          await expect.poll(where, { timeout: 10_000 }).toEqual(cpus.map(String));
        } finally {
          abort.abort(); // whatever was seen: nobody else would end it
          await expect(running).rejects.toThrow('interrupted');
        }
      });
    },
  );

  test('once it is closed, trials fail', async () => {
    const native = new Native(binary as string);
    await native.close();
    await expect(native.trial(TRIAL)).rejects.toThrow('the native comparator is closed');
  });

  test.skipIf(process.platform !== 'linux')('threads that cannot be started are an error, and it goes on', async () => {
    const native = new Native(await script(`ulimit -v 500000; exec '${binary}'`));
    const trial = { ...TRIAL, threads: 1024, pages: 1024 };
    await expect(native.trial(trial)).rejects.toThrow('cannot start 1024 threads');
    expect((await native.trial(TRIAL)).length).toBe(2);
    await native.close();
  });
});
