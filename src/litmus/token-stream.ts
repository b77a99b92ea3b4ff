// The tokens of one file, read from first to last.

import { LitmusError } from './error.js';
import type { Token } from './lexer.js';

/** The parser calls itself for each of these, and must not run out of stack. A real test has a handful. */
const MAX_NESTING = 200;

export class TokenStream {
  #at = 0;
  #nesting = 0;

  /** `tokens`: as tokensOf() gives them. */
  constructor(
    readonly file: string,
    private readonly tokens: readonly Token[],
  ) {}

  get next(): string {
    return this.peek(0);
  }

  get atEnd(): boolean {
    return this.#at === this.tokens.length - 1;
  }

  /** Character offset of the next token. */
  get offset(): number {
    return this.#token.offset;
  }

  /** Character offset behind the token before the next. */
  get endOfLast(): number {
    const last = this.tokens[this.#at - 1];
    return last ? last.offset + last.text.length : 0;
  }

  get line(): number {
    return this.#token.line;
  }

  get #token(): Token {
    return this.tokens[this.#at] as Token;
  }

  /** The token after the next `count` tokens, without consuming any. At the end of the file: an empty text. */
  peek(count: number): string {
    return this.tokens[this.#at + count]?.text ?? '';
  }

  /** Consumes the next token, and returns it. */
  advance(): string {
    const { text } = this.#token;
    if (!this.atEnd) this.#at++;
    return text;
  }

  /** Consumes the next token if it is one of `texts`. Returns whether it was. */
  accept(...texts: readonly string[]): boolean {
    if (this.atEnd || !texts.includes(this.next)) return false;
    this.advance();
    return true;
  }

  expect(text: string): void {
    if (!this.accept(text)) this.fail(`expected "${text}", not ${this.describeNext()}`);
  }

  /** True when the next token is a name. */
  get atName(): boolean {
    return /^[A-Za-z_]/.test(this.next);
  }

  /** Consumes a name. `what`: the description of it for the error. @throws LitmusError */
  name(what: string): string {
    if (!this.atName) this.fail(`expected ${what}, not ${this.describeNext()}`);
    return this.advance();
  }

  get atNumber(): boolean {
    return /^\d/.test(this.next);
  }

  /** A number as in C, with a sign before it: decimal, octal or hexadecimal, suffixes and all. @throws LitmusError */
  integer(): number {
    const negative = this.accept('-');
    if (!this.atNumber) this.fail(`expected a number, not ${this.describeNext()}`);
    const digits = /^(0[xX][\da-fA-F]+|\d+)[uUlL]*$/.exec(this.next)?.[1] ?? this.fail(`"${this.next}" is no number`);
    const value = Number(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits);
    if (value > 0xffffffff) this.fail(`${this.next} has more than 32 bits`);
    this.advance();
    return negative ? -value | 0 : value | 0;
  }

  /** Parses something that may be in brackets within brackets. @throws LitmusError when it is so without end */
  nested<Parsed>(parse: () => Parsed): Parsed {
    if (++this.#nesting > MAX_NESTING) this.fail(`more than ${MAX_NESTING} brackets, ifs and signs within each other`);
    const parsed = parse();
    this.#nesting--;
    return parsed;
  }

  /** `reason` of the next token, or of the one at `line`. @throws LitmusError */
  fail(reason: string, { line = this.line, kind = reason } = {}): never {
    throw new LitmusError(this.file, line, reason, kind);
  }

  describeNext(): string {
    return this.atEnd ? 'the end of the file' : `"${this.next}"`;
  }
}
