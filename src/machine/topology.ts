// Topology of the CPUs: those that share a core, a cache, a package or a memory node.

import { groupBy } from '../group-by.js';
import { parseCpuList } from './cpus.js';
import { systemText } from './system-text.js';

export interface Cpu {
  readonly cpu: number;
  /** Unique within a package only. */
  readonly core: number;
  readonly package: number;
  /** The lowest CPU with which it shares its last cache; -1 where the system does not say. */
  readonly cache: number;
  readonly node: number;
  /** The core's speed relative to the others, or null where the system does not distinguish them. */
  readonly speed: number | null;
}

/** Returns the contents of a file, trimmed; undefined when there is none. */
export type ReadSystemFile = (path: string) => string | undefined;

/** The CPUs that are online; empty where the system does not say. */
export function readTopology(read: ReadSystemFile = (path) => systemText(`/sys/devices/system/${path}`)): Cpu[] {
  const online = read('cpu/online');
  if (online === undefined) return [];
  const nodes = nodesByCpu(read);
  return parseCpuList(online).map((cpu) => {
    const of = (path: string): number | undefined => {
      const text = read(`cpu/cpu${cpu}/${path}`);
      return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
    };
    return {
      cpu,
      core: of('topology/core_id') ?? cpu,
      package: of('topology/physical_package_id') ?? 0,
      cache: parseCpuList(sharersOfLastCache(read, cpu) ?? '')[0] ?? -1,
      node: nodes.get(cpu) ?? 0,
      // cpu_capacity on Arm and newer hybrid x86; the highest frequency tells the cores of a hybrid apart elsewhere.
      speed: of('cpu_capacity') ?? of('cpufreq/cpuinfo_max_freq') ?? null,
    };
  });
}

/** Index 3 is the third level, where there is one; 0 and 1 are the halves of the first. */
function sharersOfLastCache(read: ReadSystemFile, cpu: number): string | undefined {
  const sharers = (index: number): string | undefined => read(`cpu/cpu${cpu}/cache/index${index}/shared_cpu_list`);
  return sharers(3) ?? sharers(2);
}

function nodesByCpu(read: ReadSystemFile): Map<number, number> {
  const nodes = new Map<number, number>();
  for (const node of parseCpuList(read('node/online') ?? '')) {
    for (const cpu of parseCpuList(read(`node/node${node}/cpulist`) ?? '')) nodes.set(cpu, node);
  }
  return nodes;
}

/** Names the core, of all packages. */
export function coreOf(entry: Cpu): string {
  return `${entry.package}/${entry.core}`;
}

/** Sums of a topology, as Machine has them. Null: the system does not say. */
export function summarise(topology: readonly Cpu[]) {
  const cores = groupBy(topology, coreOf);
  const different = (key: 'package' | 'node' | 'speed'): number => new Set(topology.map((entry) => entry[key])).size;
  return {
    cores: cores.length || null,
    packages: different('package') || null,
    numaNodes: different('node') || null,
    threadsPerCore: Math.max(0, ...cores.map(({ length }) => length)) || null,
    coreKinds: different('speed') || null,
  };
}
