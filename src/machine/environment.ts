// Provenance of a result: the machine and the software. It stands under every result.

import { host } from '#host';
import { parseCpuList } from './cpus.js';
import { systemText } from './system-text.js';

/** The meaning of each key: results/parts.ts, and `environment` in docs/schemas/race@1.schema.json. */
export interface Environment {
  readonly cpuModel: string;
  /** Absent where a browser does not say. */
  readonly arch?: string;
  readonly cpus: number;
  readonly threadsPerCore: number | null;
  readonly cpuQuota: number | null;
  readonly kernel: string;
  readonly governor: string | null;
  /** Absent: no Node ran it, but `browser` did. */
  readonly node?: string;
  readonly v8?: string;
  readonly browser?: string;
  readonly reftorture: string;
}

/** A CPU that the system does not name. */
export const UNKNOWN_CPU = 'unknown';

export function describeEnvironment(): Environment {
  const { cpuModel, arch, system, ...runtime } = host.software();
  return {
    cpuModel: cpuModel ?? UNKNOWN_CPU,
    ...(arch !== null && { arch }),
    cpus: host.cpus(),
    threadsPerCore: threadsPerCore(systemText('/sys/devices/system/cpu/cpu0/topology/thread_siblings_list')),
    cpuQuota:
      cpuQuota(systemText('/sys/fs/cgroup/cpu.max')) ??
      cpuQuota(['quota', 'period'].map((what) => systemText(`/sys/fs/cgroup/cpu/cpu.cfs_${what}_us`)).join(' ')),
    kernel: system,
    governor: systemText('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor') ?? null,
    ...runtime,
    reftorture: packageVersion(),
  };
}

/** CPUs that can be kept busy at once: what the affinity and the container's quota allow. */
export function usableCpus({ cpus, cpuQuota }: Pick<Environment, 'cpus' | 'cpuQuota'> = describeEnvironment()): number {
  return Math.max(1, Math.min(cpus, Math.ceil(cpuQuota ?? cpus)));
}

/** The version in package.json. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(host.readText(`${host.packageRoot}package.json`));
  return (manifest as { version: string }).version;
}

/** Returns the number of threads in a list of siblings such as `0,32` or `0-1`. */
export function threadsPerCore(siblings: string | null | undefined): number | null {
  const threads = parseCpuList(siblings ?? '').length;
  return threads > 0 ? threads : null;
}

/**
 * Returns the quota in the contents of cgroup v2's cpu.max: `max 100000`, or quota and period in microseconds; v1 says
 * -1 for none.
 */
export function cpuQuota(cpuMax: string | null | undefined): number | null {
  const [quota, period] = (cpuMax ?? '').split(' ').map(Number);
  return quota && quota > 0 && period ? quota / period : null;
}
