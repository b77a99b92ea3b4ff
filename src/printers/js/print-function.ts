// Functions in JavaScript.

import type { Case, Expression, PortableFunction } from '../../front-end/portable-module.js';
import type { Names } from '../names.js';
import { StatementPrinter } from '../print-statements.js';
import { ExpressionPrinter } from './print-expression.js';

export class FunctionPrinter extends StatementPrinter<ExpressionPrinter> {
  constructor(names: Names) {
    super(names, new ExpressionPrinter(names), 'let');
  }

  protected head(declared: PortableFunction): string {
    const parameters = declared.parameters.map((parameter) => this.names.of(parameter));
    return `function ${this.names.of(declared)}(${parameters.join(', ')})`;
  }

  protected tests(subject: Expression, cases: readonly Case[]): [string, (string | undefined)[]] {
    return [this.expressions.value(subject), cases.map(({ test }) => test && this.expressions.value(test))];
  }
}
