// Changes between two results: the words of the answer, and the differences that forbid a comparison.

import { type Environment, UNKNOWN_CPU } from '../machine/environment.js';
import type { CompareWord, Comparison, Difference } from '../results/compare-result.js';
import type { Estimate } from '../statistics/estimate.js';

/** The words for a ratio of rates: what is more, and what is less. */
export type Words = readonly [more: CompareWord, less: CompareWord];

export function wordFor({ low, high }: Estimate, margin: number, [more, less]: Words): CompareWord {
  if (low >= 1 - margin && high <= 1 + margin) return 'same';
  if (low > 1) return more;
  return high < 1 ? less : 'cannot tell';
}

const MACHINE: readonly (keyof Environment)[] = ['cpuModel', 'arch', 'cpus', 'threadsPerCore', 'cpuQuota', 'governor'];
const SOFTWARE: readonly (keyof Environment)[] = ['kernel', 'node', 'v8', 'browser', 'reftorture'];

/** Differences of the machine, which forbid a comparison, and of the software, which may be its subject. */
export function environmentDifferences(a: Environment, b: Environment): Pick<Comparison, 'obstacles' | 'changes'> {
  const between = (keys: readonly (keyof Environment)[]): Difference[] =>
    keys.flatMap((key) => (a[key] === undefined || b[key] === undefined ? [] : difference(key, a[key], b[key])));
  return {
    obstacles: [...between(MACHINE), ...nobodyKnows(a, b)],
    changes: [...between(SOFTWARE), ...betweenRuntimes(a, b)],
  };
}

/** Browsers do not say which CPU they are on: two of them may be on different ones. */
function nobodyKnows({ cpuModel: a }: Environment, { cpuModel: b }: Environment): Difference[] {
  return a === UNKNOWN_CPU && b === UNKNOWN_CPU ? [{ what: 'cpuModel', a, b }] : [];
}

function betweenRuntimes(a: Environment, b: Environment): Difference[] {
  const name = ({ browser, node = 'unknown' }: Environment): string => browser ?? `Node ${node}`;
  return (a.browser === undefined) === (b.browser === undefined) ? [] : difference('runtime', name(a), name(b));
}

export function difference(what: string, a: unknown, b: unknown): Difference[] {
  const text = (value: unknown): string => (value === undefined ? 'none' : String(value));
  return a === b ? [] : [{ what, a: text(a), b: text(b) }];
}
