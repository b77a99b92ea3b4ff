// The assertions that portable files state, found in their text: what a kernel reports of a broken one is its number.

import { withoutComments } from './source-text.js';

interface Stated {
  readonly number: number;
  /** From 1 on. */
  readonly line: number;
  /** In one line. */
  readonly condition: string;
}

/** Every call of assert() in `source` whose last argument is a number. */
export function assertionsIn(source: string): Stated[] {
  const text = withoutComments(source);
  return [...text.matchAll(/\bassert\s*\(/g)].flatMap(({ 0: { length }, index }) => {
    const inner = text.slice(index + length, closing(text, index + length));
    const [, condition, number] = /^(.*),\s*(\d+)\s*,?\s*$/s.exec(inner) ?? [];
    if (condition === undefined) return [];
    const line = text.slice(0, index).split('\n').length;
    return [{ number: Number(number), line, condition: condition.replace(/\s+/g, ' ').trim() }];
  });
}

/** Where the parenthesis closes that stands open before `from`. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  return text.length;
}
