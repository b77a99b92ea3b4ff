// Statements of an unfolded thread: what its instructions are when calls are in place and constants are known.

import { type BinaryOperator, compute, computeUnary, type UnaryOperator } from '../../front-end/compute-i32.js';
import type { Access } from '../../printers/model/instructions.js';
import type { Values } from './values.js';

export type Expression =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'variable'; readonly variable: number }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'word'; readonly at: Place };

/** A shared word, by its address: one of `addresses`. `others`: or one where there is no word. */
export interface Place {
  readonly address: Expression;
  readonly addresses: readonly number[];
  readonly others: boolean;
}

/** No variable gets the result. */
export const NOWHERE = -1;

type Kind =
  | { readonly op: 'assign'; readonly to: number; readonly value: Expression }
  /** `outside` of any call of the protocol. */
  | {
      readonly op: 'access';
      readonly to: number;
      readonly access: Access;
      /** See runtime/order.ts. */
      readonly order: number;
      readonly at: Place;
      readonly operands: readonly Expression[];
      readonly outside: boolean;
    }
  | { readonly op: 'begin' }
  | { readonly op: 'fence' }
  | { readonly op: 'choose'; readonly to: number; readonly outcomes: Expression }
  | { readonly op: 'violation'; readonly counter: Expression; readonly counters: Values }
  /** So many more, or fewer, hold the page of that count word, if `when` is not 0. */
  | {
      readonly op: 'hold';
      readonly at: Place;
      readonly when: Expression;
      readonly references: Expression;
      readonly sign: 1 | -1;
    }
  /** Goes on at the first of `next` where the condition is not 0, else at the second. */
  | { readonly op: 'branch'; readonly condition: Expression }
  /** The page of that number is judged at rest; or the call of that number has returned. */
  | { readonly op: 'judge'; readonly page: number; readonly inputs: readonly Expression[] }
  | { readonly op: 'end' }
  | { readonly op: 'nothing' };

/** `next`: indices of the statements that may follow. `position`: in the sources. */
export type Statement = Kind & { readonly next: readonly number[]; readonly position: number };

export interface Variable {
  /** That of the sources; undefined: it has none there. */
  name: string | undefined;
  readonly initial: number;
}

export interface Unfolded {
  readonly code: Statement[];
  readonly variables: readonly Variable[];
}

export interface Simplified {
  readonly code: readonly Statement[];
  /** Of each statement: variables that are read by it, or behind it. */
  readonly before: readonly ReadonlySet<number>[];
  readonly variables: readonly Slot[];
}

export interface Slot {
  readonly name: string;
  initial: number;
  /** The variables that are one. */
  readonly of: number[];
}

/** A statement whose place is not known yet. */
export type Draft = Statement extends infer S ? (S extends Statement ? Omit<S, 'next' | 'position'> : never) : never;

export function constant(value: number): Expression {
  return { kind: 'constant', value };
}

/** The statements to which `start` leads, and itself, in the order of the code. */
export function reachedFrom(code: readonly Statement[], start: number): number[] {
  const reached = new Set<number>();
  const open = [start];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (reached.has(index)) continue;
    reached.add(index);
    open.push(...(code[index] as Statement).next);
  }
  return [...reached].sort((left, right) => left - right);
}

/** Tells whether other threads may take steps before the statement. */
export function isPause({ op }: Statement): boolean {
  return op === 'access' || op === 'fence' || op === 'choose' || op === 'begin';
}

/** The variable that the statement writes, or NOWHERE. */
export function writtenBy(statement: Statement): number {
  return 'to' in statement ? statement.to : NOWHERE;
}

/** The statement with `change` made to each of its expressions. */
export function mapped(statement: Statement, change: (expression: Expression) => Expression): Statement {
  const within = (expression: Expression): Expression => changedWithin(expression, change);
  const place = (at: Place): Place => ({ ...at, address: within(at.address) });
  switch (statement.op) {
    case 'assign':
      return { ...statement, value: within(statement.value) };
    case 'access':
      return { ...statement, at: place(statement.at), operands: statement.operands.map(within) };
    case 'choose':
      return { ...statement, outcomes: within(statement.outcomes) };
    case 'violation':
      return { ...statement, counter: within(statement.counter) };
    case 'hold':
      return {
        ...statement,
        at: place(statement.at),
        when: within(statement.when),
        references: within(statement.references),
      };
    case 'branch':
      return { ...statement, condition: within(statement.condition) };
    case 'judge':
      return { ...statement, inputs: statement.inputs.map(within) };
    default:
      return statement;
  }
}

function changedWithin(expression: Expression, change: (expression: Expression) => Expression): Expression {
  const within = (inner: Expression): Expression => changedWithin(inner, change);
  switch (expression.kind) {
    case 'unary':
      return change({ ...expression, operand: within(expression.operand) });
    case 'binary':
      return change({ ...expression, left: within(expression.left), right: within(expression.right) });
    case 'word':
      return change({ ...expression, at: { ...expression.at, address: within(expression.at.address) } });
    default:
      return change(expression);
  }
}

/** Every expression in `statement`, those within others first. */
function expressionsOf(statement: Statement): Expression[] {
  const all: Expression[] = [];
  mapped(statement, (expression) => {
    all.push(expression);
    return expression;
  });
  return all;
}

/** The variables that the statement reads, as often as it does. */
export function readBy(statement: Statement): number[] {
  return expressionsOf(statement).flatMap((expression) =>
    expression.kind === 'variable' ? [expression.variable] : [],
  );
}

/** The value of an expression of which that much is known; undefined if it is not enough. */
export function evaluated(expression: Expression, known: (variable: number) => number | undefined): number | undefined {
  switch (expression.kind) {
    case 'constant':
      return expression.value;
    case 'variable':
      return known(expression.variable);
    case 'unary': {
      const operand = evaluated(expression.operand, known);
      return operand === undefined ? undefined : computeUnary(expression.operator, operand);
    }
    case 'binary': {
      const [left, right] = [evaluated(expression.left, known), evaluated(expression.right, known)];
      return left === undefined || right === undefined ? undefined : compute(expression.operator, left, right);
    }
    case 'word':
      return undefined;
  }
}
