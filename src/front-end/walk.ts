// Walks through the functions of a module.

import type { Expression, Statement, Variable } from './portable-module.js';

/** The expressions directly within `statement`, and the statements. */
export function partsOf(
  statement: Statement,
): readonly [expressions: readonly (Expression | undefined)[], bodies: readonly (readonly Statement[])[]] {
  switch (statement.kind) {
    case 'expression':
      return [[statement.expression], []];
    case 'declare':
    case 'return':
      return [[statement.value], []];
    case 'block':
      return [[], [statement.body]];
    case 'if':
      return [[statement.test], [statement.consequent, statement.alternate]];
    case 'loop':
      return [[statement.test, statement.update], [statement.body]];
    case 'switch':
      return [[statement.subject, ...statement.cases.map(({ test }) => test)], statement.cases.map(({ body }) => body)];
    default:
      return [[], []];
  }
}

/** The expressions directly below `expression`, in the order in which they are evaluated. */
export function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'unary':
      return [expression.operand];
    case 'binary':
    case 'logical':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.test, expression.consequent, expression.alternate];
    case 'assign':
    case 'postfix':
      return [expression.value];
    case 'call':
      return expression.inputs;
    default:
      return [];
  }
}

/** Calls `visit` for every expression in `body`, those around before those within. */
export function walk(body: readonly Statement[], visit: (expression: Expression) => void): void {
  const walkExpression = (expression: Expression): void => {
    visit(expression);
    for (const operand of operandsOf(expression)) walkExpression(operand);
  };
  for (const statement of body) {
    const [expressions, bodies] = partsOf(statement);
    for (const expression of expressions) if (expression) walkExpression(expression);
    for (const inner of bodies) walk(inner, visit);
  }
}

/** Every call in `body`. */
export function callsIn(body: readonly Statement[]): (Expression & { readonly kind: 'call' })[] {
  const calls: (Expression & { readonly kind: 'call' })[] = [];
  walk(body, (expression) => {
    if (expression.kind === 'call') calls.push(expression);
  });
  return calls;
}

/** Every variable and constant of a file that `body` names. */
export function variablesIn(body: readonly Statement[]): Set<Variable> {
  const variables = new Set<Variable>();
  walk(body, (expression) => {
    if (expression.kind === 'variable') variables.add(expression.variable);
    if (expression.kind === 'constant' && expression.variable) variables.add(expression.variable);
    if ((expression.kind === 'assign' || expression.kind === 'postfix') && 'kind' in expression.target) {
      variables.add(expression.target);
    }
  });
  return variables;
}
