// Which CPUs share a core, a package or a memory node, and in which order threads should be pinned to them.

import { readFileSync } from 'node:fs';
import type { PinOrder } from '../results/scale-result.js';
import { parseCpuList } from './cpus.js';

export interface Cpu {
  readonly cpu: number;
  /** Unique within a package only. */
  readonly core: number;
  readonly package: number;
  readonly node: number;
  /** How fast the core is among its kin, or null when the system does not tell them apart. */
  readonly speed: number | null;
}

/** The contents of a file under /sys/devices/system, trimmed; undefined when there is none. */
export type ReadSystemFile = (path: string) => string | undefined;

/** The CPUs that are online; empty where the system does not say. */
export function readTopology(read: ReadSystemFile = readSystemFile): Cpu[] {
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
      node: nodes.get(cpu) ?? 0,
      // cpu_capacity on Arm and newer hybrid x86; the highest frequency tells the cores of a hybrid apart elsewhere.
      speed: of('cpu_capacity') ?? of('cpufreq/cpuinfo_max_freq') ?? null,
    };
  });
}

function nodesByCpu(read: ReadSystemFile): Map<number, number> {
  const nodes = new Map<number, number>();
  for (const node of parseCpuList(read('node/online') ?? '')) {
    for (const cpu of parseCpuList(read(`node/node${node}/cpulist`) ?? '')) nodes.set(cpu, node);
  }
  return nodes;
}

/**
 * `allowed` in the order in which threads are pinned. `cores`: the cores of the fastest kind first, package by package,
 * one thread each; then their siblings in the same order. `siblings`: a core is filled before the next begins.
 * CPUs that `topology` does not know keep their numbers' order at the end.
 */
export function pinOrder(topology: readonly Cpu[], allowed: readonly number[], order: PinOrder): number[] {
  if (order === 'numbers') return [...allowed].sort((a, b) => a - b);
  const known = topology.filter(({ cpu }) => allowed.includes(cpu));
  const strangers = allowed.filter((cpu) => !known.some((entry) => entry.cpu === cpu));
  const cores = new Map<string, Cpu[]>();
  for (const entry of known) {
    const key = `${entry.package}/${entry.core}`;
    cores.set(key, [...(cores.get(key) ?? []), entry]);
  }
  const sorted = [...cores.values()]
    .map((siblings) => siblings.sort((a, b) => a.cpu - b.cpu))
    .sort(([a], [b]) => byPlace(a as Cpu, b as Cpu));
  const ranked = sorted.flatMap((siblings, core) => siblings.map(({ cpu }, thread) => ({ cpu, core, thread })));
  if (order === 'cores') ranked.sort((a, b) => a.thread - b.thread || a.core - b.core);
  return [...ranked.map(({ cpu }) => cpu), ...strangers];
}

function byPlace(a: Cpu, b: Cpu): number {
  return (b.speed ?? 0) - (a.speed ?? 0) || a.package - b.package || a.node - b.node || a.cpu - b.cpu;
}

export interface TopologySummary {
  readonly cpus: number;
  readonly cores: number;
  readonly packages: number;
  readonly nodes: number;
  /** Most hardware threads that a core has. */
  readonly threadsPerCore: number;
  /** Kinds of cores by speed: more than one on a hybrid. */
  readonly kinds: number;
}

export function summarise(topology: readonly Cpu[]): TopologySummary {
  const perCore = new Map<string, number>();
  for (const entry of topology) {
    const key = `${entry.package}/${entry.core}`;
    perCore.set(key, (perCore.get(key) ?? 0) + 1);
  }
  const different = (key: 'package' | 'node' | 'speed'): number => new Set(topology.map((entry) => entry[key])).size;
  return {
    cpus: topology.length,
    cores: perCore.size,
    packages: different('package'),
    nodes: different('node'),
    threadsPerCore: Math.max(0, ...perCore.values()),
    kinds: different('speed'),
  };
}

function readSystemFile(path: string): string | undefined {
  try {
    return readFileSync(`/sys/devices/system/${path}`, 'utf8').trim();
  } catch {
    return undefined;
  }
}
