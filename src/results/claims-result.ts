// The result of `claims`: the keys are an interface, stable once released. schemas/claims.ts says what each one means.

import type { Environment } from '../machine/environment.js';
import type { Reclaim, Section } from '../scenarios/reclaim.js';
import type { Estimate } from '../statistics/estimate.js';
import type { Property, Violation } from '../violations/table.js';
import type { CheckConfig, Witness } from './check-result.js';
import type { Origin } from './origin.js';
import type { Verdict } from './race-result.js';

export const CLAIM_KINDS = ['asked', 'stated', 'hedged', 'assumed', 'explained', 'proposed'] as const;
export const ANSWERS = ['yes', 'no', 'yes, if', 'measured', 'not decided here'] as const;
export const STRENGTHS = ['explored', 'replayed', 'sampled', 'measured', 'argued'] as const;
export const VERDICTS = ['confirmed', 'refuted', 'confirmed under conditions', 'not decided here'] as const;

export type ClaimKind = (typeof CLAIM_KINDS)[number];
export type AnswerWord = (typeof ANSWERS)[number];
export type Strength = (typeof STRENGTHS)[number];
/** Kept for readers of 0.2.0 and earlier: no table shows it. */
export type ClaimVerdict = (typeof VERDICTS)[number];

export interface Answer {
  readonly answer: AnswerWord;
  /** What follows the word: a condition, a figure or a reason. */
  readonly qualifier: string | null;
}

export interface ClaimWitness {
  readonly config: CheckConfig;
  readonly witness: Witness;
}

/** Of the puts that were interrupted for a time, how many had their free stolen. */
export interface CurvePoint {
  /** As the option --stall takes it. */
  readonly stall: string;
  readonly lengthUs: number;
  readonly interrupted: number;
  readonly stolen: number;
}

/** How the share of stolen frees depends on the length of the interruption. */
export interface ClaimCurve {
  readonly name: string;
  readonly protocol: string;
  readonly points: readonly CurvePoint[];
  readonly halfUs: number | null;
}

/** What exploring all scenarios on descriptors decided together. */
export interface CombinationVerdict {
  readonly verdict: Verdict;
  readonly violated: readonly Property[];
  readonly states: number;
}

export interface CombinationWitness {
  readonly property: Property;
  readonly scenario: string;
  readonly steps: number;
  readonly token: string;
}

/** How often `violation` showed on real threads. */
export interface CombinationRace {
  readonly scenario: string;
  /** As the option --stall takes it. */
  readonly stall: string;
  readonly heldUp: number;
  readonly violation: Violation;
  readonly events: number;
  readonly durationMs: number;
  readonly perSecond: Estimate;
}

/** A protocol whose count lies in a descriptor, a way in which freed memory comes back, and a place for puts. */
export interface ClaimCombination extends CombinationVerdict {
  readonly protocol: string;
  readonly reclaim: Reclaim;
  readonly section: Section | null;
  readonly shortest: CombinationWitness | null;
  readonly releaseAcquire: CombinationVerdict | null;
  readonly race: CombinationRace | null;
}

/** What an answer rests on, and how to see it again. */
interface Grounds {
  readonly evidence: string;
  readonly details: readonly string[];
  readonly bound: string;
  readonly commands: readonly string[];
  readonly witness: ClaimWitness | null;
}

export interface ClaimPart extends Answer, Grounds {
  readonly id: string;
  readonly label: string;
  readonly question: string;
  readonly strength: Strength;
  readonly curves?: readonly ClaimCurve[];
  readonly combinations?: readonly ClaimCombination[];
}

export interface ClaimResult extends Grounds {
  readonly id: string;
  readonly who: string;
  readonly kind?: ClaimKind;
  readonly date?: string;
  readonly link?: string;
  /** The same as `link`, by its name of 0.2.0. */
  readonly message?: string;
  readonly title?: string;
  readonly claim: string;
  readonly parts?: readonly ClaimPart[];
  readonly verdict: ClaimVerdict;
  readonly elapsedMs: number;
}

/** What each key means, with its unit: docs/schemas/claims@1.schema.json. */
export interface ClaimsResult extends Origin {
  readonly schema: 'reftorture/claims@1';
  readonly quick: boolean;
  readonly environment: Environment;
  readonly claims: readonly ClaimResult[];
  readonly elapsedMs: number;
  readonly interrupted: boolean;
}
