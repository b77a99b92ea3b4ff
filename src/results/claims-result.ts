// What `claims` reports: the keys are an interface, stable once released.

import type { Environment } from '../machine/environment.js';
import type { CheckConfig, Witness } from './check-result.js';

/** `confirmed under conditions`: the claim holds in some of the cases that it speaks of; which ones, the evidence says. */
export type ClaimVerdict = 'confirmed' | 'refuted' | 'confirmed under conditions' | 'not decided here';

export interface ClaimResult {
  readonly id: string;
  readonly who: string;
  /** What was claimed, in our words. */
  readonly claim: string;
  readonly verdict: ClaimVerdict;
  /** One line. */
  readonly evidence: string;
  /** One step of the evidence a line. */
  readonly details: readonly string[];
  /** What was explored, sampled or measured: threads, rounds, widths, model, time. */
  readonly bound: string;
  /** Commands that show it again. */
  readonly commands: readonly string[];
  /** The shortest witness, where there is one. */
  readonly witness: { readonly config: CheckConfig; readonly witness: Witness } | null;
  readonly elapsedMs: number;
}

export interface ClaimsResult {
  readonly schema: 'reftorture/claims@1';
  /** Shorter races and measurements. */
  readonly quick: boolean;
  readonly environment: Environment;
  readonly claims: readonly ClaimResult[];
  readonly elapsedMs: number;
  readonly interrupted: boolean;
}
