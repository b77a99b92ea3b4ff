// The order in which threads are pinned to the CPUs of a machine.

import { allowedCpus } from './cpus.js';
import { type Cpu, readTopology } from './topology.js';

export const PIN_ORDERS = ['cores', 'siblings', 'apart', 'numbers'] as const;

/**
 * `cores`: one thread per core first, then their SMT siblings. `siblings`: fill a core first. `apart`: as `cores`, each
 * next one in another package and behind another cache. `numbers`: as numbered.
 */
export type PinOrder = (typeof PIN_ORDERS)[number];

/** The CPUs of this machine that we may use, in the order in which threads are pinned. */
export function cpusInOrder(order: PinOrder): number[] {
  return pinOrder(readTopology(), allowedCpus(), order);
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
  return kinds(cores).flatMap((kind) => {
    const packages = groups(kind, ([first]) => first?.package);
    return dealt(packages.map((inPackage) => dealt(groups(inPackage, ([first]) => first?.cache))));
  });
}

/** Cores of one design differ in their highest frequency by a few per cent, those of two designs by more. */
export const ONE_KIND = 0.85;

/** `cores`, fastest first, cut where a slower kind begins. */
function kinds(cores: readonly Cpu[][]): Cpu[][][] {
  const speedOf = (core: readonly Cpu[] | undefined): number => core?.[0]?.speed ?? 0;
  const cut: Cpu[][][] = [];
  for (const core of cores) {
    const kind = cut.at(-1);
    if (kind && speedOf(core) >= ONE_KIND * speedOf(kind[0])) kind.push(core);
    else cut.push([core]);
  }
  return cut;
}

/** `items` by what `key` gives for them, in the order in which the keys come. */
function groups<T>(items: readonly T[], key: (item: T) => unknown): T[][] {
  const byKey = new Map<unknown, T[]>();
  for (const item of items) byKey.set(key(item), [...(byKey.get(key(item)) ?? []), item]);
  return [...byKey.values()];
}

/** The first of each group, then the second of each, and so on. */
function dealt<T>(hands: readonly T[][]): T[] {
  const longest = Math.max(0, ...hands.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => hands.flatMap((hand) => hand.slice(turn, turn + 1))).flat();
}

function byPlace(a: Cpu, b: Cpu): number {
  return (b.speed ?? 0) - (a.speed ?? 0) || a.package - b.package || a.node - b.node || a.cpu - b.cpu;
}
