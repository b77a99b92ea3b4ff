// The parser for expressions of a litmus test: those of C over words, with the precedence of C.

import { refuseForeign } from './foreign.js';
import type { Expression, Located, Operator } from './syntax.js';
import type { TokenStream } from './token-stream.js';
import { acceptStars, acceptType, atType } from './types.js';

/** Binary operators by precedence, lowest first. */
const LEVELS: readonly (readonly Operator[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*'],
];

/** As deep as a tree may be, since whoever walks it calls itself. */
const MAX_OPERATORS = 500;

export function placeOf({ offset, line }: TokenStream): Located {
  return { offset, line };
}

/** @throws LitmusError */
export class ExpressionParser {
  readonly #tokens: TokenStream;
  #operators = 0;

  constructor(tokens: TokenStream) {
    this.#tokens = tokens;
  }

  /** One expression of a statement. */
  parse(): Expression {
    this.#operators = 0;
    return this.#assignment();
  }

  #assignment(): Expression {
    const tokens = this.#tokens;
    return tokens.nested(() => {
      const place = placeOf(tokens);
      const to = this.#conditional();
      const operator = /^([-+*&|^]?)=$/.exec(tokens.next)?.[1];
      if (operator === undefined) return to;
      this.#checkTarget(to);
      tokens.advance();
      this.#count();
      const right = this.#assignment();
      const value: Expression =
        operator === '' ? right : { ...place, kind: 'binary', operator: operator as Operator, left: to, right };
      return { ...place, kind: 'assign', to, value };
    });
  }

  /** Refuses an assignment to what is neither a name nor `*` of something. */
  #checkTarget({ kind }: Expression): void {
    if (kind !== 'name' && kind !== 'at') this.#tokens.fail('what is assigned to is neither a register nor a location');
  }

  #conditional(): Expression {
    const tokens = this.#tokens;
    const place = placeOf(tokens);
    const test = this.#binary(0);
    if (!tokens.accept('?')) return test;
    this.#count();
    const yes = this.#assignment();
    tokens.expect(':');
    const no = tokens.nested(() => this.#conditional());
    return { ...place, kind: 'conditional', test, yes, no };
  }

  #binary(level: number): Expression {
    const operators = LEVELS[level];
    if (!operators) return this.#unary();
    const tokens = this.#tokens;
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = operators.find((one) => one === tokens.next);
      if (!operator) return left;
      const place = placeOf(tokens);
      tokens.advance();
      this.#count();
      left = { ...place, kind: 'binary', operator, left, right: this.#binary(level + 1) };
    }
  }

  #unary(): Expression {
    const tokens = this.#tokens;
    const place = placeOf(tokens);
    for (const operator of ['!', '-', '~'] as const) {
      if (tokens.accept(operator)) return { ...place, kind: 'unary', operator, of: this.#operand() };
    }
    if (tokens.accept('+')) return this.#operand();
    if (tokens.accept('*')) return { ...place, kind: 'at', of: this.#operand() };
    if (tokens.accept('&')) return { ...place, kind: 'address', of: this.#operand() };
    if (tokens.next === '++' || tokens.next === '--') {
      const operator = tokens.advance() === '++' ? '+' : '-';
      return this.#stepped(this.#operand(), operator, place);
    }
    if (tokens.next === '(' && atType(tokens, 1)) return this.#cast();
    return this.#postfix();
  }

  #operand(): Expression {
    this.#count();
    return this.#tokens.nested(() => this.#unary());
  }

  /** `(int *)` and the like change nothing: all is words. */
  #cast(): Expression {
    const tokens = this.#tokens;
    tokens.expect('(');
    acceptType(tokens);
    acceptStars(tokens);
    tokens.expect(')');
    return this.#operand();
  }

  #postfix(): Expression {
    const tokens = this.#tokens;
    const place = placeOf(tokens);
    const value = this.#primary();
    if (tokens.next === '[' || tokens.next === '.')
      tokens.fail('arrays and structures are not read: locations are words');
    const step = ({ '++': '+', '--': '-' } as const)[tokens.next];
    if (step === undefined) return value;
    tokens.advance();
    if (tokens.next !== ';') tokens.fail('the value of x++ is not read: write it as a statement of its own');
    return this.#stepped(value, step, place);
  }

  #stepped(to: Expression, operator: '+' | '-', place: Located): Expression {
    this.#checkTarget(to);
    const one: Expression = { ...place, kind: 'number', value: 1 };
    return { ...place, kind: 'assign', to, value: { ...place, kind: 'binary', operator, left: to, right: one } };
  }

  #primary(): Expression {
    const tokens = this.#tokens;
    const place = placeOf(tokens);
    if (tokens.accept('(')) {
      const inner = this.#assignment();
      tokens.expect(')');
      return inner;
    }
    if (tokens.atNumber) return { ...place, kind: 'number', value: tokens.integer() };
    if (tokens.accept('NULL', 'false')) return { ...place, kind: 'number', value: 0 };
    if (tokens.accept('true')) return { ...place, kind: 'number', value: 1 };
    if (tokens.peek(1) === '(') refuseForeign(tokens);
    const name = tokens.name('a value');
    return tokens.next === '('
      ? { ...place, kind: 'call', name, inputs: this.#inputs() }
      : { ...place, kind: 'name', name };
  }

  #inputs(): Expression[] {
    const tokens = this.#tokens;
    const inputs: Expression[] = [];
    tokens.expect('(');
    while (!tokens.accept(')')) {
      if (inputs.length > 0) tokens.expect(',');
      inputs.push(this.#assignment());
    }
    return inputs;
  }

  #count(): void {
    if (++this.#operators > MAX_OPERATORS) this.#tokens.fail(`more than ${MAX_OPERATORS} operators in an expression`);
  }
}
