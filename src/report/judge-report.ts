// The judgement of a posted interleaving in words.

import pc from 'picocolors';
import type { JudgeResult } from '../results/judge-result.js';
import { propertyTitle } from '../violations/table.js';
import { wrapped } from './layout.js';
import { plural } from './numbers.js';
import { stepLines, stepText, threadNames, witnessLines } from './witness.js';

/** In a few words, for tables. */
export function judgementText({ verdict, claim: { shows } }: JudgeResult): string {
  return `${shows === null ? '' : `${propertyTitle(shows)}: `}${WORDS[verdict]}`;
}

const WORDS: Readonly<Record<JudgeResult['verdict'], string>> = {
  'as-written': 'possible as written',
  otherwise: 'possible otherwise',
  impossible: 'impossible in these bounds',
  undecided: 'not decided',
};

/** The posted claim in a line. */
export function claimText({ config, claim: { steps, shows } }: JudgeResult): string {
  const what = `${plural(steps.length, 'step')}${shows === null ? '' : ` to a ${propertyTitle(shows)}`}`;
  return `${what}, of ${config.protocol} in ${config.scenario}`;
}

export function judgeReport(result: JudgeResult): string {
  const { config, verdict, witness, steps, claim, among } = result;
  const head = wrapped(`claim: ${claimText(result)}`);
  if (verdict !== 'as-written') {
    const reasons = reasonsAgainst(result).flatMap((text) => (text.startsWith('  ') ? [text] : wrapped(text)));
    return [...head, ...reasons, ...otherwise(result)].join('\n');
  }
  const taken = witness?.steps ?? steps;
  const numbers = among.map((index) => index + 1).join(', ');
  const others = taken.length - claim.steps.length;
  const shown = witness ? witnessLines(config, witness) : stepLines(config, taken);
  const rest = `Possible as written. The steps of the claim are ${numbers} of these; ${plural(others, 'other')} it does not name.`;
  return [...head, ...wrapped(rest).map(pc.bold), '', ...shown].join('\n');
}

/** Returns why the claim is not possible as written, and what its thread does instead. */
export function reasonsAgainst({ config, verdict, possible, claim: { steps }, instead }: JudgeResult): string[] {
  if (verdict === 'undecided') return ['Not decided: there are more states than --max-states allows.'];
  const step = steps[possible];
  if (!step) return ['The steps are possible in this order, and show no such thing.'];
  const names = threadNames(config);
  const doing = instead.map((other) => `  ${stepText(config, names, other)}  ${other.source}`);
  const then = doing.length > 0 ? 'Its steps there are, the most similar first:' : `By then ${step.thread} has ended.`;
  const reason = `Not possible as written: step ${possible + 1}, ${step.thread}: ${step.does}, ${possible === 0 ? 'cannot happen' : 'cannot follow those before it'}. ${then}`;
  return [reason, ...doing];
}

function otherwise({ config, verdict, claim: { shows }, witness }: JudgeResult): string[] {
  if (witness) return [pc.bold('Possible otherwise:'), '', ...witnessLines(config, witness)];
  if (verdict === 'undecided') return [];
  return shows === null ? [] : [pc.bold(`Impossible in these bounds: there is no ${propertyTitle(shows)} at all.`)];
}
