// Answers, how evidence gives them, and evidence in words: witnesses, lengths, rates.

import { plural } from '../report/numbers.js';
import type { CheckResult, Witness } from '../results/check-result.js';
import type { Answer, ClaimWitness } from '../results/claims-result.js';
import { witnessOf } from '../results/verdicts.js';
import { plain, rounded } from '../statistics/digits.js';
import type { Property } from '../violations/table.js';

export const YES: Answer = { answer: 'yes', qualifier: null };
export const NO: Answer = { answer: 'no', qualifier: null };

export function yesIf(condition: string): Answer {
  return { answer: 'yes, if', qualifier: condition };
}

export function figure(text: string): Answer {
  return { answer: 'measured', qualifier: text };
}

export function undecided(reason: string): Answer {
  return { answer: 'not decided here', qualifier: reason };
}

export const UNEXPLORED = undecided('not everything was explored');

/** Answers whether something can happen: one occurrence says yes, only a complete exploration says no. */
export function canHappen(seen: boolean, complete: boolean): Answer {
  if (seen) return YES;
  return complete ? NO : UNEXPLORED;
}

/** Answers whether something always holds. */
export function alwaysHolds(broken: boolean, complete: boolean): Answer {
  if (broken) return NO;
  return complete ? YES : UNEXPLORED;
}

/** `266 states, every interleaving of 3 threads (T1, T2, T3)`. */
export function explored({ config, states, complete, executions }: CheckResult): string {
  const threads = `${plural(config.roles.length, 'thread')} (${config.roles.join(', ')})`;
  const lives = config.rounds === 1 ? '' : `, ${config.rounds} rounds each`;
  const where = `${threads}${lives} on ${plural(config.pages, 'page')}`;
  if (executions) {
    const how = complete ? 'every execution of' : `stopped at ${states} partial executions of`;
    return `${how} ${where}, Linux-kernel memory model: ${executions.allowed} executions`;
  }
  const model = config.memory === 'sc' ? 'sequential consistency' : 'release/acquire';
  const how = complete ? 'every interleaving of' : `stopped at ${states} states of`;
  return `${how} ${where}, ${model}: ${states} states`;
}

/** The witness of `property` with the configuration that it belongs to. */
export function witnessEvidence(result: CheckResult, property: Property): { witness: ClaimWitness | null } {
  const witness = witnessOf(result, property);
  return { witness: witness ? { config: result.config, witness } : null };
}

/** `16 steps, 8 on the count word`. */
export function length({ steps, countAccesses }: Witness): string {
  return `${plural(steps.length, 'step')}, ${countAccesses} on the count word`;
}

/** Returns whether the get that took the staged 0 in `witness` found its slot empty afterwards. */
export function failedRecheckOf({ steps }: Witness): boolean {
  const took = steps.findIndex(
    ({ operation, location, before, after }) =>
      operation === 'fetchAdd' && location.startsWith('refcount') && before === 0 && after === 1,
  );
  const recheck =
    took < 0
      ? undefined
      : steps.slice(took).find(({ thread, location }) => thread === steps[took]?.thread && location.startsWith('slot'));
  return recheck !== undefined && recheck.before < 0; // an empty slot
}

/** Events a second, with three significant digits. */
export function rate(count: number, durationMs: number): string {
  const perSecond = (count * 1000) / durationMs;
  if (perSecond === 0) return 'none';
  const digits = (value: number): string => plain(rounded(value, 3));
  return perSecond >= 1000 ? `${digits(perSecond / 1000)} k/s` : `${digits(perSecond)}/s`;
}

/** Others that take more of the CPUs' time than this share disturb what is timed. */
const DISTURBED = 0.1;

/** `others took 63 % of the CPUs' time`; undefined where they took little, or where the system does not say. */
export function disturbance(othersShare: number | null | undefined): string | undefined {
  if (othersShare === null || othersShare === undefined || othersShare <= DISTURBED) return undefined;
  return `others took ${Math.round(othersShare * 100)} % of the CPUs' time`;
}
