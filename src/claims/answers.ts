// Answers, how evidence gives them, and what becomes of them for readers of earlier releases.

import type { Answer, ClaimVerdict } from '../results/claims-result.js';

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

/** The verdict of 0.2.0. The schema of the result says what it is kept for, and repeats the rule. */
export function verdictOf(parts: readonly Pick<Answer, 'answer'>[]): ClaimVerdict {
  if (parts.some(({ answer }) => answer === 'not decided here')) return 'not decided here';
  const words = parts.map(({ answer }) => answer).filter((answer) => answer !== 'measured');
  if (words.length === 0) return 'not decided here';
  if (words.every((answer) => answer === 'yes')) return 'confirmed';
  if (words.every((answer) => answer === 'no')) return 'refuted';
  return 'confirmed under conditions';
}
