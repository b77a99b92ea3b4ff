// Every row of the thread, and the runs that answer it.

import { describeEnvironment } from '../machine/environment.js';
import type { ClaimPart, ClaimResult, ClaimsResult } from '../results/claims-result.js';
import { pick } from '../usage-error.js';
import type { Instruments, Part, Parts, Row } from './claim.js';
import { costParts } from './cost-parts.js';
import { descriptorParts } from './descriptor-parts.js';
import { howOftenParts } from './how-often.js';
import { cachedInstruments, type InstrumentsOptions, Interrupted } from './instruments.js';
import { lifetimeParts } from './lifetime-parts.js';
import { memoryParts } from './memory-parts.js';
import { overflowParts } from './overflow-parts.js';
import { ARCHIVE, rows } from './rows.js';

const PARTS: Parts = {
  ...lifetimeParts,
  ...howOftenParts,
  ...memoryParts,
  ...overflowParts,
  ...costParts,
  ...descriptorParts,
};

export interface Claim extends Row {
  /** Lettered in their order: a, b, c. */
  readonly parts: readonly (Part & { readonly id: string })[];
}

const A = 'a'.charCodeAt(0);

/** In the order of their numbers. */
export const claims: readonly Claim[] = rows.map((row) => ({
  ...row,
  parts: (PARTS[row.id] ?? []).map((part, index) => ({ ...part, id: String.fromCharCode(A + index) })),
}));

export interface SettleOptions extends InstrumentsOptions {
  /** Rows to answer; all unless given. */
  readonly ids?: readonly string[];
  readonly onSettled?: (result: ClaimResult, settled: number, all: number) => void;
}

/** Answers rows one after another. @throws UsageError for an id that there is not. */
export async function settleClaims(options: SettleOptions): Promise<ClaimsResult> {
  const startMs = performance.now();
  const named = claims.map((claim) => ({ name: claim.id, claim }));
  const chosen = options.ids?.map((id) => pick('claim', named, id.toUpperCase()).claim) ?? claims;
  const instruments = cachedInstruments(options);
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

export async function settle(claim: Claim, instruments: Instruments): Promise<ClaimResult> {
  const startMs = performance.now();
  const parts: ClaimPart[] = [];
  for (const { id, label, question, settle: run } of claim.parts) {
    const { details = [], witness = null, ...settled } = await run(instruments);
    parts.push({ id, label, question, ...settled, details, witness });
  }
  const link = ARCHIVE + claim.path;
  const joined = (of: (part: ClaimPart) => string): string =>
    [...new Set(parts.map(of))].length === 1
      ? of(parts[0] as ClaimPart)
      : parts.map((part) => `(${part.id}) ${of(part)}`).join('; ');
  return {
    id: claim.id,
    who: `${claim.speaker}, ${dayOf(claim.date)}`,
    kind: claim.kind,
    date: claim.date,
    link,
    title: claim.title,
    claim: claim.sentence,
    parts,
    evidence: joined(({ evidence }) => evidence),
    details: parts.flatMap(({ details }) => details),
    bound: joined(({ bound }) => bound),
    commands: [...new Set(parts.flatMap(({ commands }) => commands))],
    witness: parts.find(({ witness }) => witness !== null)?.witness ?? null,
    elapsedMs: performance.now() - startMs,
  };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `22 Jun` of 2026-06-22. */
function dayOf(date: string): string {
  const [, month, day] = date.split('-').map(Number);
  return `${day} ${MONTHS[(month ?? 1) - 1]}`;
}
