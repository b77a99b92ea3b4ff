// Where a result comes from: the machine and the software. It stands under every result.

import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, type } from 'node:os';
import { parseCpuList } from './cpus.js';

/** What each key means: results/schemas/parts.ts, and `environment` in docs/schemas/race@1.schema.json. */
export interface Environment {
  readonly cpuModel: string;
  /** Absent in what 0.1.0 wrote. */
  readonly arch?: string;
  readonly cpus: number;
  readonly threadsPerCore: number | null;
  readonly cpuQuota: number | null;
  readonly kernel: string;
  readonly governor: string | null;
  readonly node: string;
  readonly v8: string;
  readonly reftorture: string;
}

export function describeEnvironment(): Environment {
  return {
    cpuModel: cpus()[0]?.model.trim() || 'unknown',
    arch: process.arch,
    cpus: availableParallelism(),
    threadsPerCore: threadsPerCore(read('/sys/devices/system/cpu/cpu0/topology/thread_siblings_list')),
    cpuQuota:
      cpuQuota(read('/sys/fs/cgroup/cpu.max')) ??
      cpuQuota(`${read('/sys/fs/cgroup/cpu/cpu.cfs_quota_us')} ${read('/sys/fs/cgroup/cpu/cpu.cfs_period_us')}`),
    kernel: `${type()} ${release()}`,
    governor: read('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor'),
    node: process.versions.node,
    v8: process.versions.v8,
    reftorture: packageVersion(),
  };
}

/** CPUs that can be kept busy at once: what the affinity and the container's quota allow. */
export function usableCpus({ cpus, cpuQuota }: Pick<Environment, 'cpus' | 'cpuQuota'> = describeEnvironment()): number {
  return Math.max(1, Math.min(cpus, Math.ceil(cpuQuota ?? cpus)));
}

/** The version in package.json. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return (manifest as { version: string }).version;
}

/** From a list of siblings such as `0,32` or `0-1`. */
export function threadsPerCore(siblings: string | null): number | null {
  if (siblings === null) return null;
  const threads = parseCpuList(siblings).length;
  return threads > 0 ? threads : null;
}

/** From the contents of cgroup v2's cpu.max: `max 100000`, or quota and period in microseconds; v1 says -1 for none. */
export function cpuQuota(cpuMax: string | null): number | null {
  const [quota, period] = (cpuMax ?? '').split(' ').map(Number);
  return quota && quota > 0 && period ? quota / period : null;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim() || null;
  } catch {
    return null;
  }
}
