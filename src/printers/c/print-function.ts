// Functions in C, each statement below the line of the source that it comes from.

import type { SourceLine } from '../../front-end/places.js';
import type { Case, Expression, PortableFunction } from '../../front-end/portable-module.js';
import type { Effects, Loop } from '../effects.js';
import type { Names } from '../names.js';
import { enclosed, StatementPrinter } from '../print-statements.js';
import { ExpressionPrinter } from './print-expression.js';

export class FunctionPrinter extends StatementPrinter<ExpressionPrinter> {
  #place = '';

  constructor(
    private readonly effects: Effects,
    names: Names,
    private readonly sourceAt: (at: number) => SourceLine,
  ) {
    super(names, new ExpressionPrinter(effects, names), 'i32');
  }

  protected override begin({ at }: PortableFunction): void {
    this.#place = '';
    this.comment(at);
  }

  protected head(declared: PortableFunction): string {
    const kernel = this.expressions.needsKernel(declared) ? ['KERNEL'] : [];
    const parameters = [...kernel, ...declared.parameters.map((parameter) => `i32 ${this.names.of(parameter)}`)];
    const type = declared.returns === 'void' ? 'void' : 'i32';
    return `static inline ${type} ${this.names.of(declared)}(${parameters.join(', ') || 'void'})`;
  }

  /** The line of the source at `at`, if it is another one than before. */
  protected override comment(at: number): void {
    const { file, line, code } = this.sourceAt(at);
    const place = `${file}:${line}`;
    if (place === this.#place) return;
    this.#place = place;
    this.line(commentOf(`${place}  ${code}`));
  }

  /** Further turns of a loop that may be endless look whether the run was given up. */
  protected override between(loop: Loop): string[] {
    return [...super.between(loop), ...(this.effects.mayBeEndless(loop) ? ['go_on(SELF)'] : [])];
  }

  /** The cases are numbered where those of the source are no constants, or two of them are equal. */
  protected tests(subject: Expression, cases: readonly Case[]): [string, (string | undefined)[]] {
    const text = this.expressions.value(subject);
    const tests = cases.map(({ test }) => test && this.expressions.value(test));
    const given = cases.flatMap(({ test }) => test ?? []);
    const constants = given.flatMap((test) => (test.kind === 'constant' ? test.value : []));
    if (new Set(constants).size === given.length) return [text, tests];
    return this.names.within(() => {
      const name = this.names.of({ name: 'subject' });
      const numbers = cases.map(({ test }, index) =>
        test ? `${name} == ${enclosed(this.expressions.value(test))} ? ${index} : ` : '',
      );
      const head = `({ i32 ${name} = ${text}; ${numbers.join('')}-1; })`;
      return [head, tests.map((test, index) => test && String(index))];
    });
  }
}

/** Longer lines are cut. */
const COMMENT_CHARACTERS = 150;

/** `text` as a comment of C, which nothing in it can end: it may be a user's. */
function commentOf(text: string): string {
  const plain = text
    .slice(0, COMMENT_CHARACTERS)
    .replace(/[^ -~]/g, '?')
    .replaceAll('*/', '* /')
    .replaceAll('/*', '/ *');
  return `/* ${plain} */`;
}
