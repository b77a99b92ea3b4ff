// The judgement of a posted interleaving in words.

import pc from 'picocolors';
import type { Judgement } from '../checker/judge.js';
import type { PostedClaim } from '../requests/claim-file.js';
import type { CheckConfig, Witness } from '../results/check-result.js';
import { propertyTitle } from '../violations/table.js';
import { wrapped } from './layout.js';
import { plural } from './numbers.js';
import { stepLines, stepText, threadNames, witnessLines } from './witness.js';

/** The witness of a check without the posted order; null: there is none; undefined: that is not known. */
export type Otherwise = Witness | null | undefined;

const SHOWN = 3;

export function judgeReport(
  config: CheckConfig,
  { steps, shows }: PostedClaim,
  { possible, steps: taken, witness, among, instead, complete }: Judgement,
  otherwise: Otherwise,
): string {
  const what =
    shows === undefined ? plural(steps.length, 'step') : `${plural(steps.length, 'step')} to a ${propertyTitle(shows)}`;
  const names = threadNames(config);
  const head = wrapped(`claim: ${what}, of ${config.protocol} in ${config.scenario}`);
  if (taken) {
    const numbers = among.map((index) => index + 1).join(', ');
    const others = taken.length - steps.length;
    const shown = witness ? witnessLines(config, witness) : stepLines(config, taken);
    const rest = `Possible as written. The steps of the claim are ${numbers} of these; ${plural(others, 'other')} it does not name.`;
    return [...head, ...wrapped(rest).map(pc.bold), '', ...shown].join('\n');
  }
  return [
    ...head,
    ...reasons().flatMap((text) => (text.startsWith('  ') ? [text] : wrapped(text))),
    ...shortest(),
  ].join('\n');

  function reasons(): string[] {
    if (!complete) return ['Not decided: there are more states than --max-states allows.'];
    const step = steps[possible];
    if (!step) return ['The steps are possible in this order, and show no such thing.'];
    const doing = instead.slice(0, SHOWN).map((other) => `  ${stepText(config, names, other)}  ${other.source}`);
    const then =
      doing.length > 0 ? 'Its steps there are, the most similar first:' : `By then ${step.thread} has ended.`;
    return [
      `Not possible as written: step ${possible + 1}, ${step.thread}: ${step.does}, ${possible === 0 ? 'cannot happen' : 'cannot follow those before it'}. ${then}`,
      ...doing,
    ];
  }

  function shortest(): string[] {
    if (!complete || shows === undefined || otherwise === undefined) return [];
    if (otherwise === null) return [pc.bold(`Impossible in these bounds: there is no ${propertyTitle(shows)} at all.`)];
    return [pc.bold('Possible otherwise:'), '', ...witnessLines(config, otherwise)];
  }
}
