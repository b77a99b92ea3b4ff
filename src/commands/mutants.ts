// reftorture mutants

import { type Command, Option } from 'commander';
import { mutants } from '../harness/mutants/mutants.js';
import { mutantsReport } from '../report/mutants-table.js';
import { isJudgedRight, type MutantsResult, overflowsAsSaid } from '../results/mutants-result.js';
import { duration } from './arguments.js';
import { EXIT } from './exit-codes.js';
import { helpBelow } from './help-text.js';
import { FORCE, type Outcome, type OutputFlags, runInShell, type Session } from './shell.js';

interface MutantsFlags extends OutputFlags {
  duration: number;
}

const HELP = helpBelow(
  [
    ['reftorture mutants --duration 2s', ''],
    ['reftorture mutants --json --out mutants.json', ''],
  ],
  'Exit codes: 0 every broken protocol was found, no sound one accused, every count overflows as is said, and of descriptors the same; 1 not so; 2 bad usage; 130 interrupted, with what was tried until then.',
);

export function define(command: Command): void {
  command
    .description(
      'Tests reftorture itself: checks and races every built-in protocol. Races go through every scenario, with noise, until something shows. Counts in one word are explored at 3 and 4 bits besides: their overflow must be the one that `list` shows. Last come the ways in which memory of descriptors comes back: mistakes in grace periods must be found, too.',
    )
    .addOption(
      new Option('--duration <time>', 'time for the races of a protocol; they end at its first violation')
        .argParser(duration)
        .default(10_000, '10s'),
    )
    .option('--json', 'print the result as JSON')
    .option('--out <file>', 'write the result as JSON to a file')
    .option(...FORCE)
    .addHelpText('after', HELP)
    .action((flags: MutantsFlags) => runInShell(flags, (session) => tried(flags, session)));
}

async function tried({ duration: durationMs }: MutantsFlags, { signal, progress }: Session): Promise<Outcome> {
  const result = await mutants({
    durationMs,
    signal,
    onRow: (name, done, total) => progress.update(`${done} of ${total}: ${name}`),
  });
  return outcomeOf(result);
}

/** What the command makes of a result. */
export function outcomeOf(result: MutantsResult): Outcome {
  return {
    value: result,
    text: () => mutantsReport(result),
    exitCode: asItShouldBe(result) ? EXIT.asExpected : EXIT.violation,
  };
}

function asItShouldBe(result: MutantsResult): boolean {
  const { broken, foundByCheck, foundByRace, withinReach, accused, rows, schemes } = result;
  const found = foundByCheck === broken && foundByRace === withinReach;
  return found && accused === 0 && rows.every(overflowsAsSaid) && schemes.every(isJudgedRight);
}
