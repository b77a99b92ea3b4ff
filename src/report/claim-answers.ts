// Answers in words, one way everywhere. They are neither good nor bad, so no colour judges them.

import pc from 'picocolors';
import type { Answer, ClaimResult } from '../results/claims-result.js';

/** `yes, if step 2 is acquire`. */
export function answerText({ answer, qualifier }: Answer): string {
  switch (answer) {
    case 'yes':
    case 'no':
      return answer;
    case 'yes, if':
      return `yes, if ${qualifier}`;
    case 'measured':
      return qualifier ?? answer;
    case 'not decided here':
      return `not decided here: ${qualifier}`;
  }
}

/** `old no · v4 yes`: the answers of a row for a line of a table. */
export function answersInShort({ parts, verdict }: Pick<ClaimResult, 'parts' | 'verdict'>): string {
  if (!parts) return `"${verdict}" (0.2.0 or earlier)`;
  const [only, ...others] = parts;
  if (only && others.length === 0) return inShort(only);
  return parts.map((part) => `${part.label} ${inShort(part)}`).join(' · ');
}

function inShort({ answer, qualifier }: Answer): string {
  if (answer === 'measured') return qualifier ?? answer;
  return answer === 'not decided here' ? 'undecided' : answer;
}

/** `answers` with their words set in bold. */
export function emphasised(answers: string): string {
  return answers.replace(/\b(?:yes|no)\b/g, (word) => pc.bold(word));
}

/** `Hildenbrand explained`; without the day, and without who relayed it. */
export function speakerText({ who, kind }: Pick<ClaimResult, 'who' | 'kind'>): string {
  const [speaker] = who.split(',');
  return kind === undefined ? `${speaker}` : `${speaker} ${kind}`;
}
