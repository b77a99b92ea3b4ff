// Statements in languages that have those of C: the printers of C and of JavaScript say how they differ.

import type { Case, Expression, Local, PortableFunction, Statement } from '../front-end/portable-module.js';
import { callsIn, variablesIn } from '../front-end/walk.js';
import type { Loop } from './effects.js';
import type { Names } from './names.js';

type Declaration = Extract<Statement, { kind: 'declare' }>;

export abstract class ExpressionTexts {
  constructor(protected readonly names: Names) {}

  abstract value(expression: Expression): string;
  /** As value(), where only whether it is 0 matters. */
  abstract condition(expression: Expression): string;
  /** As value(), where nobody uses it. */
  abstract unused(expression: Expression): string;

  protected operand(expression: Expression): string {
    return enclosed(this.value(expression));
  }

  protected conditionOperand(expression: Expression): string {
    return enclosed(this.condition(expression));
  }

  protected conditional({ test, consequent, alternate }: Expression & { readonly kind: 'conditional' }): string {
    return `${this.conditionOperand(test)} ? ${this.operand(consequent)} : ${this.operand(alternate)}`;
  }

  protected logical({ left, right, operator }: Expression & { readonly kind: 'logical' }): string {
    return `${this.conditionOperand(left)} ${operator} ${this.conditionOperand(right)}`;
  }
}

export abstract class StatementPrinter<E extends ExpressionTexts> {
  #lines: string[] = [];
  #depth = 0;

  constructor(
    protected readonly names: Names,
    readonly expressions: E,
    /** Begins the declaration of a variable. */
    private readonly declares: string,
  ) {}

  print(declared: PortableFunction): string {
    this.#lines = [];
    this.begin(declared);
    const called = callsIn(declared.body).flatMap(({ callee }) => (callee.kind === 'function' ? callee : []));
    const named = [declared, ...called, ...variablesIn(declared.body)];
    this.names.inFunction(named, () => this.#block(`${this.head(declared)} {`, declared.body));
    return `${this.#lines.join('\n')}\n`;
  }

  /** Comes in front of a function. */
  protected begin(_declared: PortableFunction): void {}
  /** The first line of a function, without what ends it. */
  protected abstract head(declared: PortableFunction): string;
  /** Comes in front of a statement. */
  protected comment(_at: number): void {}
  /** Comes between two turns of a loop. */
  protected between({ update }: Loop): string[] {
    return update ? [this.expressions.unused(update)] : [];
  }
  /** The name of a variable or a parameter where it is declared. */
  protected declared(local: Local): string {
    return this.names.of(local);
  }
  /** Stands between two cases of which the first may lead into the second. */
  protected fallThrough(): void {}
  /** The subject and the tests of a switch. */
  protected abstract tests(subject: Expression, cases: readonly Case[]): [string, (string | undefined)[]];

  protected line(text: string): void {
    this.#lines.push('  '.repeat(this.#depth) + text);
  }

  /** `head`, the statements a level deeper, `tail`. */
  #block(head: string, body: readonly Statement[], tail = '}'): void {
    this.line(head);
    this.#depth++;
    this.names.within(() => {
      for (const statement of body) this.#statement(statement);
    });
    this.#depth--;
    if (tail !== '') this.line(tail);
  }

  #statement(statement: Statement): void {
    if (statement.kind !== 'block') this.comment(statement.at);
    switch (statement.kind) {
      case 'expression':
        this.line(`${this.expressions.unused(statement.expression)};`);
        return;
      case 'declare':
        this.line(`${this.#declaration([statement])};`);
        return;
      case 'block':
        this.#blockOrFor(statement.at, statement.body);
        return;
      case 'if': {
        const { test, consequent, alternate } = statement;
        this.#block(`if (${this.expressions.condition(test)}) {`, consequent, alternate.length > 0 ? '' : '}');
        if (alternate.length > 0) this.#block('} else {', alternate);
        return;
      }
      case 'loop':
        this.#loop('', statement);
        return;
      case 'switch':
        this.#switch(statement.subject, statement.cases);
        return;
      case 'return':
        this.line(statement.value ? `return ${this.expressions.value(statement.value)};` : 'return;');
        return;
      case 'break':
      case 'continue':
        this.line(`${statement.kind};`);
    }
  }

  #declaration(parts: readonly Declaration[]): string {
    const texts = parts.map(({ local, value }) => {
      const text = this.expressions.value(value);
      return `${this.declared(local)} = ${text}`;
    });
    return texts.length === 0 ? '' : `${this.declares} ${texts.join(', ')}`;
  }

  /** A block of declarations and a loop, all of one place, was a `for`. */
  #blockOrFor(at: number, body: readonly Statement[]): void {
    const [first, loop] = [body.slice(0, -1), body.at(-1)];
    const declarations = first.filter((one) => one.kind === 'declare');
    if (loop?.kind === 'loop' && loop.at === at && declarations.length === first.length) {
      this.comment(at);
      this.names.within(() => this.#loop(this.#declaration(declarations), loop));
    } else {
      this.#block('{', body);
    }
  }

  #loop(first: string, loop: Loop): void {
    const test = loop.test ? ` ${this.expressions.condition(loop.test)}` : '';
    const between = this.between(loop).join(', ');
    const isWhile = first === '' && test !== '' && between === '';
    this.#block(
      isWhile ? `while (${test.slice(1)}) {` : `for (${first};${test};${between && ` ${between}`}) {`,
      loop.body,
    );
  }

  #switch(subject: Expression, cases: readonly Case[]): void {
    const [text, tests] = this.tests(subject, cases);
    this.line(`switch (${text}) {`);
    this.names.within(() => {
      for (const [index, { body }] of cases.entries()) {
        const isLast = index === cases.length - 1;
        const needsStatement = body[0] ? body[0].kind === 'declare' : isLast;
        this.line(`${tests[index] === undefined ? 'default' : `case ${tests[index]}`}:${needsStatement ? ';' : ''}`);
        this.#depth++;
        for (const statement of body) this.#statement(statement);
        if (!isLast && body.length > 0 && !/^(?:return|break|continue)$/.test(body.at(-1)?.kind ?? ''))
          this.fallThrough();
        this.#depth--;
      }
    });
    this.line('}');
  }
}

/** `text`, with parentheses where an operand needs them: not a name, a number, or what is in parentheses already, as a call. */
export function enclosed(text: string): string {
  const [, inner] = /^[\w.]*\((.*)\)$/.exec(text) ?? [];
  const isAtom = /^(?:(?:my->)?\w+|-\d+)$/.test(text) || (inner !== undefined && isClosed(inner));
  return isAtom ? text : `(${text})`;
}

/** Tells whether the parentheses in `text` are pairs. */
function isClosed(text: string): boolean {
  const rest = text.replace(/\([^()]*\)/g, '');
  return rest === text ? !/[()]/.test(text) : isClosed(rest);
}
