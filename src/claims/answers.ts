// Answers, and how evidence gives them.

import type { Answer } from '../results/claims-result.js';

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

const UNEXPLORED = 'not everything was explored';

/** Answers whether something can happen: one occurrence says yes, only a complete exploration says no. */
export function canHappen(seen: boolean, complete: boolean): Answer {
  if (seen) return YES;
  return complete ? NO : undecided(UNEXPLORED);
}

/** Answers whether something always holds. */
export function alwaysHolds(broken: boolean, complete: boolean): Answer {
  if (broken) return NO;
  return complete ? YES : undecided(UNEXPLORED);
}
