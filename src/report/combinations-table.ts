// The table of protocols whose count lies in a descriptor: by how freed memory comes back, and where puts lie.

import pc from 'picocolors';
import type { ClaimCombination, CombinationRace, CombinationVerdict } from '../results/claims-result.js';
import { significant } from '../statistics/digits.js';
import { decimalPrefix, grouped } from './numbers.js';
import { type Cell, type Column, painted, textOf } from './table.js';
import { verdictCell } from './verdict.js';

export const COMBINATION_COLUMNS: readonly Column[] = [
  { head: 'protocol', key: true },
  { head: 'reclaim', key: true },
  { head: 'put', key: true },
  { head: 'shows' },
  { head: 'steps', align: 'right' },
  { head: 'states', align: 'right' },
  { head: 'ra' },
  { head: 'in races' },
];

export const COMBINATIONS_LEGEND =
  'put: inside or outside of a read-side section; either way where no memory waits for one. shows, steps: the shortest witness, in any of the scenarios; states: of all of them. ra: the same under release/acquire. in races: how often what the witness shows was seen in the scenario that shows it most often, with the interval of independent events, while these come in bursts.';

const NOTHING = '-';

export function combinationRow(combination: ClaimCombination): Cell[] {
  const { protocol, reclaim, section, shortest, states, releaseAcquire, race } = combination;
  return [
    protocol,
    reclaim,
    section === null ? 'either way' : section.replace(/^put-/, ''),
    shortest ? painted(shortest.property, pc.red) : outcomeOf(combination),
    shortest ? String(shortest.steps) : NOTHING,
    grouped(states),
    releaseAcquire ? outcomeOf(releaseAcquire) : NOTHING,
    race ? rateText(race) : NOTHING,
  ];
}

/** Head and rows. */
export function combinationsMarkdown(combinations: readonly ClaimCombination[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(COMBINATION_COLUMNS.map(({ head }) => head)),
    line(COMBINATION_COLUMNS.map(({ align }) => (align === 'right' ? '--:' : '---'))),
    ...combinations.map((combination) => line(combinationRow(combination).map(textOf))),
  ];
}

function outcomeOf({ verdict }: CombinationVerdict): Cell {
  return verdictCell(verdict === 'clean' ? 'holds' : verdict);
}

/** `11.2 k/s [11, 11.4]`; for none, what that excludes. */
function rateText({ events, perSecond: { median, low, high } }: CombinationRace): string {
  const { factor, prefix } = decimalPrefix(events === 0 ? high : median);
  const digits = (value: number): string => significant(value / factor, 3);
  if (events === 0) return `none: <${digits(high)}${prefix}/s`;
  return `${digits(median)}${prefix}/s [${digits(low)}, ${digits(high)}]`;
}
