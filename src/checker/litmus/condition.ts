// The condition at the end of a litmus test: exists, ~exists or forall, over the final values of registers and
// locations.

import type { TokenStream } from './lexer.js';

/** Final values, by the name of a location or by a register as `thread:name`. */
export type Valuation = (name: string) => number;

export interface Condition {
  readonly quantifier: 'exists' | '~exists' | 'forall';
  /** Every name in the condition, once, in order of occurrence. */
  readonly names: readonly string[];
  /** Whether the proposition after the quantifier is true of one final state. */
  holds(valuation: Valuation): boolean;
}

type Predicate = (valuation: Valuation) => boolean;

/** `isKnown`: whether the test has a location or register of that name. @throws LitmusError */
export function parseCondition(tokens: TokenStream, isKnown: (name: string) => boolean): Condition {
  const names = new Set<string>();
  const quantifier = parseQuantifier(tokens);
  const holds = disjunction(tokens);
  if (!tokens.atEnd) tokens.fail(`"${tokens.next}" behind the condition`);
  return { quantifier, names: [...names], holds };

  function disjunction(stream: TokenStream): Predicate {
    let left = conjunction(stream);
    while (stream.accept('\\/')) {
      const [first, second] = [left, conjunction(stream)];
      left = (valuation) => first(valuation) || second(valuation);
    }
    return left;
  }

  function conjunction(stream: TokenStream): Predicate {
    let left = atom(stream);
    while (stream.accept('/\\')) {
      const [first, second] = [left, atom(stream)];
      left = (valuation) => first(valuation) && second(valuation);
    }
    return left;
  }

  function atom(stream: TokenStream): Predicate {
    if (stream.accept('~') || stream.accept('not')) {
      const inner = atom(stream);
      return (valuation) => !inner(valuation);
    }
    if (stream.accept('(')) {
      const inner = disjunction(stream);
      stream.expect(')');
      return inner;
    }
    if (stream.accept('true')) return () => true;
    const name = parseLocationOrRegister(stream);
    if (!isKnown(name)) stream.fail(`"${name}" is neither a location nor a register of this test`);
    names.add(name);
    const differs = stream.accept('!=');
    if (!differs) stream.expect('=');
    const value = stream.integer();
    return (valuation) => (valuation(name) === value) !== differs;
  }
}

/** `x`, `[x]` or `0:r1`. */
export function parseLocationOrRegister(tokens: TokenStream): string {
  if (/^\d/.test(tokens.next)) {
    const thread = tokens.integer();
    tokens.expect(':');
    return `${thread}:${tokens.name('a register')}`;
  }
  const bracketed = tokens.accept('[');
  const name = tokens.name('a location or a register such as 0:r0');
  if (bracketed) tokens.expect(']');
  return name;
}

function parseQuantifier(tokens: TokenStream): Condition['quantifier'] {
  if (tokens.accept('~')) {
    tokens.expect('exists');
    return '~exists';
  }
  if (tokens.accept('exists')) return 'exists';
  if (tokens.accept('forall')) return 'forall';
  return tokens.fail(`expected exists, ~exists or forall, not "${tokens.next}"`);
}
