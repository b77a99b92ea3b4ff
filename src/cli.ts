#!/usr/bin/env node
// The command line: commands, and what becomes of errors.

import { Command, CommanderError } from 'commander';
import { EXIT } from './commands/exit-codes.js';
import { packageVersion } from './machine/environment.js';
import { reasonOf } from './system-error.js';
import { UsageError } from './usage-error.js';

// In the order in which a newcomer meets them. Loading them all takes longer than a small check.
const COMMANDS: Readonly<Record<string, () => Promise<(to: Command) => void>>> = {
  demo: async () => (await import('./commands/demo.js')).addDemo,
  race: async () => (await import('./commands/race.js')).addRace,
  check: async () => (await import('./commands/check.js')).addCheck,
  replay: async () => (await import('./commands/replay.js')).addReplay,
  scale: async () => (await import('./commands/scale.js')).addScale,
  claims: async () => (await import('./commands/claims.js')).addClaims,
  report: async () => (await import('./commands/report.js')).addReport,
  compare: async () => (await import('./commands/compare.js')).addCompare,
  results: async () => (await import('./commands/results.js')).addResults,
  new: async () => (await import('./commands/new.js')).addNew,
  list: async () => (await import('./commands/list.js')).addList,
  mutants: async () => (await import('./commands/mutants.js')).addMutants,
  serve: async () => (await import('./commands/serve.js')).addServe,
  doctor: async () => (await import('./commands/doctor.js')).addDoctor,
};

const program = new Command('reftorture')
  .description('Hammers, model-checks and measures reference count protocols on real threads.')
  .version(packageVersion())
  .showSuggestionAfterError()
  .exitOverride()
  .configureOutput({ outputError: () => {} }); // said once, below
const asked = process.argv[2] ?? '';
for (const [name, load] of Object.entries(COMMANDS)) {
  if (name === asked || !Object.hasOwn(COMMANDS, asked)) (await load())(program);
}
for (const command of program.commands) command.copyInheritedSettings(program);

const told = new Set<string>();
// A closed pipe is no error: a reader such as head has seen enough. Files are still written.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  tell(`cannot write the output: ${reasonOf(error, 'file')}`);
  process.exitCode = EXIT.usage;
});
process.stderr.on('error', () => {}); // there is nobody to write to; the exit code still says it

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

/** Writes `message` to standard error, once: the stream and the command may both have met the same problem. */
function tell(message: string): void {
  if (told.has(message)) return;
  told.add(message);
  process.stderr.write(`reftorture: ${message.replace(/\s*\n\s*/g, ' ')}\n`);
}
