// Names in a thread: registers of its own, or locations.

import type { Expression, Statement } from './syntax.js';

export interface ThreadNames {
  readonly thread: number;
  /** Locations that the thread is given. */
  readonly parameters: readonly string[];
  /** Byte address of every location of the test. */
  readonly addresses: ReadonlyMap<string, number>;
  /** Values that registers of the thread have at its start, from the head of the test. */
  readonly initial: ReadonlyMap<string, number>;
}

/** The registers of a thread, in the order in which they occur: what it declares or assigns. */
export function registersIn(body: Statement): string[] {
  const names = new Set<string>();
  visit(body);
  return [...names];

  function visit(statement: Statement): void {
    if (statement.kind === 'declare') {
      names.add(statement.name);
      if (statement.value) visitExpression(statement.value);
    } else if (statement.kind === 'expression') {
      visitExpression(statement.expression);
    } else if (statement.kind === 'if') {
      visitExpression(statement.test);
      visit(statement.yes);
      if (statement.no) visit(statement.no);
    } else {
      for (const inner of statement.statements) visit(inner);
    }
  }

  function visitExpression(expression: Expression): void {
    if (expression.kind === 'assign' && expression.to.kind === 'name') names.add(expression.to.name);
    for (const inner of partsOf(expression)) visitExpression(inner);
  }
}

/** The expressions that make up an expression. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'name':
      return [];
    case 'at':
    case 'address':
    case 'unary':
      return [expression.of];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.test, expression.yes, expression.no];
    case 'call':
      return expression.inputs;
    case 'assign':
      return [expression.to, expression.value];
  }
}

/** Tells whether evaluating the expression accesses memory or assigns to a register. */
export function hasEffect(expression: Expression): boolean {
  const { kind } = expression;
  return kind === 'at' || kind === 'call' || kind === 'assign' || partsOf(expression).some(hasEffect);
}
