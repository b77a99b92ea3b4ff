// A litmus test as words and signs, each with its line.

import { UsageError } from '../../usage-error.js';

export interface Token {
  readonly text: string;
  readonly line: number;
}

/** What the format does not allow, or this subset of it; the message begins with file and line. */
export class LitmusError extends UsageError {
  override name = 'LitmusError';
}

const PUNCTUATORS = String.raw`\/\\|\\\/|~|&&|\|\||==|!=|<=|>=|[-+*&|^!<>=(){}\[\];:,]`;
// A comment of the format has a space behind its opening; `(*x)` is an argument.
const PATTERN = new RegExp(
  String.raw`(?<space>\s+|\(\*[\s*][^]*?\*\)|\/\*[^]*?\*\/|\/\/[^\n]*)|(?<word>[A-Za-z_]\w*|\d+)|(?<sign>${PUNCTUATORS})`,
  'y',
);

/** Reads the tokens of one file in turn. */
export class TokenStream {
  readonly #tokens: Token[] = [];
  #at = 0;

  /** `firstLine`: the line of the file that `text` begins in. */
  readonly #file: string;

  constructor(file: string, text: string, firstLine: number) {
    this.#file = file;
    let line = firstLine;
    PATTERN.lastIndex = 0;
    while (PATTERN.lastIndex < text.length) {
      const from = PATTERN.lastIndex;
      const match = PATTERN.exec(text);
      if (!match) throw new LitmusError(`${file}:${line}: unexpected ${JSON.stringify(text[from])}`);
      if (match.groups?.space === undefined) this.#tokens.push({ text: match[0], line });
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

  /** The token behind the next `count`. */
  peek(count: number): string {
    return this.#tokens[this.#at + count]?.text ?? '';
  }

  advance(): string {
    const { text } = this.#tokens[this.#at] as Token;
    if (!this.atEnd) this.#at++;
    return text;
  }

  /** Takes the next token if it is `text`. */
  accept(text: string): boolean {
    if (this.atEnd || this.next !== text) return false;
    this.advance();
    return true;
  }

  expect(text: string): void {
    if (!this.accept(text)) this.fail(`expected "${text}", not ${this.#describeNext()}`);
  }

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
