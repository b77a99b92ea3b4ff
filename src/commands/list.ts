// reftorture list

import type { Command } from 'commander';
import pc from 'picocolors';
import { protocols } from '../protocols/index.js';
import { plainTable } from '../report/plain-table.js';
import type { ListResult } from '../results/list-result.js';
import { scenarios } from '../scenarios/index.js';
import { workloads } from '../scenarios/workloads.js';

export function addList(program: Command): void {
  program
    .command('list')
    .summary('show protocols, scenarios and workloads')
    .description('Shows the protocols in the box, with what is known of them, the scenarios and the workloads.')
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExample:\n  reftorture list\n\nExit codes: 0; 2 bad usage.')
    .action(({ json }: { json?: true }) => {
      process.stdout.write(json ? asJson() : asTables());
    });
}

function asJson(): string {
  const scenarioRows = scenarios.map(({ name, description, minThreads, pages, slots }) => ({
    ...{ name, description, minThreads, pages, slots },
  }));
  const workloadRows = workloads.map(({ name, description, operation }) => ({ name, description, operation }));
  const list: ListResult = {
    schema: 'reftorture/list@1',
    protocols,
    scenarios: scenarioRows,
    workloads: workloadRows,
  };
  return `${JSON.stringify(list, null, 2)}\n`;
}

function asTables(): string {
  const protocolRows = protocols.map(({ name, sound, shows, description, source }) => [
    name,
    sound ? pc.green('yes') : pc.red('no'),
    description,
    shows.join(', ') || '-',
    source,
  ]);
  const scenarioRows = scenarios.map(({ name, minThreads, description }) => [name, `${minThreads}`, description]);
  const workloadRows = workloads.map(({ name, operation, description }) => [name, operation, description]);
  return [
    plainTable([['protocol', 'sound', 'what it is', 'shows', 'source'].map(pc.bold), ...protocolRows]),
    plainTable([['scenario', 'threads from', 'who does what'].map(pc.bold), ...scenarioRows]),
    plainTable([['workload', 'one operation', 'what the threads do'].map(pc.bold), ...workloadRows]),
  ].join('\n');
}
