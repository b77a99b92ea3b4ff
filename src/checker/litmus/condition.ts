// The question that a litmus test ends in: exists, ~exists or forall, over registers and locations at the end.

import type { TokenStream } from './lexer.js';

/** What a condition reads: a location by name, or a register as `thread:name`. */
export type Valuation = (name: string) => number;

export interface Condition {
  readonly quantifier: 'exists' | '~exists' | 'forall';
  /** Every name that it mentions, once, in order. */
  readonly names: readonly string[];
  holds(lookup: Valuation): boolean;
}

type Predicate = (lookup: Valuation) => boolean;

/** `isKnown`: whether a name stands for anything. */
export function parseCondition(tokens: TokenStream, isKnown: (name: string) => boolean): Condition {
  const names = new Set<string>();
  const quantifier = parseQuantifier(tokens);
  const holds = disjunction(tokens);
  if (!tokens.atEnd) tokens.fail(`"${tokens.next}" behind the condition`);
  return { quantifier, names: [...names], holds };

  function disjunction(at: TokenStream): Predicate {
    let left = conjunction(at);
    while (at.accept('\\/')) {
      const [first, second] = [left, conjunction(at)];
      left = (lookup) => first(lookup) || second(lookup);
    }
    return left;
  }

  function conjunction(at: TokenStream): Predicate {
    let left = atom(at);
    while (at.accept('/\\')) {
      const [first, second] = [left, atom(at)];
      left = (lookup) => first(lookup) && second(lookup);
    }
    return left;
  }

  function atom(at: TokenStream): Predicate {
    if (at.accept('~') || at.accept('not')) {
      const inner = atom(at);
      return (lookup) => !inner(lookup);
    }
    if (at.accept('(')) {
      const inner = disjunction(at);
      at.expect(')');
      return inner;
    }
    if (at.accept('true')) return () => true;
    const name = parseLocationOrRegister(at);
    if (!isKnown(name)) at.fail(`"${name}" is neither a location nor a register of this test`);
    names.add(name);
    const differs = at.accept('!=');
    if (!differs) at.expect('=');
    const value = at.integer();
    return (lookup) => (lookup(name) === value) !== differs;
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
