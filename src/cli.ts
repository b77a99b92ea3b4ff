#!/usr/bin/env node
// The command line: commands, and what becomes of errors.

import { Command, CommanderError } from 'commander';
import { addCheck } from './commands/check.js';
import { addCompare } from './commands/compare.js';
import { addDoctor } from './commands/doctor.js';
import { addList } from './commands/list.js';
import { addRace } from './commands/race.js';
import { addReplay } from './commands/replay.js';
import { addReport } from './commands/report.js';
import { addResults } from './commands/results.js';
import { addScale } from './commands/scale.js';
import { EXIT } from './exit-codes.js';
import { packageVersion } from './results/environment.js';
import { UsageError } from './usage-error.js';

const program = new Command('reftorture')
  .description('Hammers, model-checks and measures reference count protocols on real threads.')
  .version(packageVersion())
  .showSuggestionAfterError()
  .exitOverride()
  .configureOutput({ outputError: () => {} }); // said once, below
const commands = [addRace, addCheck, addReplay, addScale, addReport, addCompare, addResults, addDoctor, addList];
for (const add of commands) add(program);
for (const command of program.commands) command.copyInheritedSettings(program);

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(); // the reader has seen enough
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}

/** Says on one line what is wrong, and gives the exit code. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.asExpected; // --help, --version
    if (error.code !== 'commander.help') tell(error.message.replace(/^error: /, ''));
    return EXIT.usage;
  }
  if (error instanceof UsageError) {
    tell(error.message);
    return EXIT.usage;
  }
  tell(`internal error: ${error instanceof Error ? error.message : String(error)} (a defect of reftorture)`);
  return EXIT.inconclusive;
}

function tell(message: string): void {
  process.stderr.write(`reftorture: ${message.replace(/\s*\n\s*/g, ' ')}\n`);
}
