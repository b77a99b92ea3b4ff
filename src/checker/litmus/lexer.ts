// The lexer: splits the text of a litmus test into tokens, and offers them to the parser as a stream.

import { UsageError } from '../../usage-error.js';

export interface Token {
  readonly text: string;
  readonly line: number;
}

/** A test violates the format, or this subset of it. The message begins with file and line. */
export class LitmusError extends UsageError {
  override name = 'LitmusError';
}

const PUNCTUATORS = String.raw`\/\\|\\\/|~|&&|\|\||==|!=|<=|>=|[-+*&|^!<>=(){}\[\];:,]`;
// A comment in `(* *)` has a space or a star after its opening, since `(*x)` is an argument.
const PATTERN = new RegExp(
  String.raw`(?<space>\s+|\(\*[\s*][^]*?\*\)|\/\*[^]*?\*\/|\/\/[^\n]*)|(?<word>[A-Za-z_]\w*|\d+)|(?<punctuator>${PUNCTUATORS})`,
  'y',
);

/** The parser calls itself for each of these, and must not run out of stack. A real test has a handful. */
const NESTING = /^(?:[({[!~-]|not|if)$/;
const MAX_NESTING = 200;

/** The tokens of one file, read from first to last. */
export class TokenStream {
  readonly #tokens: Token[] = [];
  #at = 0;

  readonly #file: string;

  /** `firstLine`: the line of the file in which `text` begins. @throws LitmusError */
  constructor(file: string, text: string, firstLine: number) {
    this.#file = file;
    let line = firstLine;
    let nesting = 0;
    PATTERN.lastIndex = 0;
    while (PATTERN.lastIndex < text.length) {
      const from = PATTERN.lastIndex;
      const match = PATTERN.exec(text);
      if (!match) throw new LitmusError(`${file}:${line}: unexpected ${JSON.stringify(text[from])}`);
      if (match.groups?.space === undefined) this.#tokens.push({ text: match[0], line });
      if (NESTING.test(match[0]) && ++nesting > MAX_NESTING) {
        throw new LitmusError(`${file}:${line}: more than ${MAX_NESTING} brackets, ifs and negations`);
      }
      line += match[0].split('\n').length - 1;
    }
    this.#tokens.push({ text: '', line });
  }

  get next(): string {
    return this.peek(0);
  }

  get atEnd(): boolean {
    return this.#at === this.#tokens.length - 1;
  }

  /** The token after the next `count` tokens, without consuming any. At the end of the file: an empty text. */
  peek(count: number): string {
    return this.#tokens[this.#at + count]?.text ?? '';
  }

  /** Consumes the next token, and returns it. */
  advance(): string {
    const { text } = this.#tokens[this.#at] as Token;
    if (!this.atEnd) this.#at++;
    return text;
  }

  /** Consumes the next token if it is `text`. Returns whether it was. */
  accept(text: string): boolean {
    if (this.atEnd || this.next !== text) return false;
    this.advance();
    return true;
  }

  expect(text: string): void {
    if (!this.accept(text)) this.fail(`expected "${text}", not ${this.#describeNext()}`);
  }

  /** Consumes a name. `what`: the description of it for the error. @throws LitmusError */
  name(what: string): string {
    if (!/^[A-Za-z_]/.test(this.next)) this.fail(`expected ${what}, not ${this.#describeNext()}`);
    return this.advance();
  }

  integer(): number {
    const negative = this.accept('-');
    if (!/^\d/.test(this.next)) this.fail(`expected a number, not ${this.#describeNext()}`);
    const value = Number(this.advance()) | 0;
    return negative ? -value | 0 : value;
  }

  /** @throws LitmusError at the next token */
  fail(reason: string): never {
    throw new LitmusError(`${this.#file}:${(this.#tokens[this.#at] as Token).line}: ${reason}`);
  }

  #describeNext(): string {
    return this.atEnd ? 'the end of the file' : `"${this.next}"`;
  }
}
