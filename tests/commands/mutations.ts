// Files as accidents and ill will leave them: bytes lost, doubled and swapped, numbers and names replaced by the ones that
// programs stumble over.

import { below, type Random } from '../../src/statistics/random.js';

const NUMBERS = ['0', '-1', '1e999', '2147483648', '99999999999999999999', '0.1', 'NaN', 'null', '"x"', '[]', '{}'];
const WORDS = ['__proto__', 'constructor', 'toString', '', '\u0000', '\ud800', '../..', '</script>', '%00', '\n'];
const TYPICAL = ['{', '}', '[', ']', '(', ')', '"', ',', ':', ';', '/*', '//', '`', '\\', '\ufeff', ' '.repeat(1000)];

function pick<T>(items: readonly T[], random: Random): T {
  return items[below(random, items.length)] as T;
}

/** `text` with the match of `pattern` that chance picks replaced. */
function withOneReplaced(text: string, pattern: RegExp, replacement: string, random: Random): string {
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return text;
  const { index, 0: found } = pick(matches, random);
  return text.slice(0, index) + replacement + text.slice(index + found.length);
}

const MUTATIONS: readonly ((text: string, random: Random) => string)[] = [
  (text, random) => text.slice(0, below(random, text.length + 1)),
  (text, random) => {
    const at = below(random, text.length + 1);
    return text.slice(0, at) + text.slice(at + below(random, 40));
  },
  (text, random) => {
    const at = below(random, text.length + 1);
    return text.slice(0, at) + pick([...TYPICAL, ...WORDS], random) + text.slice(at);
  },
  (text, random) => {
    const at = below(random, text.length + 1);
    const part = text.slice(at, at + below(random, 200));
    return text.slice(0, at) + part.repeat(1 + below(random, 20)) + text.slice(at);
  },
  (text, random) => withOneReplaced(text, /-?\b\d+(\.\d+)?\b/g, pick(NUMBERS, random), random),
  (text, random) => withOneReplaced(text, /\b[a-zA-Z_]\w*\b/g, pick([...WORDS, ...NUMBERS], random), random),
  (text, random) => {
    const words = [...text.matchAll(/\b\w+\b/g)];
    return words.length === 0 ? text : withOneReplaced(text, /\b\w+\b/g, pick(words, random)[0], random);
  },
  (text, random) =>
    withOneReplaced(text, /[+\-*/%&|^<>=!]+/g, pick(['/', '%', '<<', '>>>', '===', '=', '-'], random), random),
  (text, random) => {
    const depth = 10 ** below(random, 5);
    return withOneReplaced(text, /[[({]/g, pick(['[', '{"a":', '(', '{'], random).repeat(depth), random);
  },
];

/** `text` with one to four things wrong. */
export function mutated(text: string, random: Random): string {
  let result = text;
  for (let left = 1 + below(random, 4); left > 0; left--) result = pick(MUTATIONS, random)(result, random);
  return result;
}
