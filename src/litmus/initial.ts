// The initial values of a litmus test: those of locations, and those that registers have when their thread starts.

import { refuseForeign } from './foreign.js';
import { parseLocationOrRegister } from './proposition.js';
import type { TokenStream } from './token-stream.js';
import { acceptStars, acceptType } from './types.js';

/** A number, or the name of the location whose address it is. */
type InitialValue = number | string;

/** Values by the name of a location, or of a register as `thread:name`. */
export type InitialValues = Map<string, InitialValue>;

/** `{ x = 1; int y; int *p = &x; atomic_t z = ATOMIC_INIT(2); 0:r0 = x; }` @throws LitmusError */
export function parseInitial(tokens: TokenStream): InitialValues {
  const initial: InitialValues = new Map();
  tokens.expect('{');
  while (!tokens.accept('}')) {
    if (tokens.accept(';')) continue;
    acceptType(tokens);
    acceptStars(tokens);
    const name = parseLocationOrRegister(tokens);
    initial.set(name, tokens.accept('=') ? parseValue(tokens) : 0);
    if (tokens.next !== '}') tokens.expect(';');
  }
  return initial;
}

function parseValue(tokens: TokenStream): InitialValue {
  return tokens.nested(() => {
    if (tokens.peek(1) === '(') refuseForeign(tokens);
    if (tokens.accept('NULL')) return 0;
    if (tokens.accept('{')) {
      if (tokens.accept('}')) return 0;
      return tokens.fail('arrays and structures are not read: locations are words');
    }
    if (tokens.accept('(')) {
      // A value in brackets, or behind a cast.
      if (acceptType(tokens)) {
        acceptStars(tokens);
        tokens.expect(')');
        return parseValue(tokens);
      }
      return closed(tokens);
    }
    if (/^ATOMIC\w*_INIT$/.test(tokens.next)) {
      tokens.advance();
      tokens.expect('(');
      return closed(tokens);
    }
    tokens.accept('&');
    return tokens.atName ? tokens.advance() : tokens.integer();
  });
}

function closed(tokens: TokenStream): InitialValue {
  const value = parseValue(tokens);
  tokens.expect(')');
  return value;
}
