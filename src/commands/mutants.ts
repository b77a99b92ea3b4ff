// reftorture mutants

import { type Command, Option } from 'commander';
import { mutants } from '../harness/mutants/mutants.js';
import { mutantsSummary, mutantsTable } from '../report/mutants-table.js';
import { provenance } from '../report/provenance.js';
import type { MutantsResult } from '../results/mutants-result.js';
import { duration } from './arguments.js';
import { EXIT } from './exit-codes.js';
import { openOutput } from './output-file.js';
import { progressLine } from './progress.js';

export function addMutants(program: Command): void {
  program
    .command('mutants')
    .summary('try whether every broken protocol is found out, and no sound one accused')
    .description(
      'Puts every protocol in the box to check and race, under looked-up destructors: the broken ones where each shows most plainly, the sound ones in every scenario. A test of reftorture itself.',
    )
    .addOption(
      new Option('--duration <time>', 'longest race; it ends at its first violation')
        .argParser(duration)
        .default(10_000, '10s'),
    )
    .option('--json', 'print the result as JSON', false)
    .option('--out <file>', 'write the result as JSON to a file')
    .addHelpText(
      'after',
      '\nExamples:\n  reftorture mutants --duration 2s\n  reftorture mutants --json --out mutants.json\n\nExit codes: 0 as it should be; 1 a broken one was missed or a sound one accused; 2 bad usage; 130 interrupted.',
    )
    .action(async (flags: MutantsFlags) => {
      process.exitCode = await run(flags);
    });
}

interface MutantsFlags {
  duration: number;
  json: boolean;
  out?: string;
}

async function run({ duration: durationMs, json: asJson, out }: MutantsFlags): Promise<number> {
  const output = out === undefined ? undefined : openOutput(out);
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const progress = progressLine();
  try {
    const result = await mutants({
      durationMs,
      signal: interruption.signal,
      onRow: ({ protocol }, done, total) => progress.update(`${done} of ${total}: ${protocol}`),
    });
    progress.end();
    const text = `${mutantsTable(result)}\n${mutantsSummary(result)}\n\n${provenance(result.environment)}`;
    const json = JSON.stringify(result, null, 2);
    process.stdout.write(`${asJson ? json : text}\n`);
    output?.commit(`${json}\n`); // last: a full disk must not take the result along
    return interruption.signal.aborted ? EXIT.interrupted : asItShouldBe(result) ? EXIT.asExpected : EXIT.violation;
  } finally {
    progress.end();
    output?.discard();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function asItShouldBe({ broken, foundByCheck, foundByRace, withinReach, accused }: MutantsResult): boolean {
  return foundByCheck === broken && foundByRace === withinReach && accused === 0;
}
