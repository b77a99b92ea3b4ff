// Checks and races every protocol of the registry, and explores its count on a narrow word: each broken one has to be
// found, no sound one accused, and each has to overflow as the registry says. The same of the ways in which memory of
// descriptors comes back. This tests reftorture, not the protocols.

import { describeEnvironment } from '../../machine/environment.js';
import { type Demonstration, type ProtocolEntry, protocols } from '../../protocols/index.js';
import type { CheckRequest } from '../../requests/check-request.js';
import {
  isAccused,
  type MutantRow,
  type MutantsResult,
  overflowsAsSaid,
  type SchemeRow,
} from '../../results/mutants-result.js';
import { scenarios } from '../../scenarios/index.js';
import { overflowRows } from './overflow.js';
import { SCHEMES, schemeRowOf } from './schemes.js';
import { checked, raced } from './tried.js';

export interface MutantsOptions {
  /** Longest race, in milliseconds; it ends at its first violation. */
  readonly durationMs: number;
  /** Ends the races; what was gathered is returned. */
  readonly signal?: AbortSignal | undefined;
  /** After each row, with what it is about. */
  readonly onRow?: (name: string, done: number, total: number) => void;
}

export async function mutants(options: MutantsOptions): Promise<MutantsResult> {
  const [rows, schemes]: [MutantRow[], SchemeRow[]] = [[], []];
  const told = (name: string): void =>
    options.onRow?.(name, rows.length + schemes.length, protocols.length + SCHEMES.length);
  for (const entry of protocols) {
    if (options.signal?.aborted) break;
    const row = await rowOf(entry, options);
    if (options.signal?.aborted) break; // its race was cut short, so what it missed means nothing
    rows.push(row);
    told(entry.name);
  }
  for (const scheme of SCHEMES) {
    if (options.signal?.aborted) break;
    const row = await schemeRowOf(scheme, options);
    if (options.signal?.aborted) break;
    schemes.push(row);
    told(`${scheme.reclaim}, ${scheme.section}`);
  }
  return scored(rows, schemes);
}

/** The result of a run that came as far as these. */
export function scored(rows: readonly MutantRow[], schemes: readonly SchemeRow[]): MutantsResult {
  const broken = rows.filter(({ sound }) => !sound);
  const sound = rows.filter((row) => row.sound);
  return {
    schema: 'reftorture/mutants@1',
    environment: describeEnvironment(),
    rows,
    broken: broken.length,
    foundByCheck: broken.filter(({ check: { verdict } }) => verdict === 'violated').length,
    foundByRace: broken.filter((row) => row.race?.verdict === 'violated').length,
    withinReach: broken.filter((row) => row.race !== null).length,
    sound: sound.length,
    accused: sound.filter(isAccused).length,
    overflowAsSaid: rows.filter(overflowsAsSaid).length,
    schemes,
    interrupted: rows.length < protocols.length || schemes.length < SCHEMES.length,
  };
}

async function rowOf(entry: ProtocolEntry, options: MutantsOptions): Promise<MutantRow> {
  const { name: protocol, sound, mutant, demonstration, overflow } = entry;
  return {
    protocol,
    sound,
    mutant,
    check: await checked(requestsFor(protocol, demonstration), options.signal, demonstration?.scenario),
    race: demonstration?.outOfReach === undefined ? await raced({ protocol }, RACED, options) : null,
    outOfReach: demonstration?.outOfReach ?? null,
    overflow: await overflowRows(protocol, overflow, options.signal),
  };
}

function requestsFor(protocol: string, demonstration: Demonstration | undefined): CheckRequest[] {
  if (!demonstration) return scenarios.map(({ name: scenario }) => ({ protocol, scenario }));
  const { scenario, width, rounds } = demonstration;
  return [{ protocol, scenario, ...(width !== undefined && { width }), ...(rounds !== undefined && { rounds }) }];
}

/** That of the report, where what has to fit into a window is shortest, takes turns with each of the others. */
const REPORTED = 'email';
const RACED: readonly string[] = scenarios.flatMap(({ name }) => (name === REPORTED ? [] : [name, REPORTED]));
