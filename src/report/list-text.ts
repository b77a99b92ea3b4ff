// Protocols, scenarios and workloads, for a terminal.

import pc from 'picocolors';
import { MOST_TASKS } from '../protocols/overflow.js';
import type { ListResult } from '../results/list-result.js';
import { reachWords } from '../scenarios/finds.js';
import { wrapped } from './layout.js';
import { textTable, toned } from './table.js';

const COLUMNS = `Sound, shows: as long as its count does not overflow; after that nothing need hold. Overflows with: so many threads, all inside tryGet at once, whose failed gets carry into the bit of a dead page. More than ${powers(MOST_TASKS)} cannot be: Linux has no more tasks. 'check --width' explores it on narrow words.`;

export function listText({ protocols, scenarios, workloads }: ListResult): string {
  const known = protocols.map(({ name, sound, overflow, description }) => [
    name,
    toned(sound ? 'yes' : 'no', sound ? 'good' : 'bad'),
    overflow ? (overflow.at32Bits === null ? 'never' : powers(overflow.at32Bits)) : '-',
    description,
  ]);
  const broken = protocols.filter(({ sound }) => !sound).map(({ name }) => name);
  const sources = protocols.map(({ name, shows, source }) => [name, source, shows.join(', ') || '-']);
  return [
    textTable({
      columns: [
        { head: 'protocol', key: true },
        { head: 'sound' },
        { head: 'overflows with' },
        { head: 'what it is', least: 30 },
      ],
      rows: known,
    }),
    textTable({
      columns: [
        { head: 'protocol', key: true },
        { head: 'source', least: 20 },
        { head: 'shows', least: 30 },
      ],
      rows: sources,
    }),
    ...wrapped(COLUMNS),
    '',
    textTable({
      columns: [{ head: 'scenario', key: true }, { head: 'threads from' }, { head: 'who does what', least: 30 }],
      rows: scenarios.map(({ name, minThreads, description }) => [name, `${minThreads}`, description]),
    }),
    textTable({
      columns: [
        { head: 'scenario', key: true },
        { head: 'its check finds' },
        { head: 'which are, or all but', least: 30 },
      ],
      rows: scenarios.map(({ name, finds }) => {
        const { found, which } = reachWords(finds, broken);
        return [name, found, which];
      }),
    }),
    ...wrapped(FINDS),
    '',
    textTable({
      columns: [{ head: 'workload', key: true }, { head: 'one operation' }, { head: 'what the threads do', least: 30 }],
      rows: workloads.map(({ name, operation, description }) => [name, operation, description]),
    }),
    pc.dim('What is cut here stands whole in --json.'),
  ].join('\n');
}

const FINDS = 'Finds: of the protocols that are not sound, unless told otherwise.';

/** In powers of two where it is one, or one more. */
function powers(count: number): string {
  if (count < 1000) return `${count}`;
  const exponent = Math.floor(Math.log2(count));
  const rest = count - 2 ** exponent;
  return `2^${exponent}${rest === 0 ? '' : ` + ${rest}`}`;
}
