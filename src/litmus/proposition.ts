// Propositions over the final values of registers and locations, as in the condition and the filter of a litmus test.

import { placeOf } from './parse-expression.js';
import type { Located } from './syntax.js';
import type { TokenStream } from './token-stream.js';

/** Final values, by the name of a location or by a register as `thread:name`. */
export type Valuation = (name: string) => number;
/** The same of an execution that goes on: the values that are possible yet, or more; undefined where that is not known. */
export type PartialValuation = (name: string) => readonly number[] | undefined;

export interface Proposition {
  /** Every location and register in it, once, in order of occurrence. */
  readonly names: readonly string[];
  /** Tells whether it is true of one final state. */
  holds(valuation: Valuation): boolean;
  /** Returns whether it is true of each final state with these values, or of none; undefined where it is of some, maybe. */
  truth(valuation: PartialValuation): Truth;
}

/** The names of a test. */
export interface KnownNames {
  /** Tells whether the test has a location, or a register as `thread:name`. */
  isKnown(name: string): boolean;
  /** The address of a location; undefined if there is none of that name. */
  addressOf(name: string): number | undefined;
}

type Truth = boolean | undefined;
type Predicate = (valuation: PartialValuation) => Truth;
type Values = (valuation: PartialValuation) => readonly number[] | undefined;

const RELATIONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
  '<=': (left, right) => left <= right,
  '>=': (left, right) => left >= right,
};

/** @throws LitmusError */
export function parseProposition(tokens: TokenStream, known: KnownNames): Proposition {
  const names = new Set<string>();
  const truth = implication();
  return { truth, holds: (valuation) => truth((name) => [valuation(name)]) === true, names: [...names] };

  function implication(): Predicate {
    const left = disjunction();
    if (!(tokens.next === '=' && tokens.peek(1) === '>')) return left;
    tokens.advance();
    tokens.advance();
    const right = tokens.nested(implication);
    return (valuation) => either([negated(left(valuation)), right(valuation)]);
  }

  function disjunction(): Predicate {
    const parts = [conjunction()];
    while (tokens.accept('\\/', '||')) parts.push(conjunction());
    return (valuation) => either(parts.map((part) => part(valuation)));
  }

  function conjunction(): Predicate {
    const parts = [atom()];
    while (tokens.accept('/\\', '&&')) parts.push(atom());
    return (valuation) => negated(either(parts.map((part) => negated(part(valuation)))));
  }

  function atom(): Predicate {
    return tokens.nested(() => {
      if (tokens.accept('~', 'not', '!')) {
        const inner = atom();
        return (valuation) => negated(inner(valuation));
      }
      if (tokens.accept('(')) {
        const inner = implication();
        tokens.expect(')');
        return inner;
      }
      if (tokens.accept('true')) return () => true;
      if (tokens.accept('false')) return () => false;
      return comparison();
    });
  }

  function comparison(): Predicate {
    const place = placeOf(tokens);
    const name = parseLocationOrRegister(tokens);
    requireKnown(name, place);
    names.add(name);
    const relation = RELATIONS[tokens.next];
    if (!relation) tokens.fail(`expected "=", not ${tokens.describeNext()}`);
    tokens.advance();
    const right = operand();
    return (valuation) => {
      const [left, others] = [valuation(name), right(valuation)];
      const found = new Set(left?.flatMap((one) => others?.map((other) => relation(one, other))));
      return found.size === 1 ? [...found][0] : undefined;
    };
  }

  /** A number, an address (`x` or `&x`), or the final value of a register (`1:r0`) or of a location (`[x]`). */
  function operand(): Values {
    const place = placeOf(tokens);
    if (tokens.next === '-' || (tokens.atNumber && tokens.peek(1) !== ':')) {
      const value = tokens.integer();
      return () => [value];
    }
    if (tokens.accept('NULL')) return () => [0];
    if (tokens.accept('(')) {
      const inner = tokens.nested(operand);
      tokens.expect(')');
      return inner;
    }
    const isValue = tokens.next === '[' || tokens.atNumber;
    tokens.accept('&');
    const name = parseLocationOrRegister(tokens);
    const address = known.addressOf(name);
    if (!isValue) {
      if (address === undefined) tokens.fail(`"${name}" is no location of this test`, place);
      return () => [address];
    }
    requireKnown(name, place);
    names.add(name);
    return (valuation) => valuation(name);
  }

  function requireKnown(name: string, place: Located): void {
    if (!known.isKnown(name)) tokens.fail(`"${name}" is neither a location nor a register of this test`, place);
  }
}

function negated(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

function either(parts: readonly Truth[]): Truth {
  if (parts.includes(true)) return true;
  return parts.includes(undefined) ? undefined : false;
}

/** `x`, `*x`, `[x]`, `0:r1` or `P0:r1`. */
export function parseLocationOrRegister(tokens: TokenStream): string {
  const bracketed = tokens.accept('[');
  if (tokens.atNumber || (/^P\d+$/.test(tokens.next) && tokens.peek(1) === ':')) {
    const thread = tokens.atNumber ? tokens.integer() : Number(tokens.advance().slice(1));
    tokens.expect(':');
    const register = `${thread}:${tokens.name('a register')}`;
    if (bracketed) tokens.expect(']');
    return register;
  }
  tokens.accept('*');
  const name = tokens.name('a location or a register such as 0:r0');
  if (bracketed) tokens.expect(']');
  else if (tokens.next === '[') tokens.fail('arrays are not read: a location is a word');
  return name;
}

/** The end of a litmus test: exists, ~exists or forall of a proposition over the final values. */
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
