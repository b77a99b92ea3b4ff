// Answers about the frequency of the race: how often it comes without help, and how that depends on the length of the
// interruption and on what has to fit into it. They are figures, not verdicts.

import { stallAsTyped } from '../analysis/stall-words.js';
import type { ClaimCurve, CurvePoint } from '../results/claims-result.js';
import type { RaceResult, Stall } from '../results/race-result.js';
import { plain, rounded, significant } from '../statistics/digits.js';
import { disturbance, figure, rate, undecided } from './answers.js';
import { commandLine } from './checks.js';
import type { Instruments, Parts, SettledPart } from './claim.js';

interface Raced {
  readonly name: string;
  readonly scenario: string;
  readonly pages: number;
  /** `cold`: workers reuse the page last that they freed last; absent, first. */
  readonly reuse?: 'cold';
}

/** The example: a virtual CPU that is taken away for a time slice. */
const PREEMPTION_US = 1000;
const PREEMPTION: Stall = { kind: 'sleep', amount: PREEMPTION_US, probability: 1 };
const SPINS = [10, 30, 100, 300, 1000, 10_000, 100_000];
const TYPED_STALLS = `spin:10,spin:100,spin:1000,spin:10000,spin:100000,sleep:${PREEMPTION_US}`;
const SPINS_IN_A_HURRY = [10, 100, 1000, 10_000];

export function stallsOf({ quick }: Pick<Instruments, 'quick'>): readonly Stall[] {
  const spins = quick ? SPINS_IN_A_HURRY : SPINS;
  return [...spins.map((amount): Stall => ({ kind: 'spin', amount, probability: 1 })), PREEMPTION];
}

/** One curve for each of `raced`. How long each stall lasts is measured in the first. */
async function curvesOf(instruments: Instruments, raced: readonly Raced[], seed = 1): Promise<ClaimCurve[]> {
  const protocol = 'v4';
  const stalls = stallsOf(instruments);
  const curves: ClaimCurve[] = [];
  let lengths: readonly number[] = [];
  for (const { name, ...where } of raced) {
    const races: RaceResult[] = [];
    for (const stall of stalls) {
      const durationMs = durationOf(instruments, stall);
      races.push(await instruments.race({ protocol, ...where, durationMs, stall, seed }));
    }
    if (curves.length === 0) lengths = lengthsOf(races);
    const points = pointsOf(races, lengths);
    curves.push({ name, protocol, points, halfUs: halfLength(points) });
  }
  return curves;
}

/** Returns the time of a race: long stalls are few, so they get more. */
function durationOf({ quick }: Pick<Instruments, 'quick'>, { kind }: Stall): number {
  if (kind === 'sleep') return quick ? 400 : 2000;
  return quick ? 200 : 600;
}

/**
 * Returns lengths in microseconds. A spin is given in rounds: what a round takes is what the longest spin took, where
 * all the rest of a put is nothing. A sleep takes longer than it was asked to.
 */
function lengthsOf(races: readonly RaceResult[]): number[] {
  const longest = races.filter(({ config, totals }) => config.stall.kind === 'spin' && totals.stalls > 0).at(-1);
  const roundUs = longest ? cycleUs(longest) / longest.config.stall.amount : 0;
  return races.map((race) => (race.config.stall.kind === 'spin' ? race.config.stall.amount * roundUs : cycleUs(race)));
}

/** Returns the time from one interruption of a worker to its next one, in microseconds. */
function cycleUs({ durationMs, config, totals }: RaceResult): number {
  return totals.stalls === 0 ? 0 : (durationMs * 1000 * config.threads) / totals.stalls;
}

function pointsOf(races: readonly RaceResult[], lengths: readonly number[]): CurvePoint[] {
  return races
    .map(({ config, totals, violations }, index) => ({
      stall: stallAsTyped(config.stall),
      lengthUs: lengths[index] ?? 0,
      interrupted: totals.stalls,
      stolen: violations.stolenFree,
    }))
    .filter(({ interrupted, lengthUs }) => interrupted > 0 && lengthUs > 0);
}

function shareOf({ stolen, interrupted }: CurvePoint): number {
  return interrupted === 0 ? 0 : stolen / interrupted;
}

/** Returns the length at which the curve first reaches a half, interpolated on a logarithmic scale; null: never. */
export function halfLength(points: readonly CurvePoint[]): number | null {
  const at = points.findIndex((point) => shareOf(point) >= 0.5);
  const above = points[at];
  if (!above) return null;
  const below = points[at - 1];
  if (!below) return above.lengthUs;
  const part = (0.5 - shareOf(below)) / (shareOf(above) - shareOf(below));
  return below.lengthUs * (above.lengthUs / below.lengthUs) ** part;
}

/** From the shortest cycle of the allocator to the longest. */
const RACED: readonly Raced[] = [
  { name: 'tight loop, 1 page', scenario: 'email', pages: 1 },
  { name: 'index, 1 page', scenario: 'mixed', pages: 1 },
  { name: 'index, 2 pages', scenario: 'mixed', pages: 2 },
  { name: 'index, 16 pages', scenario: 'mixed', pages: 16 },
  { name: 'index, 16 pages, no cache', scenario: 'mixed', pages: 16, reuse: 'cold' },
];

