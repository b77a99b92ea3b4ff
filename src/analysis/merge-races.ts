// Repeated runs of one configuration taken together: more time on the same machine, so rarer events.

import { withoutOrigin } from '../results/origin.js';
import type { RaceConfig, RaceResult, Verdict } from '../results/race-result.js';
import { groupBy } from './group-by.js';

/** Kept events of all runs together: enough for a story, not for a count. */
const EVENTS_KEPT = 100;

/** Equal for runs that repeat each other: all but the seed, on the same machine with the same software. */
export function raceKey({ config, environment }: RaceResult): string {
  const common = { ...config, seed: null };
  const keys = Object.entries(common satisfies { [Key in keyof RaceConfig]: unknown });
  return JSON.stringify([keys.sort(([a], [b]) => (a < b ? -1 : 1)), environment]); // a key may be missing on one side
}

/** One result for each configuration, in the order of their first runs. */
export function mergeRaces(results: readonly RaceResult[]): RaceResult[] {
  return groupBy(results, raceKey).map(merged);
}

function merged(runs: readonly RaceResult[]): RaceResult {
  const [first] = runs as [RaceResult];
  if (runs.length === 1) return first;
  const firsts = runs.flatMap(({ firstViolationMs }) => firstViolationMs ?? []);
  const sum = (of: (run: RaceResult) => number): number => runs.reduce((total, run) => total + of(run), 0);
  return {
    ...withoutOrigin(first),
    durationMs: sum(({ durationMs }) => durationMs),
    totals: summed(runs.map(({ totals }) => totals)),
    violations: summed(runs.map(({ violations }) => violations)),
    firstViolationMs: firsts.length > 0 ? Math.min(...firsts) : null,
    events: runs.flatMap(({ events }) => events).slice(0, EVENTS_KEPT),
    workers: runs.flatMap(({ workers }) => workers),
    conservation: {
      checked: runs.every(({ conservation }) => conservation.checked),
      livePages: sum(({ conservation }) => conservation.livePages),
      freePages: sum(({ conservation }) => conservation.freePages),
      lostPages: sum(({ conservation }) => conservation.lostPages),
      problems: runs.flatMap(({ conservation }) => conservation.problems),
    },
    verdict: verdictOf(runs),
    interrupted: runs.some(({ interrupted }) => interrupted),
    notes: [`${runs.length} runs taken together`, ...new Set(runs.flatMap(({ notes }) => notes))],
  };
}

/** Violated if one run was; else inconclusive if one run was; else clean. */
function verdictOf(runs: readonly RaceResult[]): Verdict {
  const verdicts = runs.map(({ verdict }) => verdict);
  return (['violated', 'inconclusive'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'clean';
}

function summed<T extends { readonly [K in keyof T]: number }>(parts: readonly T[]): T {
  const [first] = parts as [T];
  const keys = Object.keys(first) as (keyof T)[];
  return Object.fromEntries(keys.map((key) => [key, parts.reduce((sum, part) => sum + part[key], 0)])) as unknown as T;
}
