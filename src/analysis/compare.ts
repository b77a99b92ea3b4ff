// What changed between two results: the question, its answer in a word, and what may be compared at all.

import type { Environment } from '../machine/environment.js';
import type { Estimate } from '../statistics/estimate.js';

/** `cannot tell`: the interval holds both "no change" and a change that would matter. */
export type CompareWord = 'faster' | 'slower' | 'more often' | 'less often' | 'same' | 'cannot tell';

export interface CompareRow {
  /** What was counted per second, such as `operations` or `stolen frees`. */
  readonly quantity: string;
  readonly protocol: string;
  readonly engine: string;
  /** A workload, or the scenario of a race with what distinguishes it. */
  readonly workload: string;
  readonly threads: number;
  readonly oversubscribed: boolean;
  /** Per second; null where nothing was measured. */
  readonly a: number | null;
  readonly b: number | null;
  /** How many times A's rate B's is, with an interval of 95 %. Null when it has no meaning, for example 0 to 0. */
  readonly ratio: Estimate | null;
  readonly word: CompareWord;
  /** Why it cannot be told, when the interval is not the reason. */
  readonly reason: string | null;
}

/** Something besides the protocol that is not alike on both sides. */
export interface Difference {
  readonly what: string;
  readonly a: string;
  readonly b: string;
}

export interface Comparison {
  readonly rows: readonly CompareRow[];
  /** Cells that only one side has. */
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
  /** These make the two incomparable. */
  readonly obstacles: readonly Difference[];
  /** These may be the very thing that is compared: versions of Node, of the kernel, of reftorture. */
  readonly changes: readonly Difference[];
}

export interface CompareResult extends Comparison {
  readonly schema: 'reftorture/compare@1';
  readonly a: ComparedFile;
  readonly b: ComparedFile;
  /** Ratios that differ from 1 by less than this are "same". */
  readonly margin: number;
}

export interface ComparedFile {
  readonly file: string;
  /** First digits of the SHA-256. */
  readonly digest: string;
}

/** The words for a ratio of rates: what is more, and what is less. */
export type Words = readonly [more: CompareWord, less: CompareWord];

export function wordFor({ low, high }: Estimate, margin: number, [more, less]: Words): CompareWord {
  if (low >= 1 - margin && high <= 1 + margin) return 'same';
  if (low > 1) return more;
  return high < 1 ? less : 'cannot tell';
}

const MACHINE: readonly (keyof Environment)[] = ['cpuModel', 'cpus', 'threadsPerCore', 'cpuQuota', 'governor'];
const SOFTWARE: readonly (keyof Environment)[] = ['kernel', 'node', 'v8', 'reftorture'];

/** Differences of the machine, which forbid a comparison, and of the software, which may be its subject. */
export function environmentDifferences(a: Environment, b: Environment): Pick<Comparison, 'obstacles' | 'changes'> {
  const between = (keys: readonly (keyof Environment)[]): Difference[] =>
    keys.flatMap((key) => difference(key, a[key], b[key]));
  return { obstacles: between(MACHINE), changes: between(SOFTWARE) };
}

export function difference(what: string, a: unknown, b: unknown): Difference[] {
  return a === b ? [] : [{ what, a: String(a), b: String(b) }];
}
