// Protocols, scenarios and workloads, for a terminal.

import pc from 'picocolors';
import { protocols } from '../protocols/index.js';
import { scenarios } from '../scenarios/index.js';
import { workloads } from '../scenarios/workloads.js';
import { painted, textTable } from './table.js';

export function listText(): string {
  const known = protocols.map(({ name, sound, description, source }) => [
    name,
    painted(sound ? 'yes' : 'no', sound ? pc.green : pc.red),
    description,
    source,
  ]);
  const shown = protocols.filter(({ sound }) => !sound).map(({ name, shows }) => [name, shows.join(', ')]);
  return [
    textTable(
      [{ head: 'protocol', key: true }, { head: 'sound' }, { head: 'what it is' }, { head: 'source', least: 12 }],
      known,
    ),
    textTable(
      [
        { head: 'protocol', key: true },
        { head: 'shows', least: 30 },
      ],
      shown,
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
