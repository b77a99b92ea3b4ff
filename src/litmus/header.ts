// The lines of a litmus test before its initial values: the language, the name, and what generators write about it.

import { asResultText } from '../results/text-limits.js';
import { LitmusError } from './error.js';
import { isOtherLanguage } from './foreign.js';

export interface Header {
  readonly name: string;
  /** Character offset behind the first line. */
  readonly end: number;
  /** The text with spaces instead of what generators write there: a line in quotes, and lines such as `Orig=...`. */
  readonly text: string;
}

const GENERATED = /^[ \t]*(?:"[^"\n]*"|[A-Za-z][\w-]*=[^\n{]*)[ \t\r]*$/gm;

/** @throws LitmusError */
export function parseHeader(file: string, text: string): Header {
  const [line, name] = /^\uFEFF?C[ \t]+(\S+)[^\n]*(?:\n|$)/.exec(text) ?? [];
  if (line === undefined || name === undefined) throw notInC(file, text);
  const initial = startOfInitial(text, line.length);
  const head = text.slice(line.length, initial).replace(GENERATED, (written) => ' '.repeat(written.length));
  return { name: asResultText(name), end: line.length, text: text.slice(0, line.length) + head + text.slice(initial) };
}

/** The offset of the brace that opens the initial values, or of the end. Comments before it may have braces. */
function startOfInitial(text: string, from: number): number {
  const skipped = /\(\*[\s\S]*?\*\)|\/\*[\s\S]*?\*\/|\/\/[^\n]*|"[^"\n]*"|\{/g;
  skipped.lastIndex = from;
  for (let match = skipped.exec(text); match; match = skipped.exec(text)) {
    if (match[0] === '{') return match.index;
  }
  return text.length;
}

function notInC(file: string, text: string): LitmusError {
  const first = /^\S*/.exec(text)?.[0] ?? '';
  if (isOtherLanguage(first)) {
    return new LitmusError(file, 1, `a test in ${first}: only those in C are read`, 'other languages');
  }
  return new LitmusError(file, 1, 'a litmus test in C begins with a line "C NAME"');
}
