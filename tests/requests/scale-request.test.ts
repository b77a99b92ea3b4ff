import { describe, expect, test, vi } from 'vitest';
import { nativeCompiler, nativeProblem } from '../../src/engines/native/compiler.js';
import { SINGLE_INSTRUCTION_TIER } from '../../src/engines/tier.js';
import { NativeError } from '../../src/front-end/compile-error.js';
import { describeEnvironment, usableCpus } from '../../src/machine/environment.js';
import { powersUpTo } from '../../src/options/scale-options.js';
import { resolveScale } from '../../src/requests/scale-request.js';
import { UsageError } from '../../src/usage-error.js';

test('defaults: old against v4 on one page, from one thread to one per CPU', async () => {
  expect((await resolveScale({})).config).toEqual({
    protocols: ['old', 'v4'],
    workloads: ['shared'],
    ...((await nativeProblem()) === undefined
      ? { engines: ['native'], native: true, compiler: (await nativeCompiler()).version }
      : { engines: ['wasm'], native: false }),
    tier: SINGLE_INSTRUCTION_TIER,
    threads: powersUpTo(usableCpus()),
    durationMs: 250,
    trials: 15,
    pages: 64,
    pin: true,
    pinOrder: 'cores',
    seed: 1,
  });
});

test.each([
  [1, [1]],
  [2, [1, 2]],
  [6, [1, 2, 4, 6]],
  [8, [1, 2, 4, 8]],
])('threads for %d CPUs', (cpus, expected) => {
  expect(powersUpTo(cpus)).toEqual(expected);
});

test.each([
  [8, null, 8],
  [8, 2.5, 3],
  [4, 16, 4],
  [4, 0.5, 1],
])('%d CPUs with a quota of %j can keep %d busy', (cpus, cpuQuota, expected) => {
  expect(usableCpus({ ...describeEnvironment(), cpus, cpuQuota })).toBe(expected);
});

test.each([
  [{ native: true }, ['wasm', 'native']],
  [{ native: true, engines: ['js'] }, ['js', 'native']],
  [{ native: true, engines: ['native', 'js'] }, ['native', 'js']],
] as const)('%j: native is one more engine', async (asked, expected) => {
  if ((await nativeProblem()) === undefined) expect((await resolveScale(asked)).config.engines).toEqual(expected);
  else await expect(resolveScale(asked)).rejects.toThrow(NativeError);
});

test('a tier is asked of wasm', async () => {
  expect((await resolveScale({ tier: 'optimised' })).config.engines).toEqual(['wasm']);
});

test('without a compiler wasm measures, and says why', async () => {
  vi.stubEnv('CC', 'no-such-compiler');
  try {
    const { config, remarks } = await resolveScale({});
    expect([config.engines, config.native]).toEqual([['wasm'], false]);
    expect(remarks.join()).toMatch(/^measured on wasm, .*: no C compiler: no-such-compiler is not on the path/);
    await expect(resolveScale({ engines: ['native'] })).rejects.toThrow(
      'no C compiler: no-such-compiler is not on the path; install gcc or clang, or set CC to its name, or use --engine wasm',
    );
    expect((await resolveScale({ engines: ['wasm'] })).remarks).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
  }
});

test('threads are put in order', async () => {
  expect((await resolveScale({ threads: [8, 1, 4] })).config.threads).toEqual([1, 4, 8]);
});

describe('what cannot be measured is said in one line', () => {
  test.each([
    [{ protocols: ['old', 'v3'] }, /^unknown protocol "v3"\. Did you mean "v4"\?/],
    [{ protocols: ['v4', 'v4'] }, /^protocol "v4" is named twice$/],
    [{ workloads: ['sharde'] }, /^unknown workload "sharde"\. Did you mean "shared"\?/],
    [{ engines: ['wsam' as 'wasm'] }, /^unknown engine "wsam"\. Did you mean "wasm"\?/],
    [{ threads: [0] }, /^threads must be a whole number from 1 to 1024, not 0$/],
    [{ threads: [10_000] }, /^threads must be a whole number from 1 to 1024, not 10000$/],
    [{ threads: [] }, /^at least one threads is needed$/],
    [{ trials: 0 }, /^trials must be/],
    [{ durationMs: 0 }, /^a trial must last from 1 ms to 1 hour/],
    [{ pages: 1e9 }, /^pages must be/],
  ])('%j', async (asked, message) => {
    await expect(resolveScale(asked)).rejects.toThrow(UsageError);
    await expect(resolveScale(asked)).rejects.toThrow(message);
  });
});
