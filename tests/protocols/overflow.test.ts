// The overflow rule of each protocol, explored on narrow words.

import { describe, expect, test } from 'vitest';
import { OVERFLOW_WIDTHS, overflowRows } from '../../src/harness/mutants/mutants.js';
import { type ProtocolEntry, protocols } from '../../src/protocols/index.js';
import {
  fewestOverflowing,
  MOST_TASKS,
  type Overflow,
  overflowOf,
  overflowRules,
} from '../../src/protocols/overflow.js';
import { resolveProtocol } from '../../src/requests/resolve-protocol.js';
import type { MutantRow, OverflowRow } from '../../src/results/mutants-result.js';
import { isAccused, overflowsAsSaid } from '../../src/results/verdicts.js';
import { inSlow, SLOW } from '../slow.js';

const narrows = (name: string): boolean => resolveProtocol(name).narrows;

/** One protocol for each rule, and one whose words are never narrow. */
const OF_EACH_RULE = protocols.filter(
  ({ name, overflow: { fewestThreads } }, index) =>
    protocols.findIndex(
      (other) => other.overflow.fewestThreads === fewestThreads && narrows(other.name) === narrows(name),
    ) === index,
);

const explored = new Map<string, Promise<OverflowRow[]>>();

/** The rows of the protocol `name` against `overflow`, made once. */
function rowsOf(name: string, overflow: Overflow): Promise<OverflowRow[]> {
  const key = `${name} ${overflow.fewestThreads}`;
  const rows = explored.get(key) ?? overflowRows(name, overflow);
  explored.set(key, rows);
  return rows;
}

/** The rules that a few threads decide; tests/claims/explored.test.ts has that of v4. */
const isShort = ({ name, overflow }: ProtocolEntry): boolean =>
  !narrows(name) || ['1', '2'].includes(overflow.fewestThreads);

test.each(
  protocols
    .filter((entry) => SLOW || (OF_EACH_RULE.includes(entry) && isShort(entry)))
    .map((entry) => [entry.name, entry] as const),
)('%s overflows as the registry says', async (name, { overflow }) => {
  const rows = await rowsOf(name, overflow);
  const widths = narrows(name) ? OVERFLOW_WIDTHS : [];
  expect(rows.map(({ width }) => width)).toEqual(widths);
  expect(rows.map(({ found }) => found)).toEqual(
    widths.map((width) => fewestOverflowing(overflow.fewestThreads, width)),
  );
  expect(rows.every(({ agrees }) => agrees)).toBe(true);
});

describe('a wrong rule does not pass', () => {
  const wrong = [
    ['no-reset', 'never'],
    ['v4-rfc', '1'],
    ['old', '2'],
    ['v4', 'never'],
    ['v4', '2'],
    ['v4-generation', '2^(W-2) + 1'],
    ['sticky', 'never'],
  ] as const;
  test.each(inSlow<readonly (typeof wrong)[number][]>(wrong, wrong.slice(0, 1)))(
    '%s: %s',
    { timeout: 60_000 },
    async (name, rule) => {
      const rows = await rowsOf(name, overflowOf(rule));
      expect(rows.some(({ agrees }) => !agrees)).toBe(true);
      const row: MutantRow = {
        protocol: name,
        sound: true,
        mutant: false,
        check: { scenario: 'all', verdict: 'clean', violations: [], steps: null, states: 1, elapsedMs: 1 },
        race: { scenario: 'mixed', stall: 'none', verdict: 'clean', violations: [], durationMs: 1 },
        outOfReach: null,
        overflow: rows,
      };
      expect([overflowsAsSaid(row), isAccused(row)]).toEqual([false, true]);
      expect(isAccused({ ...row, overflow: await rowsOf(name, entryOf(name).overflow) })).toBe(false);
    },
  );
});

function entryOf(name: string): (typeof protocols)[number] {
  return protocols.find((entry) => entry.name === name) as (typeof protocols)[number];
}

test('what was interrupted is not held against anybody', async () => {
  expect(await overflowRows('v4', entryOf('v4').overflow, AbortSignal.abort())).toEqual([]);
});

describe('on 32 bits', () => {
  test('every rule is a number of threads that a number can hold, or never', () => {
    for (const rule of overflowRules) {
      const { at32Bits } = overflowOf(rule);
      expect(at32Bits === null ? rule : Number.isSafeInteger(at32Bits) && at32Bits >= 1).toBe(
        rule === 'never' ? rule : true,
      );
    }
  });

  test('only those whose failed gets nobody takes back for good are within what Linux has tasks for', () => {
    const possible = protocols.filter(({ overflow: { at32Bits } }) => at32Bits !== null && at32Bits <= MOST_TASKS);
    expect(possible.map(({ name }) => name)).toEqual(['v4-rfc', 'no-reset']);
  });
});
