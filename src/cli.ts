#!/usr/bin/env node
// The command line: commands, and what becomes of errors.

import { Command, CommanderError } from 'commander';
import { host } from '#host';
import { EXIT } from './commands/exit-codes.js';
import { COMMANDS } from './commands/index.js';
import { packageVersion } from './machine/environment.js';
import { outputWidth } from './report/layout.js';
import { reasonOf } from './system-error.js';
import { UsageError } from './usage-error.js';

const program = new Command('reftorture')
  .description('Hammers, model-checks and measures reference count protocols on real threads.')
  .version(packageVersion())
  .showSuggestionAfterError()
  .exitOverride()
  .configureOutput({
    outputError: () => {}, // said once, below
    getOutHelpWidth: () => outputWidth(host.outputColumns() || 80),
  });
const typed = process.argv.slice(2);
const asked = typed[0] === 'help' ? typed[1] : typed[0];
for (const [name, [summary, load]] of Object.entries(COMMANDS)) {
  const command = program.command(name).summary(summary);
  if (name === asked) (await load()).define(command);
}

const told = new Set<string>();
// A closed pipe is no error: a reader such as head has seen enough. Files are still written.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  tell(`cannot write the output: ${reasonOf(error, 'file')}`);
  process.exitCode = EXIT.usage;
});
process.stderr.on('error', () => {}); // there is nobody to write to; the exit code still says it

try {
  // Commander would print the whole help, or complain of the arguments of a command.
  if (asked === '--') throw new UsageError('no command before "--": type its name first; reftorture --help shows them');
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

/** Writes `message` to standard error, once: the stream and the command may both have met the same problem. */
function tell(message: string): void {
  if (told.has(message)) return;
  told.add(message);
  process.stderr.write(`reftorture: ${message.replace(/\s*\n\s*/g, ' ')}\n`);
}
