// The result of a replay, for a terminal.

import pc from 'picocolors';
import type { WitnessStep } from '../results/check-result.js';
import type { ReplayResult } from '../results/replay-result.js';
import { plural, time } from './numbers.js';
import { PROPERTY_TITLES, stepLines } from './witness.js';

export function replayReport(result: ReplayResult, steps: readonly WitnessStep[]): string {
  const { config, property, verdict, replays, agreed, elapsedMs, problems } = result;
  const word =
    verdict === 'confirmed' ? pc.green(verdict) : verdict === 'differs' ? pc.red(verdict) : pc.yellow(verdict);
  return [
    `replay: ${PROPERTY_TITLES[property]} of ${config.protocol} in ${config.scenario}, on ${plural(config.roles.length, 'real thread')}`,
    '',
    ...stepLines(config, steps),
    '',
    ...problems.map((problem) => pc.red(problem)),
    `${word}: ${agreed} of ${plural(replays, 'replay')} agreed in all ${plural(result.steps, 'step')} and in the detectors' reports, ${time(elapsedMs)}`,
  ].join('\n');
}
