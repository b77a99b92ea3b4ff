// The result of `claims`: the keys are an interface, stable once released. schemas/claims.ts says what each one means.

import type { Environment } from '../machine/environment.js';
import type { CheckConfig, Witness } from './check-result.js';
import type { Origin } from './origin.js';

export type ClaimVerdict = 'confirmed' | 'refuted' | 'confirmed under conditions' | 'not decided here';

export interface ClaimResult {
  readonly id: string;
  readonly who: string;
  readonly message?: string;
  readonly claim: string;
  readonly verdict: ClaimVerdict;
  readonly evidence: string;
  readonly details: readonly string[];
  readonly bound: string;
  readonly commands: readonly string[];
  readonly witness: { readonly config: CheckConfig; readonly witness: Witness } | null;
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
