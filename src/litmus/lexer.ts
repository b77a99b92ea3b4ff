// The lexer: splits the text of a litmus test into tokens. Comments are those of C and `(* *)`; what is included is for
// compilers, and no part of the test.

import { LitmusError } from './error.js';

export interface Token {
  readonly text: string;
  readonly line: number;
  /** Character offset in the file. */
  readonly offset: number;
}

const PUNCTUATORS = String.raw`\/\\|\\\/|&&|\|\||<<|>>|\+\+|--|[-+*&|^=!<>]=|[-+*&|^!<>=(){}\[\];:,?.~]`;
const PATTERN = new RegExp(
  String.raw`(?<space>\s+|\/\*[\s\S]*?\*\/|\/\/[^\n]*|#[ \t]*include[^\n]*)|[A-Za-z_]\w*|\d\w*|${PUNCTUATORS}`,
  'y',
);
/** Words behind which `(*` opens a comment and no argument. */
const NO_FUNCTION = /^(?:exists|forall|filter|else|not|\d.*)$/;
/** A real test has some hundreds. */
const MAX_TOKENS = 20_000;

/** Splits what is in `text`, which is that of `file`, from `offset` on. The last token is empty. @throws LitmusError */
export function tokensOf(file: string, text: string, offset: number): Token[] {
  const tokens: Token[] = [];
  let line = lineAt(text, offset);
  for (let at = offset; at < text.length; ) {
    const comment = endOfComment(text, at, tokens.at(-1)?.text);
    PATTERN.lastIndex = at;
    const match = comment === undefined ? PATTERN.exec(text) : null;
    const end = comment ?? (match ? PATTERN.lastIndex : 0);
    if (end === 0) throw new LitmusError(file, line, `unexpected ${JSON.stringify(text[at])}`);
    if (match && match.groups?.space === undefined) tokens.push({ text: match[0], line, offset: at });
    if (tokens.length > MAX_TOKENS) throw new LitmusError(file, line, `more than ${MAX_TOKENS} words and signs`);
    line += newlinesIn(text.slice(at, end));
    at = end;
  }
  tokens.push({ text: '', line, offset: text.length });
  return tokens;
}

/** The line of a character. */
export function lineAt(text: string, offset: number): number {
  return 1 + newlinesIn(text.slice(0, offset));
}

function newlinesIn(text: string): number {
  return text.split('\n').length - 1;
}

/**
 * The end of the comment in `(* *)` that begins at `at`; undefined if none does. In C, `(*x` may be an argument or a
 * bracket as well. It is an argument behind a name, and a bracket where it closes at once, as in `(*x) = 1`; a comment
 * has a space or a star after its opening, or begins where a statement may.
 */
function endOfComment(text: string, at: number, before = ';'): number | undefined {
  if (!text.startsWith('(*', at)) return undefined;
  const end = text.indexOf('*)', at + 2);
  if (end < 0) return undefined;
  const isName = /^\w/.test(before) && !NO_FUNCTION.test(before);
  const start = text.slice(at, at + 100);
  if (isName ? /^\(\*\s*\w+\s*[,)]/.test(start) : /^\(\*\s*\w+\s*\)/.test(start)) return undefined;
  const isProse = /^\(\*[\s*]/.test(start);
  return isProse || (!isName && /^[\w;{})\]]/.test(before)) ? end + 2 : undefined;
}
