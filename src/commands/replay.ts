// reftorture replay

import type { Command } from 'commander';
import { loadWitness } from '../checker/witness-file.js';
import { replay } from '../harness/replay/replay.js';
import { replayReport } from '../report/replay-report.js';
import { isReplayable, type WitnessStep } from '../results/check-result.js';
import { UsageError } from '../usage-error.js';
import { wholeNumber } from './arguments.js';
import { EXIT } from './exit-codes.js';
import { openOutput } from './output-file.js';

interface ReplayFlags {
  times: number;
  json: boolean;
  out?: string;
}

const EXAMPLES = `
Examples:
  reftorture check --witness race.json                 find the shortest witness and keep it
  reftorture replay race.json                          see it happen on real threads
  reftorture replay race.json --times 100

Exit codes: 0 confirmed; 1 differs from the witness; 2 bad usage, or an outdated or edited witness; 3 a thread was lost.`;

export function addReplay(program: Command): void {
  program
    .command('replay')
    .summary('force a witness onto real worker threads and compare every value')
    .description(
      'Plays the schedule of a witness on worker threads over real shared memory, access by access, compares every value\n' +
        'with the witness, and confirms that the detectors report the same violation.',
    )
    .argument('<witness>', 'a file that check --witness wrote, or the token that check prints')
    .option('--times <n>', 'replays in a row', wholeNumber, 1)
    .option('--json', 'print the result as JSON', false)
    .option('--out <file>', 'write the result as JSON to a file')
    .addHelpText('after', EXAMPLES)
    .action(async (witness: string, flags: ReplayFlags) => {
      process.exitCode = await run(witness, flags);
    });
}

async function run(fileOrToken: string, flags: ReplayFlags): Promise<number> {
  if (flags.times < 1) throw new UsageError('a witness is replayed at least once');
  const witness = await loadWitness(fileOrToken);
  refuseStale(witness.steps);
  const output = flags.out === undefined ? undefined : openOutput(flags.out);
  try {
    const result = await replay(witness, { times: flags.times });
    const json = JSON.stringify(result, null, 2);
    output?.commit(`${json}\n`);
    process.stdout.write(`${flags.json ? json : replayReport(result, witness.steps)}\n`);
    if (result.verdict === 'inconclusive') return EXIT.inconclusive;
    return result.verdict === 'confirmed' ? EXIT.asExpected : EXIT.violation;
  } finally {
    output?.discard();
  }
}

/** @throws UsageError for a witness in which an access does not find the newest value. */
function refuseStale(steps: readonly WitnessStep[]): void {
  if (isReplayable(steps)) return;
  throw new UsageError(
    `step ${steps.findIndex((step) => !isReplayable([step])) + 1} of the witness finds an old value, as --memory ra allows: shared memory in JavaScript and WebAssembly is sequentially consistent, so real threads cannot replay it`,
  );
}
