// A witness in short: a digest of everything that the schedule depends on, and the schedule itself.

import { createHash } from 'node:crypto';
import type { CheckConfig } from '../results/check-result.js';
import type { Move } from './explore/shortest.js';

/** Digest of the sources and the configuration: a schedule means something only under the same two. */
export function digestOf(sources: string, config: CheckConfig): string {
  return createHash('sha256')
    .update(`${sources}\0${JSON.stringify(config)}`)
    .digest('hex')
    .slice(0, 12);
}

/** `a5b2a`: thread 0 moves five times, thread 1 twice, thread 0 once. A choice adds its outcome: `a.3`. */
export function scheduleText(moves: readonly Move[]): string {
  let text = '';
  for (let index = 0; index < moves.length; ) {
    const { thread, way } = moves[index] as Move;
    let end = index + 1;
    if (way === 0) while (moves[end]?.thread === thread && moves[end]?.way === 0) end++;
    const letter = String.fromCharCode('a'.charCodeAt(0) + thread);
    text += way > 0 ? `${letter}.${way}` : `${letter}${end - index > 1 ? end - index : ''}`;
    index = end;
  }
  return text;
}

/** The moves of a scheduleText(), or undefined when it is none. */
export function movesOf(text: string): Move[] | undefined {
  if (!/^([a-p](\.?\d+)?)*$/.test(text)) return undefined;
  return [...text.matchAll(/([a-p])(\.)?(\d+)?/g)].flatMap(([, letter = '', choice, number]) => {
    const thread = letter.charCodeAt(0) - 'a'.charCodeAt(0);
    if (choice) return [{ thread, way: Number(number) }];
    return Array.from({ length: Number(number ?? 1) }, () => ({ thread, way: 0 }));
  });
}
