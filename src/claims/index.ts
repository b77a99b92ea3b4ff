// Every claim of the thread, and the run that settles them.

import { describeEnvironment } from '../machine/environment.js';
import type { ClaimResult, ClaimsResult } from '../results/claims-result.js';
import { pick } from '../usage-error.js';
import { ARCHIVE, type Claim } from './claim.js';
import { costClaims } from './cost-claims.js';
import { CachedInstruments, type InstrumentsOptions, Interrupted } from './instruments.js';
import { memoryClaims } from './memory-claims.js';
import { overflowClaims } from './overflow-claims.js';
import { propertyClaims } from './property-claims.js';
import { raceClaims } from './race-claims.js';

/** In the order of their numbers. */
export const claims: readonly Claim[] = [
  ...raceClaims,
  ...propertyClaims,
  ...memoryClaims,
  ...overflowClaims,
  ...costClaims,
].sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));

export interface SettleOptions extends InstrumentsOptions {
  /** Claims to settle; all unless given. */
  readonly ids?: readonly string[];
  /** Called when a claim is settled. */
  readonly onSettled?: (result: ClaimResult, settled: number, all: number) => void;
}

/** Settles claims one after another. @throws UsageError for an id that there is not. */
export async function settleClaims(options: SettleOptions): Promise<ClaimsResult> {
  const startMs = performance.now();
  const named = claims.map((claim) => ({ name: claim.id, claim }));
  const chosen = options.ids?.map((id) => pick('claim', named, id.toUpperCase()).claim) ?? claims;
  const instruments = new CachedInstruments(options);
  const results: ClaimResult[] = [];
  let interrupted = false;
  for (const claim of chosen) {
    try {
      const result = await settle(claim, instruments);
      results.push(result);
      options.onSettled?.(result, results.length, chosen.length);
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      interrupted = true;
      break;
    }
  }
  return {
    schema: 'reftorture/claims@1',
    quick: options.quick,
    environment: describeEnvironment(),
    claims: results,
    elapsedMs: performance.now() - startMs,
    interrupted,
  };
}

async function settle(
  { id, who, message, claim, settle: run }: Claim,
  instruments: CachedInstruments,
): Promise<ClaimResult> {
  const startMs = performance.now();
  const { verdict, evidence, details = [], bound, commands, witness = null } = await run(instruments);
  return {
    id,
    who,
    ...(message !== undefined && { message: ARCHIVE + message }),
    claim,
    verdict,
    evidence,
    details,
    bound,
    commands,
    witness,
    elapsedMs: performance.now() - startMs,
  };
}
