// The share of interrupted puts whose free is stolen, as a function of how long they are interrupted. Every put that
// reaches 0 is held up, so that each stolen free is one of an interrupted put.

import { stallAsTyped } from '../analysis/stall-words.js';
import type { ClaimCurve, CurvePoint } from '../results/claims-result.js';
import type { RaceResult, Stall } from '../results/race-result.js';
import type { Instruments } from './claim.js';

export interface Raced {
  readonly name: string;
  readonly scenario: string;
  readonly pages: number;
  /** `cold`: workers reuse the page last that they freed last; absent, first. */
  readonly reuse?: 'cold';
}

/** The example: a virtual CPU that is taken away for a time slice. */
export const PREEMPTION_US = 1000;
const PREEMPTION: Stall = { kind: 'sleep', amount: PREEMPTION_US, probability: 1 };
const SPINS = [10, 30, 100, 300, 1000, 10_000, 100_000];
const SPINS_IN_A_HURRY = [10, 100, 1000, 10_000];

export function stallsOf({ quick }: Pick<Instruments, 'quick'>): readonly Stall[] {
  const spins = quick ? SPINS_IN_A_HURRY : SPINS;
  return [...spins.map((amount): Stall => ({ kind: 'spin', amount, probability: 1 })), PREEMPTION];
}

/** One curve for each of `raced`. How long each stall lasts is measured in the first. */
export async function curvesOf(
  instruments: Instruments,
  protocol: string,
  raced: readonly Raced[],
  seed = 1,
): Promise<ClaimCurve[]> {
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

/** Long stalls are few: they get more time. */
function durationOf({ quick }: Pick<Instruments, 'quick'>, { kind }: Stall): number {
  if (kind === 'sleep') return quick ? 400 : 2000;
  return quick ? 200 : 600;
}

/**
 * In microseconds. A spin is given in rounds: what a round takes is what the longest spin took, where all the rest of a
 * put is nothing. A sleep takes longer than it was asked to.
 */
function lengthsOf(races: readonly RaceResult[]): number[] {
  const longest = races.filter(({ config, totals }) => config.stall.kind === 'spin' && totals.stalls > 0).at(-1);
  const roundUs = longest ? cycleUs(longest) / longest.config.stall.amount : 0;
  return races.map((race) => (race.config.stall.kind === 'spin' ? race.config.stall.amount * roundUs : cycleUs(race)));
}

/** From one interruption of a worker to its next one, in microseconds. */
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

export function shareOf({ stolen, interrupted }: CurvePoint): number {
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
