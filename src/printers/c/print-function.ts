// Functions in C, each statement below the line of the source that it comes from.

import type { SourceLine } from '../../front-end/places.js';
import type { Case, Expression, Local, PortableFunction } from '../../front-end/portable-module.js';
import { walk } from '../../front-end/walk.js';
import type { Effects, Loop } from '../effects.js';
import type { Names } from '../names.js';
import { enclosed, StatementPrinter } from '../print-statements.js';
import { ExpressionPrinter } from './print-expression.js';

/** By what a function asks for. Compilers differ otherwise in what they inline, and so do the options of one. */
const INLINING = new Map([
  [true, 'INLINE'],
  [false, 'APART'],
  [undefined, 'static inline'],
]);

export class FunctionPrinter extends StatementPrinter<ExpressionPrinter> {
  #place = '';
  /** Those whose values the function reads. */
  readonly #read = new Set<Local>();

  constructor(
    private readonly effects: Effects,
    names: Names,
    private readonly sourceAt: (at: number) => SourceLine,
  ) {
    super(names, new ExpressionPrinter(effects, names), 'i32');
  }

  protected override begin({ at, body }: PortableFunction): void {
    this.#place = '';
    this.comment(at);
    this.#read.clear();
    walk(body, (expression) => {
      if (expression.kind === 'local') this.#read.add(expression.local);
    });
  }

  protected head(declared: PortableFunction): string {
    const kernel = this.expressions.needsKernel(declared) ? ['KERNEL'] : [];
    const parameters = [...kernel, ...declared.parameters.map((parameter) => `i32 ${this.declared(parameter)}`)];
    const type = declared.returns === 'void' ? 'void' : 'i32';
    return `${INLINING.get(declared.inline)} ${type} ${this.names.of(declared)}(${parameters.join(', ') || 'void'})`;
  }

  protected override declared(local: Local): string {
    return `${this.names.of(local)}${this.#read.has(local) ? '' : ' UNUSED'}`;
  }

  protected override fallThrough(): void {
    this.line('__attribute__((fallthrough));');
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
    const value = this.expressions.value(subject);
    const text = subject.type === 'boolean' ? `as_it_is(${value})` : value;
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
