import { describe, expect, test } from 'vitest';
import { adviceFor } from '../../src/harness/doctor/doctor.js';
import { describeEnvironment } from '../../src/machine/environment.js';
import { readMachine } from '../../src/machine/inspect.js';
import { othersSince, parseCpuTimes } from '../../src/machine/other-load.js';
import type { DoctorResult } from '../../src/results/doctor-result.js';

// Lines as proc(5) describes them, made up so that the sums are easy.
const STAT = 'cpu  400 0 100 450 30 0 0 20 0 0\ncpu0 200 0 50 225 15 0 0 10 0 0\n';
const SELF = '4242 (node (a) b) S 1 1 1 0 -1 0 0 0 0 0 30 10 5 5 20 0 11 0 1000\n';

describe('CPU time', () => {
  test('is read from the sum of all CPUs, with our own share', () => {
    expect(parseCpuTimes(STAT, SELF)).toEqual({ total: 1000, idle: 480, steal: 20, own: 50 });
  });

  test('what was neither idle nor ours went to others', () => {
    const before = { total: 1000, idle: 500, steal: 0, own: 100 };
    const now = { total: 2000, idle: 600, steal: 50, own: 700 }; // 900 busy, 600 of them ours
    expect(othersSince(before, now)).toBe(0.3);
  });

  test('is unknown where the system does not say, or no time has passed', () => {
    const times = { total: 1000, idle: 500, steal: 0, own: 100 };
    expect(othersSince(undefined, times)).toBeNull();
    expect(othersSince(times, times)).toBeNull();
  });
});

describe('the machine', () => {
  const GUEST: Record<string, string> = {
    '/proc/stat': STAT,
    '/proc/loadavg': '1.25 0.75 0.5 2/86 5703\n',
    '/proc/cpuinfo': 'processor\t: 0\nflags\t\t: fpu vme hypervisor lahf_lm\n',
    '/sys/devices/system/cpu/online': '0-1\n',
    '/sys/devices/system/cpu/cpu0/cache/index0/coherency_line_size': '64\n',
    '/sys/devices/system/cpu/cpu0/topology/core_id': '0\n',
    '/sys/devices/system/cpu/cpu1/topology/core_id': '0\n',
  };

  test('a guest with one core of two threads', () => {
    expect(readMachine((path) => GUEST[path])).toEqual({
      cores: 1,
      packages: 1,
      numaNodes: 1,
      threadsPerCore: 2,
      coreKinds: 1,
      cacheLineBytes: 64,
      virtualisation: 'unnamed',
      stealShare: 0.02,
      loadAverage: 1.25,
    });
  });

  test('the hypervisor is named where the firmware names it', () => {
    const named = { ...GUEST, '/sys/class/dmi/id/sys_vendor': 'QEMU\n' };
    expect(readMachine((path: string) => named[path as keyof typeof named]).virtualisation).toBe('QEMU');
  });

  test('a system that says nothing is unknown, not zero', () => {
    expect(Object.values(readMachine(() => undefined)).every((value) => value === null)).toBe(true);
  });
});

describe('advice', () => {
  const QUIET: Omit<DoctorResult, 'advice'> = {
    schema: 'reftorture/doctor@1',
    environment: { ...describeEnvironment(), cpus: 16, cpuQuota: null, governor: 'performance' },
    machine: {
      cores: 16,
      packages: 1,
      numaNodes: 1,
      threadsPerCore: 1,
      coreKinds: 1,
      cacheLineBytes: 64,
      virtualisation: null,
      stealShare: 0,
      loadAverage: 0,
    },
    usableCpus: 16,
    cpuOrder: [],
    othersShare: 0,
    ceilings: [],
    pinning: { works: true, problem: null },
    cache: { folder: '/cache', files: 0, bytes: 0, writable: true },
    compiler: { works: true, problem: null },
  };
  const spoken = (found: Omit<DoctorResult, 'advice'>): string[] =>
    adviceFor(found).filter((advice) => !advice.startsWith("V8's optimising compiler"));

  test('a quiet machine of one kind needs none', () => {
    expect(spoken(QUIET)).toEqual([]);
  });

  test.each([
    [{ usableCpus: 1 }, /^one CPU/],
    [{ usableCpus: 2 }, /^2 CPUs: enough to see contention/],
    [{ environment: { ...QUIET.environment, cpuQuota: 2 } }, /^the container grants 2 of 16 CPUs/],
    [{ environment: { ...QUIET.environment, governor: 'powersave' } }, /^frequency governor "powersave"/],
    [{ machine: { ...QUIET.machine, threadsPerCore: 2 } }, /^SMT/],
    [{ machine: { ...QUIET.machine, coreKinds: 2 } }, /^2 kinds of cores/],
    [{ machine: { ...QUIET.machine, numaNodes: 2 } }, /^2 memory nodes/],
    [{ machine: { ...QUIET.machine, virtualisation: 'KVM' } }, /^a virtual machine \(KVM\)/],
    [{ machine: { ...QUIET.machine, stealShare: 0.05 } }, /^the hypervisor has kept 5\.0 %/],
    [{ othersShare: 0.3 }, /^other programs or the hypervisor took 30 %/],
    [{ pinning: { works: false, problem: 'no koffi' } }, /^threads cannot be pinned: no koffi$/],
    [
      { compiler: { works: false, problem: 'no C compiler' } },
      /^ratios between protocols will be those of V8's code: no C compiler$/,
    ],
  ])('%j', (change, expected) => {
    expect(spoken({ ...QUIET, ...change })).toEqual([expect.stringMatching(expected)]);
  });
});
