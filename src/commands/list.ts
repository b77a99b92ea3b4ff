// reftorture list

import type { Command } from 'commander';
import { protocols } from '../protocols/index.js';
import { listText } from '../report/list-text.js';
import type { ListResult } from '../results/list-result.js';
import { scenarios } from '../scenarios/index.js';
import { workloads } from '../scenarios/workloads.js';
import { EXIT } from './exit-codes.js';
import { helpBelow } from './help-text.js';
import { FORCE, type Outcome, type OutputFlags, runInShell } from './shell.js';

const HELP = helpBelow(
  [
    ['reftorture list', ''],
    ['reftorture list --json --out gallery.json', ''],
  ],
  'Exit codes: 0 shown; 2 bad usage.',
);

export function addList(program: Command): void {
  program
    .command('list')
    .summary('show protocols, scenarios and workloads')
    .description('Shows the built-in protocols, with what is known of them, the scenarios and the workloads.')
    .option('--json', 'print as JSON')
    .option('--out <file>', 'write the lists as JSON to a file')
    .option(...FORCE)
    .addHelpText('after', HELP)
    .action((flags: OutputFlags) => runInShell(flags, listed));
}

function listed(): Outcome {
  const scenarioRows = scenarios.map(({ name, description, minThreads, pages, slots }) => ({
    name,
    description,
    minThreads,
    pages,
    slots,
  }));
  const workloadRows = workloads.map(({ name, description, operation }) => ({ name, description, operation }));
  const list: ListResult = { schema: 'reftorture/list@1', protocols, scenarios: scenarioRows, workloads: workloadRows };
  return { value: list, text: () => listText(list), exitCode: EXIT.asExpected };
}
