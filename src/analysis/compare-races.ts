// Two races, or sets of races, compared run by run: is each violation more or less frequent?

import type { CompareRow, Comparison } from '../results/compare-result.js';
import type { RaceResult } from '../results/race-result.js';
import { descriptorWords } from '../scenarios/reclaim.js';
import type { Estimate } from '../statistics/estimate.js';
import { poissonRate } from '../statistics/poisson-rate.js';
import { violations, violationTable } from '../violations/table.js';
import { difference, environmentDifferences, wordFor } from './compare.js';
import { mergeRaces } from './merge-races.js';
import { stallAsTyped } from './stall-words.js';

export function compareRaces(a: readonly RaceResult[], b: readonly RaceResult[], margin: number): Comparison {
  const [left, right] = [mergeRaces(a), mergeRaces(b)];
  const rows: CompareRow[] = [];
  const onlyA: string[] = [];
  const obstacles = new Map<string, Comparison['obstacles'][number]>();
  const changes = new Map<string, Comparison['changes'][number]>();
  for (const run of left) {
    const other = right.find((candidate) => nameOf(candidate) === nameOf(run));
    if (!other) {
      onlyA.push(nameOf(run));
      continue;
    }
    rows.push(...rowsOf(run, other, margin));
    const environment = environmentDifferences(run.environment, other.environment);
    const settings = (['tier', 'pin', 'pages', 'pageBytes', 'slots'] as const).flatMap((key) =>
      difference(key, run.config[key], other.config[key]),
    );
    // A user's scenario has some or not. How they come back is in the name of a run.
    const descriptors = difference('descriptors', run.config.reclaim !== undefined, other.config.reclaim !== undefined);
    for (const obstacle of [...environment.obstacles, ...settings, ...descriptors])
      obstacles.set(JSON.stringify(obstacle), obstacle);
    const compilers = difference('compiler', run.config.compiler, other.config.compiler); // of one engine: both, or neither
    for (const change of [...environment.changes, ...compilers]) changes.set(JSON.stringify(change), change);
  }
  const known = new Set(left.map(nameOf));
  return {
    rows,
    onlyA,
    onlyB: right.map(nameOf).filter((name) => !known.has(name)),
    obstacles: [...obstacles.values()],
    changes: [...changes.values()],
  };
}

function nameOf(run: RaceResult): string {
  const { protocol, engine, threads } = run.config;
  return `${settingOf(run)} x${threads}, ${protocol} on ${engine}`;
}

function settingOf({ config }: RaceResult): string {
  const { scenario, stall, dtor, recheck, reuse } = config;
  return [
    scenario,
    ...(stall.kind === 'none' ? [] : [stallAsTyped(stall)]),
    ...(dtor === 'captured' ? [] : [dtor]),
    ...(recheck ? [] : ['no recheck']),
    ...(reuse === 'cold' ? ['cold reuse'] : []),
    ...descriptorWords(config),
  ].join(' ');
}

function rowsOf(a: RaceResult, b: RaceResult, margin: number): CompareRow[] {
  const { protocol, engine, threads } = a.config;
  const oversubscribed = threads > Math.min(a.environment.cpus, b.environment.cpus);
  const [inA, inB] = [a.violations, b.violations];
  return violations.flatMap((violation): CompareRow[] => {
    const [countA, countB] = [inA[violation], inB[violation]];
    if (countA === 0 && countB === 0) return [];
    const rateA = poissonRate(countA, a.durationMs / 1000);
    const rateB = poissonRate(countB, b.durationMs / 1000);
    const ratio = ratioOfCounts(countA, a.durationMs, countB, b.durationMs);
    const word = ratio ? wordFor(ratio, margin, ['more often', 'less often']) : wordOfBounds(rateA, rateB);
    return [
      {
        quantity: violationTable[violation].plural,
        protocol,
        engine,
        threads,
        oversubscribed,
        workload: settingOf(a),
        a: rateA.median,
        b: rateB.median,
        ratio,
        word,
        reason: ratio ? null : 'one side saw none, so there is no ratio: the word is from the intervals of the rates',
      },
    ];
  });
}

const Z = 1.959964;
/** Rates of the same race differ by up to this factor between two runs on small shared machines. */
const RUN_TO_RUN = 2;

/**
 * Ratio of two rates, with the interval of its logarithm; null for zero counts. Events come in bursts, and runs differ
 * by more than chance, so that the interval is never narrower than what lies between two runs.
 */
function ratioOfCounts(a: number, aMs: number, b: number, bMs: number): Estimate | null {
  if (a === 0 || b === 0 || aMs === 0 || bMs === 0) return null;
  const ratio = b / bMs / (a / aMs);
  const spread = Math.exp(Math.hypot(Z * Math.sqrt(1 / a + 1 / b), Math.log(RUN_TO_RUN)));
  return { median: ratio, low: ratio / spread, high: ratio * spread };
}

function wordOfBounds(a: Estimate, b: Estimate): CompareRow['word'] {
  if (b.low > a.high) return 'more often';
  return b.high < a.low ? 'less often' : 'cannot tell';
}
