// The order in which threads are pinned to the CPUs of a machine.

import { groupBy } from '../group-by.js';
import { allowedCpus } from './cpus.js';
import { type Cpu, coreOf, readTopology } from './topology.js';

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
 * `allowed` in the order in which threads are pinned: the fastest kind of cores first, package by package. CPUs that
 * `topology` does not know come last, in the order of their numbers.
 */
export function pinOrder(topology: readonly Cpu[], allowed: readonly number[], order: PinOrder): number[] {
  if (order === 'numbers') return [...allowed].sort((a, b) => a - b);
  const known = topology.filter(({ cpu }) => allowed.includes(cpu));
  const strangers = allowed.filter((cpu) => !known.some((entry) => entry.cpu === cpu));
  const cores = groupBy(known, coreOf)
    .map((siblings) => siblings.sort((a, b) => a.cpu - b.cpu))
    .sort(([a], [b]) => byPlace(a as Cpu, b as Cpu));
  const sorted = order === 'apart' ? apart(cores) : cores;
  const entries = order === 'siblings' ? sorted.flat() : dealt(sorted);
  return [...entries.map(({ cpu }) => cpu), ...strangers];
}

/** `cores`, sorted by place, so that neighbours in the list share as little as the machine allows. */
function apart(cores: readonly Cpu[][]): Cpu[][] {
  return kinds(cores).flatMap((kind) => {
    const packages = groupBy(kind, ([first]) => `${first?.package}`);
    return dealt(packages.map((inPackage) => dealt(groupBy(inPackage, ([first]) => `${first?.cache}`))));
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

/** The first of each group, then the second of each, and so on. */
function dealt<T>(hands: readonly T[][]): T[] {
  const longest = Math.max(0, ...hands.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => hands.flatMap((hand) => hand.slice(turn, turn + 1))).flat();
}

function byPlace(a: Cpu, b: Cpu): number {
  return (b.speed ?? 0) - (a.speed ?? 0) || a.package - b.package || a.node - b.node || a.cpu - b.cpu;
}
