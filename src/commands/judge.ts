// The command judge.

import { judged } from '../checker/judge.js';
import { codeOf } from '../checker/unexplored.js';
import { workerCompiler } from '../harness/compile-in-worker.js';
import { memoryFacts } from '../memory-facts.js';
import { commandOption } from '../options/option.js';
import { output } from '../options/shared.js';
import { whole } from '../options/value.js';
import { judgeReport } from '../report/judge-report.js';
import { stepText, threadNames } from '../report/witness.js';
import { resolveCheck } from '../requests/check-request.js';
import { readClaim } from '../requests/claim-file.js';
import type { JudgeResult } from '../results/judge-result.js';
import { pickName, UsageError } from '../usage-error.js';
import { EXIT_OF } from './exit-codes.js';
import { commandOf, type Outcome } from './shell.js';

const options = {
  maxStates: commandOption(
    whole('states', 0, Number.MAX_SAFE_INTEGER),
    '--max-states <n>',
    'give up, inconclusively, at so many states',
    { default: 200_000 },
  ),
  ...output,
};

export const define = commandOf({
  description:
    'Judges an interleaving that somebody posted: possible as written, possible otherwise, or impossible in these bounds, with the first step that cannot happen.',
  operands: [['<claim>', 'a file of JSON, or a document with a block of the language claim: see docs/judge.md']],
  help: [
    [
      ['reftorture judge examples/claims/stolen-free.md', 'the interleaving of the report'],
      ['reftorture judge claim.json --out judged.json', 'the judgement to keep'],
    ],
    'Exit codes: 0 possible as written; 1 possible otherwise, or impossible in these bounds; 2 bad usage, or no claim; 3 more states than --max-states; 130 interrupted.',
  ],
  options,
  run: async ({ maxStates }, { signal }, file: string) => {
    if (maxStates < 1) throw new UsageError('there is one state at least');
    const claim = readClaim(file);
    const { steps, shows } = claim;
    const resolved = resolveCheck(claim.request);
    const { config } = resolved;
    if (config.anyThreads) throw new UsageError('a claim has a number of threads: leave threads "any" out');
    const { noSimulation } = memoryFacts[config.memory];
    if (noSimulation !== undefined) throw new UsageError(noSimulation);
    if (shows === 'livelock')
      throw new UsageError('a livelock is of a state, not of an order of steps: reftorture check --property livelock');
    const threads = threadNames(config);
    for (const { thread } of steps) pickName('thread', threads, thread);
    const code = await codeOf(resolved, workerCompiler(signal));
    const textOf = (step: Parameters<typeof stepText>[2]): string =>
      `${stepText(config, threads, step)} ${step.path.join(' ')} ${step.source}`;
    const found = judged(resolved, code, { steps, shows, threads }, { maxStates, textOf });
    const { schema, config: _, environment, ...rest } = found;
    return outcomeOf({ schema, config, environment, claim: { steps: [...steps], shows: shows ?? null }, ...rest });
  },
  inputs: (_, file: string) => [file],
});

/** Returns the outcome of the command for a result. */
export function outcomeOf(result: JudgeResult): Outcome {
  return { value: result, text: () => judgeReport(result), exitCode: EXIT_OF[result.verdict] };
}
