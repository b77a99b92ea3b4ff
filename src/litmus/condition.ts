// The end of a litmus test: exists, ~exists or forall of a proposition over the final values.

import { type KnownNames, type Proposition, parseProposition } from './proposition.js';
import type { TokenStream } from './token-stream.js';

export interface Condition extends Proposition {
  readonly quantifier: 'exists' | '~exists' | 'forall';
  /** As written, from its first character to the one behind its last. */
  readonly from: number;
  readonly to: number;
}

/** @throws LitmusError */
export function parseCondition(tokens: TokenStream, known: KnownNames): Condition {
  const from = tokens.offset;
  const quantifier = parseQuantifier(tokens);
  const proposition = parseProposition(tokens, known);
  const to = tokens.endOfLast;
  tokens.accept(';');
  if (!tokens.atEnd) tokens.fail(`"${tokens.next}" behind the condition`);
  return { ...proposition, quantifier, from, to };
}

function parseQuantifier(tokens: TokenStream): Condition['quantifier'] {
  if (tokens.accept('~', 'not', '!')) {
    tokens.expect('exists');
    return '~exists';
  }
  if (tokens.accept('exists')) return 'exists';
  if (tokens.accept('forall')) return 'forall';
  return tokens.fail(`expected exists, ~exists or forall, not "${tokens.next}"`);
}