/** Races with nothing injected. */
async function byItself(instruments: Instruments, { name, ...where }: Raced): Promise<SettledPart> {
  const durationMs = instruments.quick ? 1000 : 5000;
  const race = await instruments.race({ protocol: 'v4', ...where, durationMs });
  const { stolenFree } = race.violations;
  const { frees, resurrections } = race.totals;
  return {
    ...(frees === 0
      ? undecided('nothing was freed')
      : figure(stolenFree === 0 ? `0 of ${counted(frees)}` : `1 in ${counted(frees / stolenFree)}`)),
    strength: 'sampled',
    evidence: `v4, ${name}: ${stolenFree} stolen of ${frees} frees (${rate(stolenFree, race.durationMs)}); a get took the staged 0 ${resurrections} times`,
    bound: `sampled: ${race.config.threads} threads, ${race.workers.some(({ cpu }) => cpu !== undefined) ? 'pinned' : 'not pinned'}, ${race.totals.operations} operations, nothing injected`,
    commands: [commandLine('race', { protocol: 'v4', ...where, stall: 'none' })],
  };
}

async function tightLoop(instruments: Instruments): Promise<SettledPart> {
  const settled = await byItself(instruments, RACED[0] as Raced);
  const firsts: number[] = [];
  for (let seed = 1; seed <= (instruments.quick ? 5 : 15); seed++) {
    const short = await instruments.race({ protocol: 'v4', durationMs: 3000, stopOnViolation: true, seed });
    if (short.firstViolationMs !== null) firsts.push(short.firstViolationMs);
  }
  firsts.sort((a, b) => a - b);
  const middle = firsts[firsts.length >> 1];
  const first = middle === undefined ? 'none within 3 s' : `the first after a median of ${significant(middle, 2)} ms`;
  return {
    ...settled,
    evidence: `${settled.evidence}; ${first}`,
    details: [`time to the first, ${firsts.length} runs: ${firsts.map((ms) => significant(ms, 2)).join(', ')} ms`],
  };
}

async function byLength(instruments: Instruments): Promise<SettledPart> {
  const { result, othersShare } = await instruments.besideOthers(() => measuredCurves(instruments));
  const { curves, repeats } = result;
  const disturbed = disturbance(othersShare);
  const halves = [curves[0], ...repeats].map((curve) => curve?.halfUs ?? null);
  return {
    ...(curves.every(({ points }) => points.length === 0)
      ? undecided('no put was interrupted')
      : disturbed !== undefined
        ? undecided(disturbed)
        : figure(middle(halves))),
    strength: 'sampled',
    evidence: [
      `In ${halves.length} runs of the tight loop half are stolen at ${halves.map((half) => (half === null ? 'no length' : micros(half))).join(', ')}: the distance of the two CPUs changes from run to run`,
      `v4, of the interrupted puts half are stolen: ${curves.map((curve) => `${curve.name} ${halfInWords(curve)}`).join('; ')}`,
      `At a preemption of ${PREEMPTION_US / 1000} ms: ${curves.map(({ name, points }) => `${name} ${shareInWords(points.at(-1))}`).join('; ')}`,
    ].join('. '),
    details: [...curves, ...repeats].flatMap(({ name, points }) =>
      points.map(
        (point) =>
          `${name}, ${point.stall} (${micros(point.lengthUs)}): ${point.stolen} stolen of ${point.interrupted} interrupted puts (${shareInWords(point)})`,
      ),
    ),
    bound:
      'sampled: 2 threads; every put that reaches 0 is interrupted, all for the same time, so that the put which reuses the page stands at 0 as long, and thefts come in chains: a single interruption hits only if it ends while the word is 0; each worker searches first where it freed last, as with a cache of one page, except in the curve without a cache',
    commands: RACED.map(({ name: _, ...where }) =>
      commandLine('race', { protocol: 'v4', ...where, stall: TYPED_STALLS }),
    ),
    curves,
  };
}

/** The curves, and two more of the first: where half are reached differs from run to run. */
async function measuredCurves(instruments: Instruments): Promise<{ curves: ClaimCurve[]; repeats: ClaimCurve[] }> {
  const [first] = RACED as [Raced];
  const again = (seed: number): Promise<ClaimCurve[]> =>
    curvesOf(instruments, [{ ...first, name: `${first.name}, run ${seed}` }], seed);
  return { curves: await curvesOf(instruments, RACED), repeats: [...(await again(2)), ...(await again(3))] };
}

/** Returns the median; a run in which no half is reached is longer than any. */
function middle(halves: readonly (number | null)[]): string {
  const sorted = halves.map((half) => half ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const half = sorted[sorted.length >> 1] ?? Number.POSITIVE_INFINITY;
  return half === Number.POSITIVE_INFINITY ? 'no half reached' : micros(half);
}

function halfInWords({ halfUs, points }: ClaimCurve): string {
  if (halfUs !== null) return `at ${micros(halfUs)}`;
  const last = points.at(-1);
  return last ? `not within ${micros(last.lengthUs)}` : 'not seen';
}

function shareInWords(point: CurvePoint | undefined): string {
  if (!point) return 'not seen';
  if (point.stolen === 0) return `none of ${counted(point.interrupted)}`;
  return `${plain(rounded(shareOf(point) * 100, 2))} %`;
}

function micros(us: number): string {
  return us >= 1000 ? `${plain(rounded(us / 1000, 2))} ms` : `${plain(rounded(us, 2))} µs`;
}

/** `22 M`, with two significant digits. */
function counted(count: number): string {
  const digits = (value: number): string => plain(rounded(value, 2));
  if (count >= 1e6) return `${digits(count / 1e6)} M`;
  return count >= 1e3 ? `${digits(count / 1e3)} k` : digits(count);
}

export const howOftenParts: Parts = {
  C2: [
    { label: 'loop', question: 'How often with nothing injected, in a tight loop over one page?', settle: tightLoop },
    {
      label: 'index',
      question: 'And through the index with a recheck, with nothing injected?',
      settle: (instruments) => byItself(instruments, RACED[2] as Raced),
    },
    {
      label: 'half',
      question: 'How long must a put be interrupted until half of them are hit, and how does that grow with the cycle?',
      settle: byLength,
    },
  ],
};
