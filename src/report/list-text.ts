// Protocols, scenarios and workloads, for a terminal.

import pc from 'picocolors';
import type { ListResult } from '../results/list-result.js';
import { painted, textTable } from './table.js';

export function listText({ protocols, scenarios, workloads }: ListResult): string {
  const known = protocols.map(({ name, sound, description }) => [
    name,
    painted(sound ? 'yes' : 'no', sound ? pc.green : pc.red),
    description,
  ]);
  const sources = protocols.map(({ name, shows, source }) => [name, source, shows.join(', ') || '-']);
  return [
    textTable([{ head: 'protocol', key: true }, { head: 'sound' }, { head: 'what it is', least: 30 }], known),
    textTable(
      [
        { head: 'protocol', key: true },
        { head: 'source', least: 20 },
        { head: 'shows', least: 30 },
      ],
      sources,
    ),
    textTable(
      [{ head: 'scenario', key: true }, { head: 'threads from' }, { head: 'who does what', least: 30 }],
      scenarios.map(({ name, minThreads, description }) => [name, `${minThreads}`, description]),
    ),
    textTable(
      [{ head: 'workload', key: true }, { head: 'one operation' }, { head: 'what the threads do', least: 30 }],
      workloads.map(({ name, operation, description }) => [name, operation, description]),
    ),
    pc.dim('What is cut here stands whole in --json.'),
  ].join('\n');
}
