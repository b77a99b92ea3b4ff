// The result of a replay, for a terminal.

import pc from 'picocolors';
import type { WitnessStep } from '../results/check-result.js';
import type { ReplayResult } from '../results/replay-result.js';
import { propertyTitle } from '../violations/table.js';
import { wrapped } from './layout.js';
import { grouped, plural, time } from './numbers.js';
import { verdictLines } from './verdict.js';
import { stepLines } from './witness.js';

/** `steps`: those of the witness, which the result itself does not hold. */
export function replayReport(result: ReplayResult, steps: readonly WitnessStep[] = []): string {
  const { config, property, verdict, replays, agreed, elapsedMs, problems } = result;
  return [
    ...wrapped(
      `replay: ${propertyTitle(property)} of ${config.protocol} in ${config.scenario}, on ${plural(config.roles.length, 'real thread')}`,
    ),
    '',
    ...(steps.length > 0 ? [...stepLines(config, steps), ''] : []),
    ...problems.flatMap((problem) => wrapped(problem)).map(pc.red),
    ...verdictLines(
      verdict,
      `${grouped(agreed)} of ${plural(replays, 'replay')} agreed in all ${plural(result.steps, 'step')} and in what the detectors saw, ${time(elapsedMs)}`,
    ),
  ].join('\n');
}
