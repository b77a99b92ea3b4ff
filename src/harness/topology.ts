// Which CPUs share a core, a package or a memory node, and in which order threads should be pinned to them.

import { readFileSync } from 'node:fs';
import type { PinOrder } from '../results/scale-result.js';
import { parseCpuList } from './cpus.js';

export interface Cpu {
  readonly cpu: number;
  /** Unique within a package only. */
  readonly core: number;
  readonly package: number;
  /** The lowest CPU with which it shares its last-level cache; -1 where the system does not say. */
  readonly cache: number;
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
      cache: parseCpuList(read(`cpu/cpu${cpu}/cache/index3/shared_cpu_list`) ?? '')[0] ?? -1,
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
 * one thread each; then their siblings in the same order. `siblings`: a core is filled before the next begins. `apart`:
 * as `cores`, but each next thread in another package, and there behind another last-level cache, while there is one.
 * CPUs that `topology` does not know keep their numbers' order at the end.
 */
export function pinOrder(topology: readonly Cpu[], allowed: readonly number[], order: PinOrder): number[] {
  if (order === 'numbers') return [...allowed].sort((a, b) => a - b);
  const known = topology.filter(({ cpu }) => allowed.includes(cpu));
  const strangers = allowed.filter((cpu) => !known.some((entry) => entry.cpu === cpu));
  const cores = groups(known, (entry) => `${entry.package}/${entry.core}`)
    .map((siblings) => siblings.sort((a, b) => a.cpu - b.cpu))
    .sort(([a], [b]) => byPlace(a as Cpu, b as Cpu));
  const sorted = order === 'apart' ? apart(cores) : cores;
  const entries = order === 'siblings' ? sorted.flat() : dealt(sorted);
  return [...entries.map(({ cpu }) => cpu), ...strangers];
}

/** `cores`, sorted by place, so that neighbours in the list share as little as the machine allows. */
function apart(cores: readonly Cpu[][]): Cpu[][] {
  const of = (key: (core: Cpu) => unknown) => (siblings: Cpu[]) => key(siblings[0] as Cpu);
  return groups(
    cores,
    of(({ speed }) => speed),
  ).flatMap((kind) =>
    dealt(
      groups(
        kind,
        of((core) => core.package),
      ).map((inPackage) =>
        dealt(
          groups(
            inPackage,
            of(({ cache }) => cache),
          ),
        ),
      ),
    ),
  );
}

/** `items` by what `key` gives for them, in the order in which the keys come. */
function groups<T>(items: readonly T[], key: (item: T) => unknown): T[][] {
  const byKey = new Map<unknown, T[]>();
  for (const item of items) byKey.set(key(item), [...(byKey.get(key(item)) ?? []), item]);
  return [...byKey.values()];
}

/** The first of each hand, then the second of each, and so on. */
function dealt<T>(hands: readonly T[][]): T[] {
  const longest = Math.max(0, ...hands.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => hands.flatMap((hand) => hand.slice(turn, turn + 1))).flat();
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
