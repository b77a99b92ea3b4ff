// Protocols, scenarios and workloads, for a terminal.

import pc from 'picocolors';
import { MOST_TASKS } from '../protocols/overflow.js';
import type { ListResult } from '../results/list-result.js';
import { reachWords } from '../scenarios/finds.js';
import { wrapped } from './layout.js';
import { type Figure, NONE, tableOf, textTable, toned } from './table.js';

const COLUMNS = `Sound, shows: as long as its count does not overflow; after that nothing need hold. Overflows with: so many threads, all inside tryGet at once, whose failed gets carry into the bit of a dead page. More than ${powers(MOST_TASKS)} cannot be: Linux has no more tasks. 'check --width' explores it on narrow words.`;

export function listText({ protocols, scenarios, workloads }: ListResult): string {
  return [
    tableText('protocol', protocols, [
      { head: 'sound', cell: ({ sound }) => toned(sound ? 'yes' : 'no', sound ? 'good' : 'bad') },
      {
        head: 'overflows with',
        cell: ({ overflow: { at32Bits } }) => (at32Bits === null ? 'never' : powers(at32Bits)),
      },
      { head: 'what it is', least: 30, cell: ({ description }) => description },
    ]),
    tableText('protocol', protocols, [
      { head: 'source', least: 20, cell: ({ source }) => source },
      { head: 'shows', least: 30, cell: ({ shows }) => shows.join(', ') || NONE },
    ]),
    ...wrapped(COLUMNS),
    '',
    tableText('scenario', scenarios, [
      { head: 'threads from', cell: ({ minThreads }) => `${minThreads}` },
      { head: 'who does what', least: 30, cell: ({ description }) => description },
    ]),
    tableText('scenario', scenarios, [
      { head: 'its check finds', cell: ({ finds }) => reachWords(finds).found },
      { head: 'which are, or all but', least: 30, cell: ({ finds }) => reachWords(finds).which },
    ]),
    ...wrapped(FINDS),
    '',
    tableText('workload', workloads, [
      { head: 'one operation', cell: ({ operation }) => operation },
      { head: 'what the threads do', least: 30, cell: ({ description }) => description },
    ]),
    pc.dim('What is cut here stands whole in --json.'),
  ].join('\n');
}

const FINDS = 'Finds: of the protocols that are not sound, unless told otherwise.';

/** Returns a table of what has a name, which stands in its first column. */
function tableText<T extends { readonly name: string }>(
  head: string,
  items: readonly T[],
  figures: readonly Figure<T>[],
): string {
  return textTable(tableOf(items, [{ head, key: true, cell: ({ name }) => name }, ...figures]));
}

/** In powers of two where it is one, or one more. */
function powers(count: number): string {
  if (count < 1000) return `${count}`;
  const exponent = Math.floor(Math.log2(count));
  const rest = count - 2 ** exponent;
  return `2^${exponent}${rest === 0 ? '' : ` + ${rest}`}`;
}
