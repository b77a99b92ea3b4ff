// The number of threads with which a protocol's count overflows, explored on a narrow word and compared with the
// registry.
//
// A violation on the narrow word that does not show on one of 32 bits, with the same threads and rounds, is due to the
// overflow. Two choices of roles are tried with each number of getters, since a page may be dead from the start or be
// found alive by those who then come too late.

import { fewestOverflowing, type Overflow } from '../../protocols/overflow.js';
import { resolveCheck } from '../../requests/check-request.js';
import { resolveProtocol } from '../../requests/resolve-protocol.js';
import type { OverflowRow } from '../../results/mutants-result.js';
import type { Property } from '../../violations/table.js';
import { check } from '../check/check.js';

/** At 3 bits a quarter of the word, rounded down, is nothing: only 4 tell v4-generation from v4. */
export const OVERFLOW_WIDTHS: readonly number[] = [3, 4];

/** Properties that an overflow violates: the dead page's bit is gone, and so a get succeeds on it. */
const TRACES: readonly Property[] = ['useAfterFree', 'lostOverflow'];
const WIDE = 32;
const MAX_STATES = 2_000_000;

interface RoleChoice {
  readonly roles: readonly string[];
  readonly rounds: number;
}

/** `threads` getters on a page that is dead, and with a user who takes it to its end. */
function roleChoicesOf(threads: number, width: number): RoleChoice[] {
  const getters = Array.from({ length: threads }, () => 'late getter');
  // As many failed gets each as the bits below the sign can hold; with more than three threads, together.
  const rounds = threads <= 3 ? 2 ** (width - 1) : 3;
  return [
    { roles: getters, rounds },
    { roles: ['T3', ...getters], rounds: 1 },
  ];
}

/**
 * Held against the registry at each of OVERFLOW_WIDTHS; at none where the protocol counts in words of each worker, too,
 * which are never narrow. Ends early, with fewer of them, when `signal` does.
 */
export async function overflowRows(
  protocol: string,
  overflow: Overflow,
  signal?: AbortSignal | undefined,
): Promise<OverflowRow[]> {
  const rows: OverflowRow[] = [];
  if (!resolveProtocol(protocol).narrows) return rows;
  for (const width of OVERFLOW_WIDTHS) {
    const stated = fewestOverflowing(overflow.fewestThreads, width);
    // v4's rule is the most that a design needs. Who says that nothing overflows has to withstand as many.
    const most = Math.max(stated ?? 0, 2 ** (width - 2) + 1);
    const found = await fewestThreads(protocol, width, most, signal);
    if (signal?.aborted) break;
    rows.push({ width, said: stated, found: found ?? null, most, agrees: found === stated });
  }
  return rows;
}

/** The fewest getters, up to `most`, that make the count overflow; null: none; undefined: not decided. */
async function fewestThreads(
  protocol: string,
  width: number,
  most: number,
  signal: AbortSignal | undefined,
): Promise<number | null | undefined> {
  for (let threads = 1; threads <= most; threads++) {
    for (const threadRoles of roleChoicesOf(threads, width)) {
      const narrow = await traces(protocol, width, threadRoles, signal);
      if (narrow === undefined) return undefined;
      if (narrow.length === 0) continue;
      const wide = await traces(protocol, WIDE, threadRoles, signal);
      if (wide === undefined) return undefined;
      if (narrow.some((trace) => !wide.includes(trace))) return threads;
    }
  }
  return null;
}

/** Returns the violated ones of TRACES; undefined when that was not decided. */
async function traces(
  protocol: string,
  width: number,
  threadRoles: RoleChoice,
  signal: AbortSignal | undefined,
): Promise<Property[] | undefined> {
  const resolved = resolveCheck({ protocol, scenario: 'overflow', dtor: 'looked-up', width, ...threadRoles });
  const { properties } = await check(resolved, { properties: TRACES, maxStates: MAX_STATES, signal });
  if (TRACES.some((trace) => properties[trace] === 'unknown')) return undefined;
  return TRACES.filter((trace) => properties[trace] === 'violated');
}
