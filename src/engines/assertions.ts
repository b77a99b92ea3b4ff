// The assertions that portable files state, found in their text: what a kernel reports of a broken one is its number.

import { basename } from 'node:path';
import { host } from '#host';
import type { Assertion } from '../violations/stories.js';
import { portableFiles } from './digest.js';
import { withoutComments } from './source-text.js';
import { NO_USER_ROLES } from './sources.js';
import type { KernelSources } from './store.js';

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

/**
 * Tells the assertion with a number in a kernel of these sources. Where several files use the number, it tells all of them.
 * The sources are read once, when something is asked.
 */
export function assertionsOf(sources: KernelSources): (number: number) => Assertion {
  let stated: readonly Assertion[] | undefined;
  return (number) => {
    stated ??= statedIn(sources);
    const found = stated.filter((one) => one.number === number);
    const all = (of: (one: Assertion) => string): string => found.map(of).join(' or ');
    return { number, source: all(({ source }) => source), condition: all(({ condition }) => condition) };
  };
}

function statedIn({ protocolFile, userRoles }: KernelSources): Assertion[] {
  return portableFiles([protocolFile, userRoles?.file ?? NO_USER_ROLES]).flatMap((file) =>
    assertionsIn(host.readText(file)).map(({ number, line, condition }) => ({
      ...{ number, source: `${basename(file)}:${line}`, condition },
    })),
  );
}
