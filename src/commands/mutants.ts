// reftorture mutants

import { type Command, Option } from 'commander';
import { mutants } from '../harness/mutants/mutants.js';
import { mutantsReport } from '../report/mutants-table.js';
import type { MutantsResult } from '../results/mutants-result.js';
import { duration } from './arguments.js';
import { EXIT } from './exit-codes.js';
import { type Outcome, type OutputFlags, runInShell, type Session } from './shell.js';

interface MutantsFlags extends OutputFlags {
  duration: number;
}

const EXAMPLES = `
Examples:
  reftorture mutants --duration 2s
  reftorture mutants --json --out mutants.json

Exit codes: 0 as it should be; 1 a broken one was missed or a sound one accused; 2 bad usage; 130 interrupted.`;

export function addMutants(program: Command): void {
  program
    .command('mutants')
    .summary('try whether every broken protocol is found out, and no sound one accused')
    .description(
      'Puts every built-in protocol to check and race, under looked-up destructors: the broken ones where each shows most plainly, the sound ones in every scenario. A test of reftorture itself.',
    )
    .addOption(
      new Option('--duration <time>', 'longest race; it ends at its first violation')
        .argParser(duration)
        .default(10_000, '10s'),
    )
    .option('--json', 'print the result as JSON', false)
    .option('--out <file>', 'write the result as JSON to a file')
    .addHelpText('after', EXAMPLES)
    .action((flags: MutantsFlags) => runInShell(flags, (session) => tried(flags, session)));
}

async function tried({ duration: durationMs }: MutantsFlags, { signal, progress }: Session): Promise<Outcome> {
  const result = await mutants({
    durationMs,
    signal,
    onRow: ({ protocol }, done, total) => progress.update(`${done} of ${total}: ${protocol}`),
  });
  return {
    value: result,
    text: () => mutantsReport(result),
    exitCode: asItShouldBe(result) ? EXIT.asExpected : EXIT.violation,
  };
}

function asItShouldBe({ broken, foundByCheck, foundByRace, withinReach, accused }: MutantsResult): boolean {
  return foundByCheck === broken && foundByRace === withinReach && accused === 0;
}
