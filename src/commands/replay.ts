// The command replay.

import { type Closed, type FollowedWitness, followWitness, loadWitness } from '../checker/load-witness.js';
import { workerCompiler } from '../harness/compile-in-worker.js';
import { replay } from '../harness/replay/replay.js';
import { commandOption } from '../options/option.js';
import { output } from '../options/shared.js';
import { onOff, whole } from '../options/value.js';
import { replayReport, stepText, threadNames } from '../report/witness.js';
import type { CheckConfig, WitnessStep } from '../results/check-result.js';
import type { ReplayResult } from '../results/replay-result.js';
import { isReplayable } from '../results/verdicts.js';
import { UsageError } from '../usage-error.js';
import { EXIT_OF } from './exit-codes.js';
import { commandOf, type Outcome } from './shell.js';

const options = {
  times: commandOption(whole('times', 0, Number.MAX_SAFE_INTEGER), '--times <n>', 'replays in a row', { default: 1 }),
  anyway: commandOption(
    onOff,
    '--anyway',
    'follow a witness of other sources through those of today, as far as it goes: does the old way in still work?',
  ),
  ...output,
};

export const define = commandOf({
  description:
    'Plays the schedule of a witness on worker threads over real shared memory, access by access. Compares every value with the witness, and checks that the detectors see the same violation.',
  operands: [['<witness>', 'a file that check --witness wrote, or the token that check prints']],
  help: [
    [
      ['reftorture check --witness race.json', 'find the shortest witness and keep it'],
      ['reftorture replay race.json', 'see it happen on real threads'],
      ['reftorture replay race.json --times 100', 'the same a hundred times'],
      ['reftorture replay race.json --anyway', 'after a fix: does the old way in still work?'],
    ],
    'Exit codes: 0 confirmed; 1 differs from the witness, or with --anyway is no way to a violation any more; 2 bad usage, or an outdated or edited witness; 3 a thread was lost; 130 interrupted, with the replays that were played until then.',
  ],
  options,
  run: async ({ times, anyway }, { signal, progress }, fileOrToken: string) => {
    if (times < 1) throw new UsageError('a witness is replayed at least once');
    const load = anyway ? followWitness : loadWitness;
    const witness: FollowedWitness = await load(fileOrToken, workerCompiler(signal));
    const { property, closed } = witness;
    if (property === null || closed) return outcomeOf(leadsNowhere(witness), witness.steps);
    refuseStale(witness.steps);
    const onReplay = (number: number): void => progress.update(`replay ${number} of ${times}`);
    return outcomeOf(await replay({ ...witness, property }, { times, signal, onReplay }), witness.steps);
  },
  inputs: (_, witness: string) => [witness],
});

/** Returns the result for a witness that is no way to a violation under the sources of today, which nobody replays. */
function leadsNowhere({ resolved: { config }, property, steps, closed }: FollowedWitness): ReplayResult {
  return {
    ...{ schema: 'reftorture/replay@1', config, property, verdict: 'differs', steps: steps.length },
    ...{ replays: 0, agreed: 0, interrupted: false, elapsedMs: 0 },
    problems: closed ? [closedText(config, steps.length, closed)] : [],
  };
}

function closedText(config: CheckConfig, steps: number, closed: Closed): string {
  const names = threadNames(config);
  switch (closed.kind) {
    case 'differs':
      return `step ${steps} was another: ${stepText(config, names, closed.was)}`;
    case 'impossible':
      return `${names[closed.thread]} cannot take step ${steps + 1}`;
    case 'harmless':
      return 'every step can be taken, and nothing is violated';
  }
}

/** Returns the outcome of the command for a result. */
export function outcomeOf(result: ReplayResult, steps: readonly WitnessStep[]): Outcome {
  return { value: result, text: () => replayReport(result, steps), exitCode: EXIT_OF[result.verdict] };
}

/** @throws UsageError for a witness in which an access does not find the newest value. */
function refuseStale(steps: readonly WitnessStep[]): void {
  if (isReplayable(steps)) return;
  throw new UsageError(
    `step ${steps.findIndex((step) => !isReplayable([step])) + 1} of the witness finds an old value, as --memory ra allows: shared memory in JavaScript and WebAssembly is sequentially consistent, so real threads cannot replay it`,
  );
}
